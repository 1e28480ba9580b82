"""What is known of a customer, and taking back what moved it: for the shop, its staff, and the customer alone in their chat.

``docs/profiles.md`` tells the shape of the answer.
"""

from __future__ import annotations

from functools import partial

from aiohttp import web

from shop.errors import Forbidden, NotFound
from web.api_keys import PREFIX, bearer, check_shop_key
from web.conversations_api import conversation_of
from web.keys import ACTIONS, LIMITS, STORAGE
from web.staff_login import require_role
from web.threads import in_thread, utc_now


async def asked_of(request: web.Request) -> str:
    """The customer in the path, asked for by the shop's key or by staff. Raises Unauthorized, Forbidden or NotFound."""
    if bearer(request).startswith(PREFIX):
        await check_shop_key(request)
    else:
        await require_role(request, "agent", "marketer")
    customer_id = request.match_info["id"]
    if await in_thread(request.app[STORAGE].customers.get, customer_id) is None:
        raise NotFound("There is no customer with this id.")
    return customer_id


async def _own(request: web.Request) -> str:
    """The customer who signed in in this conversation. Raises Forbidden for a visitor, of whom there is no profile."""
    conversation = await conversation_of(request)
    await request.app[LIMITS].take("profile", conversation.conversation_id)
    if conversation.customer_id is None:
        raise Forbidden("Only a customer who is signed in has a profile.", code="not_signed_in")
    return conversation.customer_id


async def get_profile(request: web.Request) -> web.Response:
    """GET /api/customers/{id}/profile: all that is known, each part with its source, the latest events included."""
    return web.json_response(await request.app[ACTIONS].ask("profile", {"customer_id": await asked_of(request)}))


async def get_own_profile(request: web.Request) -> web.Response:
    """GET /api/conversations/{conversation_id}/profile: the same, for the customer."""
    return web.json_response(await request.app[ACTIONS].ask("profile", {"customer_id": await _own(request)}))


async def delete_cause(request: web.Request) -> web.Response:
    """DELETE …/profile/moves/{cause_id} → ``{"undone": lines}``. 404 when it moved nothing, or is undone already."""
    return await _undo(request, await asked_of(request))


async def delete_own_cause(request: web.Request) -> web.Response:
    """The same, for the customer."""
    return await _undo(request, await _own(request))


async def _undo(request: web.Request, customer_id: str) -> web.Response:
    undo = partial(request.app[STORAGE].profiles.undo, customer_id, request.match_info["cause_id"], utc_now())
    undone = await in_thread(undo)
    if not undone:
        raise NotFound("Nothing that counts was moved by this.")
    return web.json_response({"undone": undone})


def routes() -> list[web.RouteDef]:
    of_shop, own = "/api/customers/{id}/profile", "/api/conversations/{conversation_id}/profile"
    return [
        web.get(of_shop, get_profile),
        web.delete(of_shop + "/moves/{cause_id}", delete_cause),
        web.get(own, get_own_profile),
        web.delete(own + "/moves/{cause_id}", delete_own_cause),
    ]
