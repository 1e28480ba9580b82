"""The open sockets of this process, so that a stop can close them properly and metrics can count them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, MutableSet
from typing import Any

import structlog
from aiohttp import WSCloseCode, web

from shop.errors import ShopError
from web.keys import METRICS

log = structlog.get_logger("web.sockets")

OPEN: web.AppKey[MutableSet[web.WebSocketResponse]] = web.AppKey("OPEN")


@contextlib.contextmanager
def open_sockets(app: web.Application, socket: web.WebSocketResponse, kind: str) -> Iterator[None]:
    """Counts the socket as open for as long as the block runs."""
    gauge = app[METRICS].sockets.labels(kind)
    app[OPEN].add(socket)
    gauge.inc()
    try:
        yield
    finally:
        gauge.dec()
        app[OPEN].discard(socket)


async def close_all(app: web.Application) -> None:
    """Tell every browser that we are going away; it comes back and resumes."""
    opened = app[OPEN]
    for socket in list(opened):
        await socket.close(code=WSCloseCode.GOING_AWAY, message=b"restart")


@contextlib.asynccontextmanager
async def writing(socket: web.WebSocketResponse, work: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Runs ``work``, which writes to the socket, beside the block that reads from it.

    When ``work`` cannot go on (the database is away for a moment), the socket is closed: a silent one would let the browser
    wait for ever, a closed one makes it come back and resume.
    """

    async def until_it_breaks() -> None:
        try:
            await work()
        except ConnectionError:
            return
        except Exception as error:  # noqa: BLE001 - the edge of a background task
            log.warning("socket_gave_up", error=error.code if isinstance(error, ShopError) else type(error).__name__)
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"come back")

    task = asyncio.create_task(until_it_breaks())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
