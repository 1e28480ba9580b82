"""The customer's socket: the same messages as over HTTP, pushed, and resumed from the last one the browser has.

Subprotocols ``shoptalk.1, token.<token>``; ``?after=SEQ`` resumes. Frames from us: ``message``, ``owner``, ``typing``, ``ack``
(the message is stored), ``error``. Frames from the customer: ``message`` (as in POST …/messages) and ``typing``.
"""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import Any

from aiohttp import WSMsgType, web

from shop.errors import Forbidden, NotFound, ShopError
from web.bodies import number_of, parse_json
from web.conversations_api import PAGE, address_of
from web.errors import BadRequest, RateLimited, error_body
from web.fanout import Subscription
from web.inbox import accept
from web.keys import FANOUT, LIMITS, SETTINGS, STORAGE
from web.origins import origin_allowed
from web.sockets import open_sockets, writing
from web.threads import in_thread
from web.tokens import conversation_of_token
from web.views import message_view

PROTOCOL = "shoptalk.1"
LARGEST_FRAME = 1_000_000  # bytes; a longer text than we take still gets its own answer
SLOWED_SECONDS = 2.0  # how long one who sends too much is not listened to
LOOK_AGAIN_SECONDS = 15.0  # also without a signal, in case one was lost between gateways


def token_of(request: web.Request) -> str:
    """The token among the offered subprotocols, "" without one."""
    offered = [part.strip() for part in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
    return next((part.removeprefix("token.") for part in offered if part.startswith("token.")), "")


async def conversation_socket(request: web.Request) -> web.StreamResponse:
    """GET /ws/conversations/{conversation_id}. Refused before the upgrade with 401, 403 or 404."""
    app = request.app
    if not origin_allowed(request):
        raise Forbidden("Pages of this origin may not open a socket; ALLOWED_ORIGINS names those that may.", code="origin")
    conversation_id = conversation_of_token(app[SETTINGS], token_of(request))
    if request.match_info["conversation_id"] != conversation_id:
        raise Forbidden("This token belongs to another conversation.", code="other_conversation")
    if await in_thread(app[STORAGE].conversations.get, conversation_id) is None:
        raise NotFound("This conversation no longer exists.")
    await app[LIMITS].take("read", conversation_id)
    after = number_of(request, "after")
    socket = web.WebSocketResponse(protocols=(PROTOCOL,), heartbeat=25, max_msg_size=LARGEST_FRAME)
    await socket.prepare(request)
    with open_sockets(app, socket, "customer"), app[FANOUT].subscribe(conversation_id) as signals:
        async with writing(socket, partial(_write, app, socket, conversation_id, signals, after)):
            await _read(request, socket, conversation_id)
    return socket


async def _write(
    app: web.Application, socket: web.WebSocketResponse, conversation_id: str, signals: Subscription, after: int
) -> None:
    """Everything after ``after``, then whatever comes, in the order of seq and each once."""
    conversations, shown_owner = app[STORAGE].conversations, ""
    while not socket.closed:
        conversation = await in_thread(conversations.get, conversation_id)
        if conversation is None:
            await socket.close()
            return
        while batch := await in_thread(conversations.messages, conversation_id, after, PAGE):
            for message in batch:
                await socket.send_json({"type": "message", **message_view(message)})
                after = message.seq
        if conversation.owner != shown_owner:
            shown_owner = conversation.owner
            await socket.send_json({"type": "owner", "owner": shown_owner, "last_seq": conversation.last_seq})
        while True:
            kinds = {kind for _, kind in await signals.wait(LOOK_AGAIN_SECONDS)}
            for kind, author in (("typing_bot", "bot"), ("typing_agent", "agent")):
                if kind in kinds:
                    await socket.send_json({"type": "typing", "author": author})
            if not kinds or "changed" in kinds:
                break


async def _read(request: web.Request, socket: web.WebSocketResponse, conversation_id: str) -> None:
    async for frame in socket:
        if frame.type is WSMsgType.TEXT:
            try:
                await _take(request, socket, conversation_id, frame.data)
            except ConnectionError:
                return
        elif frame.type is WSMsgType.BINARY:
            await _refuse(socket, BadRequest("Frames are JSON texts."), None)


async def _take(request: web.Request, socket: web.WebSocketResponse, conversation_id: str, data: str) -> None:
    app, client_id = request.app, None
    try:
        await app[LIMITS].take("frames", conversation_id)
        frame = parse_json(data.encode("utf-8", "surrogatepass"))
        if not isinstance(frame, dict):
            raise BadRequest("A frame must be a JSON object.", code="not_an_object")
        given = frame.get("client_id")
        client_id = given if isinstance(given, str) and len(given) <= 64 else None
        if frame.get("type") == "typing":
            await app[LIMITS].take("events", conversation_id)
            await app[FANOUT].publish(conversation_id, "typing_customer")
        elif frame.get("type") == "message":
            await app[LIMITS].take("conversation", conversation_id)
            await app[LIMITS].take("address", address_of(request))
            message, created = await accept(app, conversation_id, frame)
            ack = {"type": "ack", "client_id": message.client_id, "seq": message.seq, "at": message.at.isoformat()}
            await socket.send_json({**ack, "new": created})
        else:
            raise BadRequest("A frame's type is message or typing.", code="unknown_frame")
    except RateLimited as error:
        await _refuse(socket, error, client_id)
        await asyncio.sleep(min(error.retry_after_seconds, SLOWED_SECONDS))  # unread frames hold the sender back
    except ShopError as error:
        await _refuse(socket, error, client_id)


async def _refuse(socket: web.WebSocketResponse, error: ShopError, client_id: str | None) -> None:
    frame: dict[str, Any] = {"type": "error", **error_body(error)["error"], "client_id": client_id}
    await socket.send_str(json.dumps(frame))


def routes() -> list[web.RouteDef]:
    return [web.get("/ws/conversations/{conversation_id}", conversation_socket)]
