"""GET /desk: the page; everything on it comes from the desk's API."""

from __future__ import annotations

from aiohttp import web

from web.staff_pages import staff_page


async def desk(request: web.Request) -> web.StreamResponse:
    return await staff_page(request, "desk.html", "agent")


def routes() -> list[web.RouteDef]:
    return [web.get("/desk", desk)]
