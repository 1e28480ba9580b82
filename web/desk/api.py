"""The desk over HTTP: the waiting list, one conversation, take over, reply or note, hand back."""

from __future__ import annotations

from functools import partial
from typing import Any

from aiohttp import web

from shop import blocks
from shop.conversations import Conversation
from shop.errors import InvalidInput, NotFound
from storage import ConversationSummary, Storage
from web import words
from web.bodies import needed_text, number_of, read_object
from web.inbox import LONGEST_CLIENT_ID, customer_text
from web.keys import FANOUT, METRICS, STORAGE, TURNS
from web.shop_json import dump
from web.staff_login import require_role
from web.threads import in_thread, utc_now
from web.views import conversation_view, staff_message_view

LISTED = 200
PAGE = 500


def summary_view(summary: ConversationSummary) -> dict[str, Any]:
    state = conversation_view(summary.conversation)
    return {
        **state,
        "mood": {**state["mood"], "text": summary.upset_text[:200]},
        "last_text": summary.last_text[:200],
        "last_at": summary.last_at.isoformat(),
        "customer_name": summary.customer_name,
    }


async def listed(request: web.Request) -> web.Response:
    """GET /api/staff/conversations → ``{waiting, recent, me}``; waiting: the upset, then the longest, then an agent's."""
    me = await require_role(request, "agent")
    conversations = request.app[STORAGE].conversations
    waiting = await in_thread(conversations.queue, LISTED)
    recent = await in_thread(conversations.recent, LISTED)
    return web.json_response(
        {
            "waiting": [summary_view(s) for s in waiting],
            "recent": [summary_view(s) for s in recent],
            "me": {"staff_id": me.staff_id, "name": me.name, "role": me.role},
        }
    )


async def one(request: web.Request) -> web.Response:
    """GET …/{id}?after=SEQ → ``{conversation, messages, customer, orders}``, notes included."""
    await require_role(request, "agent")
    after = number_of(request, "after")
    found = await in_thread(_one, request.app[STORAGE], request.match_info["conversation_id"], after)
    return web.json_response(found)


def _one(storage: Storage, conversation_id: str, after: int) -> dict[str, Any]:
    conversation = storage.conversations.get(conversation_id)
    if conversation is None:
        raise NotFound("There is no such conversation.")
    customer, orders = None, []
    if conversation.customer_id:
        customer = storage.customers.get(conversation.customer_id)
        orders = storage.orders.of_customer(conversation.customer_id, 10)
    messages = storage.conversations.messages(conversation_id, after, PAGE, staff=True)
    return {
        "conversation": conversation_view(conversation),
        "messages": [staff_message_view(m) for m in messages],
        "customer": dump(customer) if customer else None,
        "orders": [dump(order) for order in orders],
    }


async def take(request: web.Request) -> web.Response:
    """POST …/take: from the assistant or the queue to me. 409 ``already_taken`` when a colleague has it."""
    me, app, conversation_id = await require_role(request, "agent"), request.app, request.match_info["conversation_id"]
    conversations = app[STORAGE].conversations
    before = await in_thread(conversations.get, conversation_id)
    if before is None:
        raise NotFound("There is no such conversation.")
    taken = await in_thread(conversations.take_over, conversation_id, me.staff_id, utc_now())
    if taken.owner_epoch != before.owner_epoch:
        await _say(app, conversation_id, words.TAKEN.format(name=me.name))
    return await _changed(app, taken)


async def hand_back(request: web.Request) -> web.Response:
    """POST …/handback ``{seen_seq?}``: to the assistant again, which is told what was said and answers what came later."""
    me, app, conversation_id = await require_role(request, "agent"), request.app, request.match_info["conversation_id"]
    seen = (await read_object(request)).get("seen_seq")
    if seen is not None and (not isinstance(seen, int) or isinstance(seen, bool) or not 0 <= seen < 2**53):
        raise InvalidInput("seen_seq must be a whole number.", fields={"seen_seq": "not a number"})
    back = await in_thread(app[STORAGE].conversations.hand_back, conversation_id, me.staff_id, utc_now(), seen)
    await _say(app, conversation_id, words.HANDED_BACK.format(name=me.name))
    await app[TURNS].tell_handed_back(conversation_id)
    app[TURNS].wake(conversation_id)
    return await _changed(app, back)


async def _say(app: web.Application, conversation_id: str, text: str) -> None:
    await in_thread(app[STORAGE].conversations.add_system_message, conversation_id, text, [blocks.text(text)], utc_now())


async def _changed(app: web.Application, conversation: Conversation) -> web.Response:
    await app[FANOUT].publish(conversation.conversation_id)
    return web.json_response({"conversation": conversation_view(conversation)})


async def write(request: web.Request) -> web.Response:
    """POST …/messages ``{client_id, text, visibility: "all"|"staff"}``: a reply needs the conversation; a note does not."""
    me, app, conversation_id = await require_role(request, "agent"), request.app, request.match_info["conversation_id"]
    body = await read_object(request)
    client_id, text = needed_text(body, "client_id", longest=LONGEST_CLIENT_ID), customer_text(body.get("text"))
    visibility = body.get("visibility", "all")
    if visibility not in ("all", "staff"):
        raise InvalidInput("visibility is all (a reply) or staff (a note).", fields={"visibility": "all or staff"})
    add = partial(app[STORAGE].conversations.add_staff_message, visibility=visibility)
    message = await in_thread(add, conversation_id, me.staff_id, me.name, text, [blocks.text(text)], client_id, utc_now())
    app[METRICS].messages.labels("agent").inc()
    await app[FANOUT].publish(conversation_id)
    return web.json_response({"message": staff_message_view(message)}, status=201)


def routes() -> list[web.RouteDef]:
    single = "/api/staff/conversations/{conversation_id}"
    return [
        web.get("/api/staff/conversations", listed),
        web.get(single, one),
        web.post(f"{single}/take", take),
        web.post(f"{single}/messages", write),
        web.post(f"{single}/handback", hand_back),
    ]
