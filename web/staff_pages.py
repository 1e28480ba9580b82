"""The pages of desk and console: someone signed in with the right role, or a way to get there."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from aiohttp import web

from shop.errors import Forbidden
from web.login_pages import HOME
from web.pages import page
from web.staff_login import login_of


async def staff_page(request: web.Request, template: str, role: str, **values: Any) -> web.StreamResponse:
    """Render ``template`` for ``role`` or an admin. Others are sent to the sign-in or to their own page."""
    login = await login_of(request)
    if login is None:
        raise web.HTTPSeeOther(f"/staff/login?next={quote(request.path)}")
    if login.staff.role not in (role, "admin"):
        if HOME[login.staff.role] != request.path:
            raise web.HTTPSeeOther(HOME[login.staff.role])
        raise Forbidden("Your role does not include this page.", code="wrong_role")
    return await page(request, template, **values)
