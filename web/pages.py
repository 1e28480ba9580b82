"""Pages from ``web/templates``: jinja2 with escaping always on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from web.keys import SETTINGS, TEMPLATES
from web.staff_login import csrf_token, login_of

FOLDER = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")


def template_environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )


async def page(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Render ``template`` with ``shop_name``, ``staff`` (or None) and ``csrf`` beside the values given."""
    login = await login_of(request)
    body = request.app[TEMPLATES].get_template(template)
    html = body.render(
        shop_name=request.app[SETTINGS].shop_name,
        staff=login.staff if login else None,
        csrf=await csrf_token(request),
        **values,
    )
    return web.Response(text=html, status=status, content_type="text/html", headers={"Cache-Control": "no-store"})
