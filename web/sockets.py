"""The open sockets of this process, so that a stop can close them properly and metrics can count them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, MutableSet

from aiohttp import WSCloseCode, web

from web.keys import METRICS

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
