"""The desk's socket (cookie login, own pages only): what changes anywhere, as it happens.

Frames from us: ``conversation`` (its state and last line) and ``message`` (with ``conversation_id``; notes too), ``typing``.
A browser says ``{"type": "open", "conversation_id", "after"}`` to get one conversation's messages pushed, and
``{"type": "typing", "conversation_id"}`` while the agent writes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial

from aiohttp import WSCloseCode, WSMsgType, web

from shop.errors import Forbidden, ShopError
from storage import Storage
from web.bodies import parse_json
from web.errors import BadRequest, error_body
from web.fanout import Signal, Subscription
from web.keys import FANOUT, STORAGE
from web.origins import origin_allowed
from web.sockets import open_sockets, writing
from web.staff_login import present_login, require_role
from web.threads import in_thread
from web.views import conversation_view, staff_message_view

LOOK_AGAIN_SECONDS = 15.0
PAGE = 500


class _View:
    """What one desk window looks at: the open conversation and the last message it has of it."""

    def __init__(self) -> None:
        self.conversation_id: str | None = None
        self.after = 0


async def desk_socket(request: web.Request) -> web.StreamResponse:
    """GET /ws/desk. Refused before the upgrade with 401 or 403."""
    await require_role(request, "agent")
    if "Origin" not in request.headers or not origin_allowed(request, own_only=True):
        raise Forbidden("Only the desk's own page may open this socket.", code="origin")
    app, view = request.app, _View()
    socket = web.WebSocketResponse(heartbeat=25, max_msg_size=16_384)
    await socket.prepare(request)
    with open_sockets(app, socket, "desk"), app[FANOUT].subscribe() as signals:
        async with writing(socket, partial(_write, request, socket, signals, view)):
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await _take(app, socket, signals, view, frame.data)
    return socket


async def _take(app: web.Application, socket: web.WebSocketResponse, signals: Subscription, view: _View, data: str) -> None:
    try:
        frame = parse_json(data.encode("utf-8", "surrogatepass"))
        if not isinstance(frame, dict) or not isinstance(frame.get("conversation_id"), str):
            raise BadRequest("A frame names its conversation_id.", code="unknown_frame")
        if frame.get("type") == "open":
            after = frame.get("after", 0)
            view.conversation_id = frame["conversation_id"]
            view.after = after if isinstance(after, int) and 0 <= after < 2**53 else 0
            signals.add((frame["conversation_id"], "changed"))
        elif frame.get("type") == "typing":
            await app[FANOUT].publish(frame["conversation_id"], "typing_agent")
        else:
            raise BadRequest("A frame's type is open or typing.", code="unknown_frame")
    except ShopError as error:
        await socket.send_json({"type": "error", **error_body(error)["error"]})


async def _write(request: web.Request, socket: web.WebSocketResponse, signals: Subscription, view: _View) -> None:
    """What changes, until the browser leaves or the login it came with has ended."""
    clock = asyncio.get_running_loop().time
    checked = clock()
    while not socket.closed:
        found = await signals.wait(LOOK_AGAIN_SECONDS)
        if clock() - checked >= LOOK_AGAIN_SECONDS or not found:
            checked = clock()
            if await present_login(request) is None:
                await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"signed out")
                return
        if not found and view.conversation_id is not None:  # a signal between gateways may have been lost
            found = {(view.conversation_id, "changed")}
        await _show(request.app[STORAGE], socket, view, found)


async def _show(storage: Storage, socket: web.WebSocketResponse, view: _View, signals: Iterable[Signal]) -> None:
    for conversation_id, kind in sorted(signals):
        if kind != "changed":
            author = kind.removeprefix("typing_")
            await socket.send_json({"type": "typing", "conversation_id": conversation_id, "author": author})
            continue
        conversation = await in_thread(storage.conversations.get, conversation_id)
        if conversation is None:
            continue
        last = await in_thread(storage.conversations.messages, conversation_id, max(0, conversation.last_seq - 1), 1, True)
        await socket.send_json(
            {"type": "conversation", **conversation_view(conversation), "last_text": last[0].text[:200] if last else ""}
        )
        if conversation_id == view.conversation_id:
            for message in await in_thread(storage.conversations.messages, conversation_id, view.after, PAGE, True):
                await socket.send_json({"type": "message", "conversation_id": conversation_id, **staff_message_view(message)})
                view.after = message.seq


def routes() -> list[web.RouteDef]:
    return [web.get("/ws/desk", desk_socket)]
