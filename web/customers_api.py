"""Customers at the console: find one, see what they are likely to do, and forget one thing that they said.

Looking people up is for those who work with groups of customers; an agent sees the customer of a conversation at the desk.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from aiohttp import web

from shop.customers import Customer
from shop.errors import InvalidInput, NotFound
from storage import Storage
from web.api_keys import PREFIX, bearer, check_shop_key
from web.bodies import page_of
from web.keys import ACTIONS, STORAGE
from web.profile_api import asked_of
from web.staff_login import require_role
from web.threads import in_thread

LONGEST_QUERY = 200


def customer_view(customer: Customer) -> dict[str, Any]:
    """What a list shows: who it is, and whether anything may be known of them."""
    return {
        "customer_id": customer.customer_id,
        "name": customer.name,
        "email": customer.email,
        "tier": customer.tier,
        "since": customer.created_at.isoformat() if customer.created_at else None,
        "consent": {"profile": customer.consent.profile, "marketing": customer.consent.marketing},
    }


async def find(request: web.Request) -> web.Response:
    """GET /api/staff/customers?q=&limit=50 → ``{items, more}``: by id, name or e-mail; the latest where ``q`` is empty."""
    await require_role(request, "marketer")
    words, (_, limit) = request.query.get("q", ""), page_of(request)
    if len(words) > LONGEST_QUERY or "\x00" in words:
        raise InvalidInput(f"Search for up to {LONGEST_QUERY} characters.", fields={"q": "too long"})
    found = await in_thread(request.app[STORAGE].customers.find, words, limit + 1)
    return web.json_response({"items": [customer_view(one) for one in found[:limit]], "more": len(found) > limit})


async def get_outlook(request: web.Request) -> web.Response:
    """GET /api/customers/{id}/outlook → ``{note, currency, outlook, audiences}``. For the shop's key and for marketers."""
    if bearer(request).startswith(PREFIX):
        await check_shop_key(request)
    else:
        await require_role(request, "marketer")
    customer_id = request.match_info["id"]
    if await in_thread(request.app[STORAGE].customers.get, customer_id) is None:
        raise NotFound("There is no customer with this id.")
    told = await request.app[ACTIONS].ask("outlook", {"customer_id": customer_id})
    audiences = await in_thread(_audiences, request.app[STORAGE], customer_id)
    return web.json_response({**told, "audiences": audiences})


def _audiences(storage: Storage, customer_id: str) -> list[dict[str, str]]:
    found = [storage.audiences.get(audience_id) for audience_id in storage.audiences.of_customer(customer_id)]
    return [{"audience_id": one.audience_id, "name": one.name, "kind": one.kind} for one in found if one is not None]


async def delete_fact(request: web.Request) -> web.Response:
    """DELETE /api/customers/{id}/profile/facts/{fact_id} → ``{"removed": n}``. 404 when it is not there (any more)."""
    customer_id = await asked_of(request)
    remove = partial(request.app[STORAGE].profiles.remove_facts, customer_id, [{"id": request.match_info["fact_id"]}])
    removed = await in_thread(remove)
    if not removed:
        raise NotFound("Nothing like this is kept of the customer.")
    return web.json_response({"removed": removed})


def routes() -> list[web.RouteDef]:
    return [
        web.get("/api/staff/customers", find),
        web.get("/api/customers/{id}/outlook", get_outlook),
        web.delete("/api/customers/{id}/profile/facts/{fact_id}", delete_fact),
    ]
