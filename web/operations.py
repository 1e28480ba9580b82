"""For those who run it: alive, ready (each part by name), and numbers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable

from aiohttp import web

from shop.errors import ShopError
from web.keys import ACTIONS, METRICS, RASA, STORAGE
from web.models_api import measure_model
from web.threads import in_thread

PATIENCE_SECONDS = 3.0


async def healthz(request: web.Request) -> web.Response:
    """The process is alive; says nothing about its parts."""
    return web.json_response({"alive": True})


async def _answers(check: Awaitable[object]) -> bool:
    try:
        await asyncio.wait_for(check, PATIENCE_SECONDS)
    except (ShopError, TimeoutError, OSError):
        return False
    return True


async def readyz(request: web.Request) -> web.Response:
    """200 when every part answers, else 503; ``parts`` names each."""
    app = request.app
    names = ("database", "rasa", "actions")
    found = await asyncio.gather(
        _answers(in_thread(app[STORAGE].ping)), _answers(app[RASA].health()), _answers(app[ACTIONS].ready())
    )
    ready = all(found)
    parts = {name: {"ready": ok} for name, ok in zip(names, found, strict=True)}
    return web.json_response({"ready": ready, "parts": parts}, status=200 if ready else 503)


async def metrics(request: web.Request) -> web.Response:
    app = request.app
    with contextlib.suppress(ShopError):  # a database that is away is told by /readyz; the counters are told all the same
        await in_thread(measure_model, app[STORAGE], app[METRICS])
    body = app[METRICS].text()
    return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def routes() -> list[web.RouteDef]:
    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]
