"""Every route of the gateway, one module after the other. A module lists its own in ``routes()``."""

from __future__ import annotations

from aiohttp import web

from web import operations


def add_routes(app: web.Application) -> None:
    for module in (operations,):
        app.add_routes(module.routes())
