"""A person's rights over HTTP: what is kept of them, and to have it erased.

The shop's own server asks for a customer by API key; whoever holds a conversation's token asks for themself: the customer who
signed in in it, else the visitor. What is logged of an erasure is the key that names nobody any more.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

import structlog
from aiohttp import web

from shop.kept import sections
from storage.erasing import Erased
from web.api_keys import shop_key_required
from web.idempotency import Answer, idempotent
from web.keys import FANOUT, LIMITS, STORAGE
from web.shop_json import dump
from web.threads import in_thread, utc_now
from web.tokens import require_conversation

log = structlog.get_logger("web.privacy")


async def get_customer(request: web.Request) -> web.Response:
    """GET /api/customers/{id}: the customer as the shop sent them, and under ``kept`` every row by table."""
    storage, customer_id = request.app[STORAGE], request.match_info["id"]
    kept = await in_thread(storage.privacy.export_customer, customer_id)
    customer = await in_thread(storage.customers.get, customer_id)
    about = dump(customer) if customer is not None else {"customer_id": customer_id}
    return web.json_response({**about, "kept": kept, "exported_at": utc_now().isoformat()})


async def delete_customer(request: web.Request, body: bytes) -> Answer:
    """DELETE /api/customers/{id} → ``{"erased": {table: rows}}``; 404 when nothing is kept, so also the second time."""
    erase = partial(request.app[STORAGE].privacy.erase_customer, door="api")
    return 200, await _told(request.app, await in_thread(erase, request.match_info["id"], utc_now()))


async def get_me(request: web.Request) -> web.Response:
    """GET …/me → ``{"about": [{title, count, lines, dismissed}], "kept": {table: rows}}``: in words, and row by row; without
    what staff noted among each other."""
    conversation_id, app = require_conversation(request), request.app
    await app[LIMITS].take("me", conversation_id)
    kept = await in_thread(app[STORAGE].privacy.export_conversation, conversation_id)
    conversation = await in_thread(app[STORAGE].conversations.get, conversation_id)
    customer_id, visitor_id = (conversation.customer_id, conversation.visitor_id) if conversation else (None, None)
    dismissed = await in_thread(app[STORAGE].events.dismissed, customer_id, visitor_id, utc_now())
    named = sorted({*dismissed, *(row["product_id"] for row in kept.get("reviews", ()))})
    products = await in_thread(app[STORAGE].products.get_many, named)
    about = sections(kept, {product.product_id: product.name for product in products}, list(dismissed))
    return web.json_response(
        {"about": [asdict(section) for section in about], "kept": kept, "exported_at": utc_now().isoformat()}
    )


async def delete_me(request: web.Request) -> web.Response:
    """DELETE …/me → ``{"erased": {table: rows}}``. The conversation is gone: its token opens nothing from now on."""
    conversation_id, app = require_conversation(request), request.app
    await app[LIMITS].take("me", conversation_id)
    erase = partial(app[STORAGE].privacy.erase_conversation, door="widget")
    return web.json_response(await _told(app, await in_thread(erase, conversation_id, utc_now())))


async def _told(app: web.Application, erased: Erased) -> dict[str, Any]:
    """Close the sockets of what is gone, note that it is, and say how much it was."""
    log.info("person_erased", customer_key=erased.customer_key, rows=sum(erased.counts.values()))
    for conversation_id in erased.conversation_ids:
        await app[FANOUT].publish(conversation_id)
    return {"erased": erased.counts}


def routes() -> list[web.RouteDef]:
    me = "/api/conversations/{conversation_id}/me"
    return [
        web.get("/api/customers/{id}", shop_key_required(get_customer)),
        web.delete("/api/customers/{id}", shop_key_required(idempotent(delete_customer))),
        web.get(me, get_me),
        web.delete(me, delete_me),
    ]
