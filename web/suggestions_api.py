"""Products to show on a page: for whoever is chatting there, like one product, or going with it.

With a conversation's token the answer is this person's: what they are not interested in is left out. The cards come without
their buttons, which mean something in the chat alone.
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from shop.errors import InvalidInput
from web.api_keys import shop_key_required
from web.bodies import page_of
from web.conversations_api import conversation_of
from web.keys import ACTIONS, LIMITS

MOST = 50
SHOWN = 10


async def get_own(request: web.Request) -> web.Response:
    """GET …/recommendations → ``{cards, personal}``; ``?like=`` or ``?with=`` a product id → ``{cards}``; ``?limit=`` to 50."""
    conversation = await conversation_of(request)
    await request.app[LIMITS].take("suggestions", conversation.conversation_id)
    _, limit = page_of(request, most=MOST, default=SHOWN)
    like, beside = request.query.get("like"), request.query.get("with")
    if like and beside:
        raise InvalidInput("Ask for what is like a product, or for what goes with one.", fields={"with": "not beside like"})
    who = {"customer_id": conversation.customer_id, "visitor_id": conversation.visitor_id or None, "top_k": limit}
    about = like or beside
    if about:
        found = await _alike(request, about, "similar" if like else "goes_with", **who)
    else:
        found = await request.app[ACTIONS].ask("recommend", who)
    return web.json_response({**found, "cards": [_of_page(card) for card in found.get("cards", [])]})


async def get_similar(request: web.Request) -> web.Response:
    """GET /api/products/{id}/similar → ``{cards}``, the most like it first; ``?limit=`` up to 50."""
    return await _of_product(request, "similar")


async def get_goes_with(request: web.Request) -> web.Response:
    """GET /api/products/{id}/goes-with → ``{cards}``: other kinds of things that those who like it turn to; may be none."""
    return await _of_product(request, "goes_with")


async def _of_product(request: web.Request, kind: str) -> web.Response:
    _, limit = page_of(request, most=MOST, default=SHOWN)
    found = await _alike(request, request.match_info["id"], kind, top_k=limit)
    return web.json_response({**found, "cards": [_of_page(card) for card in found.get("cards", [])]})


async def _alike(request: web.Request, product_id: str, kind: str, **more: Any) -> dict[str, Any]:
    return await request.app[ACTIONS].ask("alike", {"product_id": product_id[:200], "kind": kind, **more})


def _of_page(card: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in card.items() if name != "buttons"}


def routes() -> list[web.RouteDef]:
    return [
        web.get("/api/conversations/{conversation_id}/recommendations", get_own),
        web.get("/api/products/{id}/similar", shop_key_required(get_similar)),
        web.get("/api/products/{id}/goes-with", shop_key_required(get_goes_with)),
    ]
