"""Who agreed to nothing: every door is used, and then every table is looked at."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.catalogue import Product
from shop.customers import Consent, Customer
from storage import Storage
from storage.every_table import every_table
from storage.personal import PARTS
from web.openapi import CONVERSATION, OPERATIONS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
#: What may hold something of a person who agreed to nothing: the conversation, orders, reviews, and what these need.
MAY_HOLD = {
    "conversations", "customer_keys", "customers", "idempotency_keys", "jobs", "messages", "order_lines", "orders", "quotes",
    "review_aspects", "reviews", "unclear_messages",
}  # fmt: skip
ONE = "/api/conversations/{conversation_id}"
ADA = {
    "name": "Ada", "email": "ada@example.com", "attributes": {"birthday": "1990-05-17", "gender": "x"},
    "consent": {"profile": False, "marketing": False},
}  # fmt: skip


def conversation_doors() -> set[tuple[str, str]]:
    return {door for door, (who, _, _) in OPERATIONS.items() if CONVERSATION in who.split("|")}


class Driver:
    """Uses doors and notes which."""

    def __init__(self, client: Any):
        self.client = client
        self.used: set[tuple[str, str]] = set()

    async def __call__(self, method: str, pattern: str, body: Any = None, headers: Any = None, **names: str) -> Any:
        return await self.call(method, pattern, body, headers, 300, **names)

    async def nothing_there(self, method: str, pattern: str, headers: Any, **names: str) -> Any:
        """A door that may say that there is nothing to show or to change."""
        return await self.call(method, pattern, None, headers, 500, **names)

    async def call(self, method: str, pattern: str, body: Any, headers: Any, below: int, **names: str) -> Any:
        self.used.add((method, pattern))
        async with self.client.request(method, pattern.format(**names), json=body, headers=headers) as response:
            assert response.status < below, (method, pattern, await response.text())
            return await response.json()


async def use_every_door(drive: Driver, chat: Any, token: str | None) -> None:
    names, headers = {"conversation_id": chat.id}, chat.headers
    if token is not None:
        await drive("PUT", f"{ONE}/customer", {"customer_token": token}, headers, **names)
    await drive("PUT", f"{ONE}/consent", {"profile": False, "marketing": False}, headers, **names)
    page = {"url": "https://shop.example/p1", "title": "Rain jacket", "product_id": "p1"}
    await drive("PUT", f"{ONE}/page", page, headers, **names)
    await drive("PUT", f"{ONE}/cart", {"lines": [{"sku": "p1-s", "quantity": 1}]}, headers, **names)
    for number, text in enumerate(("I love blue jackets", "I am vegan and hate leather")):
        await drive("POST", f"{ONE}/messages", {"client_id": f"m{number}", "text": text}, headers, **names)
    events = [
        {"type": kind, "product_id": "p1"}
        for kind in ("view", "click", "wishlist", "cart_add", "share", "impression", "dismiss")
    ]
    events.append({"type": "search", "query": "rain"})
    found = await drive("POST", "/api/events", {"events": events}, headers)
    assert found == {"received": 8, "added": 0}
    await drive("POST", "/api/reviews", {"product_id": "p1", "text": "Keeps dry.", "stars": 5}, headers)
    await drive("GET", "/api/products/{id}/reviews/summary", None, headers, id="p1")
    await drive("GET", f"{ONE}/messages", None, headers, **names)
    await drive("GET", f"{ONE}/recommendations", None, headers, **names)
    await drive("GET", f"{ONE}/me", None, headers, **names)
    await drive("DELETE", f"{ONE}/waiting", None, headers, **names)
    await drive.nothing_there("GET", f"{ONE}/profile", headers, **names)
    await drive.nothing_there("DELETE", f"{ONE}/profile/moves/{{cause_id}}", headers, cause_id="review:r1", **names)


def looked_at(storage: Storage) -> dict[str, list[dict[str, Any]]]:
    with storage.database.read() as connection:
        tables = every_table().tables
        found = {part.table: connection.execute(tables[part.table].select()).mappings().all() for part in PARTS}
    return {name: [dict(row) for row in rows] for name, rows in found.items() if rows}


async def use_the_shops_doors(drive: Driver, shop_key: dict[str, str]) -> None:
    await drive("PUT", "/api/customers/{id}", ADA, shop_key, id="ada")
    line = {"sku": "p1-s", "quantity": 1, "unit_price": 12900, "product_id": "p1"}
    order = {"customer_id": "ada", "placed_at": NOW.isoformat(), "lines": [line], "total": 12900}
    await drive("PUT", "/api/orders/{id}", order, shop_key, id="o1")
    bought = {"event_id": "e1", "type": "purchase", "customer_id": "ada", "product_id": "p1", "value": 1}
    seen = {"event_id": "e2", "type": "view", "visitor_id": "browser-1", "product_id": "p1"}
    assert (await drive("POST", "/api/events", {"events": [bought, seen]}, shop_key))["added"] == 0
    await drive("POST", "/api/reviews", {"product_id": "p1", "text": "Dry.", "customer_id": "ada", "review_id": "r1"}, shop_key)
    key = {**shop_key, "Idempotency-Key": "q1"}
    await drive("POST", "/api/quotes", {"customer_id": "ada", "lines": [{"sku": "p1-s", "quantity": 1}]}, key)
    await drive("GET", "/api/customers/{id}", None, shop_key, id="ada")


@pytest.mark.parametrize("signed_in", [True, False], ids=["customer", "visitor"])
async def test_only_the_conversation_orders_and_reviews_are_kept(
    client: Any, start_chat: Any, customer_token: Any, shop_key: dict[str, str], storage: Storage, products: list[Product],
    signed_in: bool,
) -> None:  # fmt: skip
    drive = Driver(client)
    await use_the_shops_doors(drive, shop_key)
    chat = await start_chat(visitor_id="browser-1")
    await use_every_door(drive, chat, customer_token("ada") if signed_in else None)
    forgets = {("DELETE", f"{ONE}/me")}
    own = conversation_doors() - forgets - (set() if signed_in else {("PUT", f"{ONE}/customer")})
    assert own - drive.used == set(), "a door that this test does not use yet"
    kept = looked_at(storage)
    assert set(kept) <= MAY_HOLD, f"{sorted(set(kept) - MAY_HOLD)} hold something of a person who agreed to nothing"
    assert {part.table for part in PARTS if part.learnt}.isdisjoint(kept)
    (ada,) = (row for row in kept["customers"] if row["customer_id"] == "ada")
    assert (ada["attributes"], ada["consent_profile"]) == ({}, False)
    assert "1990-05-17" not in json.dumps(kept, default=str)
    assert len(kept["reviews"]) == 2


async def test_taking_back_a_consent_leaves_what_was_never_given(
    client: Any, start_chat: Any, customer_token: Any, storage: Storage, products: list[Product]
) -> None:
    storage.customers.upsert([Customer("ada", consent=Consent(True, at=NOW), attributes={"gender": "x"})])
    drive = Driver(client)
    for chat in (await start_chat(customer_token=customer_token("ada")), await start_chat(visitor_id="browser-2")):
        names = {"conversation_id": chat.id}
        await drive("PUT", f"{ONE}/consent", {"profile": True}, chat.headers, **names)
        assert (await drive("POST", "/api/events", {"type": "view", "product_id": "p1"}, chat.headers))["added"] == 1
        await drive("PUT", f"{ONE}/consent", {"profile": False}, chat.headers, **names)
        assert (await drive("POST", "/api/events", {"type": "view", "product_id": "p1"}, chat.headers))["added"] == 0
    kept = looked_at(storage)
    assert {part.table for part in PARTS if part.learnt}.isdisjoint(kept)
    assert kept["customers"][0]["attributes"] == {}
    assert "count_anew" in {row["kind"] for row in kept.get("jobs", [])} | {job.kind for job in storage.jobs.list(20)}


async def test_a_visitors_consent_is_read_when_the_event_is_stored(storage: Storage) -> None:
    from shop.events import Event

    storage.conversations.start("c1", NOW, visitor_id="browser-3", consent={"profile": True})
    event = Event("e", "view", NOW, visitor_id="browser-3", product_id="p1")
    storage.conversations.set_consent("c1", Consent(False, at=NOW + timedelta(1)))
    assert storage.events.add([event], conversation_id="c1") == 0
    assert storage.events.add([event], conversation_id="erased meanwhile") == 0
