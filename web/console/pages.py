"""GET /console: the page; everything on it comes from the console's API."""

from __future__ import annotations

from aiohttp import web

from web.keys import SETTINGS
from web.staff_pages import staff_page


async def console(request: web.Request) -> web.StreamResponse:
    return await staff_page(request, "console.html", "marketer", currency=request.app[SETTINGS].currency)


def routes() -> list[web.RouteDef]:
    return [web.get("/console", console)]
