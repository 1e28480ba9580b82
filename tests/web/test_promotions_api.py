"""Quotes and redemptions from HTTP to database, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from shop.catalogue import Product, Variant
from shop.customers import Customer
from shop.promotions import Promotion
from shop.settings import load_settings
from storage import Storage
from web.api_keys import new_key
from web.app import make_app

NUMBERS = itertools.count(1)
JACKET = Product(
    "jacket", "Jacket", category="Jackets", brand="Fjell", variants=(Variant("J-1", 1999, stock=3), Variant("J-2", 0, stock=3))
)
TEN = Promotion("ten", "Ten percent", "percent", 10, code="TEN", categories=("Jackets",))


@dataclass
class Shop:
    """The shop's own server: a key, and calls that each carry a new Idempotency-Key unless told otherwise."""

    client: TestClient[Any, Any]
    storage: Storage
    key: str

    async def call(self, method: str, path: str, body: Any = None, *, once: str | None = "new") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.key}"}
        if once is not None:
            headers["Idempotency-Key"] = f"key-{next(NUMBERS)}" if once == "new" else once
        async with self.client.request(method, path, json=body, headers=headers) as response:
            return response.status, await response.json()

    async def quote(self, *codes: str, quantity: int = 1, **fields: Any) -> Any:
        lines = [{"sku": "J-1", "quantity": quantity}]
        status, found = await self.call("POST", "/api/quotes", {"lines": lines, "codes": list(codes), **fields})
        assert status == 201
        return found

    async def redeem(self, quote_id: str, order_id: str, once: str | None = "new") -> tuple[int, Any]:
        return await self.call("POST", "/api/redemptions", {"quote_id": quote_id, "order_id": order_id}, once=once)

    def used(self) -> int:
        found = self.storage.promotions.get("ten")
        assert found is not None
        return found.used


@pytest.fixture
async def shop(storage: Storage, database_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path), "DATABASE_URL": database_url})
    storage.products.upsert([JACKET])
    storage.customers.upsert([Customer("olga", tier="gold")])
    storage.promotions.upsert([TEN])
    key, sha256, prefix = new_key()
    storage.keys.add("shop", sha256, prefix, datetime.now(UTC))
    async with TestClient(TestServer(make_app(settings, storage=storage))) as client:
        yield Shop(client, storage, key)


async def test_a_cart_is_quoted_at_the_catalogue_s_prices(shop: Shop) -> None:
    quote = await shop.quote("ten", "NOPE", quantity=2, customer_id="olga")
    assert quote["subtotal"] == {"amount": 3998, "currency": "USD", "text": "$39.98"}
    assert (quote["discount"]["amount"], quote["total"]["text"]) == (400, "$35.98")
    assert quote["lines"][0]["total"]["amount"] == 3598
    assert [a["promotion_id"] for a in quote["applied"]] == ["ten"]
    (refused,) = quote["refused"]
    assert (refused["code"], refused["reason"]) == ("NOPE", "unknown_code")
    assert refused["sentence"]
    assert datetime.fromisoformat(quote["expires_at"]) > datetime.now(UTC)


async def test_a_price_in_the_request_is_not_believed(shop: Shop) -> None:
    status, quote = await shop.call(
        "POST", "/api/quotes", {"lines": [{"sku": "J-1", "quantity": 1, "unit_price": 1, "price": 1}]}
    )
    assert (status, quote["total"]["amount"]) == (201, 1999)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "lines"),
        ({"lines": []}, "lines"),
        ({"lines": [7]}, "lines.0"),
        ({"lines": [{"quantity": 1}]}, "lines.0.sku"),
        ({"lines": [{"sku": "X", "quantity": 1}]}, "lines.0.sku"),
        ({"lines": [{"sku": "J-2", "quantity": 1}]}, "lines.0.sku"),
        ({"lines": [{"sku": "J-1", "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "J-1", "quantity": -3}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "J-1", "quantity": 1000}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "J-1", "quantity": 1.5}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "J-1", "quantity": True}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "J-1", "quantity": "2"}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "J-1", "quantity": 1}], "codes": "TEN"}, "codes"),
        ({"lines": [{"sku": "J-1", "quantity": 1}], "codes": [7]}, "codes.0"),
        ({"lines": [{"sku": "J-1", "quantity": 1}], "customer_id": 7}, "customer_id"),
    ],
)
async def test_a_cart_that_cannot_be_priced_names_the_field(shop: Shop, body: Any, field: str) -> None:
    status, found = await shop.call("POST", "/api/quotes", body)
    assert status == 422
    assert list(found["error"]["fields"]) == [field]


async def test_a_missing_idempotency_key_is_named(shop: Shop) -> None:
    for path in ("/api/quotes", "/api/redemptions"):
        status, found = await shop.call("POST", path, {}, once=None)
        assert status == 422
        assert found["error"]["fields"] == {"Idempotency-Key": "missing"}


async def test_without_the_shop_s_key_nothing_is_priced(shop: Shop) -> None:
    shop.key = "sk_wrong"
    for method, path in (("POST", "/api/quotes"), ("POST", "/api/redemptions"), ("DELETE", "/api/redemptions/x")):
        assert (await shop.call(method, path, {}))[0] == 401


async def test_a_quote_is_redeemed_for_an_order(shop: Shop) -> None:
    quote = await shop.quote("TEN", customer_id="olga")
    status, redemption = await shop.redeem(quote["quote_id"], "o1")
    assert status == 201
    assert (redemption["discount"]["text"], redemption["total"]["text"]) == ("$2.00", "$17.99")
    assert shop.used() == 1
    assert "olga" not in str(redemption)


async def test_a_repeated_request_gives_the_first_answer_and_uses_nothing(shop: Shop) -> None:
    quote = await shop.quote("TEN")
    first = await shop.redeem(quote["quote_id"], "o1", once="same")
    assert await shop.redeem(quote["quote_id"], "o1", once="same") == first
    status, found = await shop.redeem(quote["quote_id"], "o2", once="same")
    assert (status, found["error"]["code"]) == (422, "idempotency_mismatch")
    assert shop.used() == 1


async def test_the_same_order_under_a_new_key_gives_the_first_redemption(shop: Shop) -> None:
    shop.storage.promotions.upsert([replace(TEN, customer_limit=1)])
    quote = await shop.quote("TEN", customer_id="olga")
    first = (await shop.redeem(quote["quote_id"], "o1"))[1]
    status, again = await shop.redeem(quote["quote_id"], "o1")
    assert (status, again) == (200, first)
    assert shop.used() == 1


async def test_an_order_is_not_redeemed_with_a_second_quote(shop: Shop) -> None:
    one, two = await shop.quote("TEN"), await shop.quote("TEN")
    await shop.redeem(one["quote_id"], "o1")
    status, found = await shop.redeem(two["quote_id"], "o1")
    assert (status, found["error"]["code"]) == (409, "order_redeemed")
    status, found = await shop.redeem(one["quote_id"], "o2")
    assert (status, found["error"]["code"]) == (409, "quote_used")


async def test_200_concurrent_redemptions_of_the_last_use_grant_exactly_one_over_http(shop: Shop) -> None:
    shop.storage.promotions.upsert([replace(TEN, total_limit=1)])
    quotes = [await shop.quote("TEN") for _ in range(200)]
    answers = await asyncio.gather(*(shop.redeem(q["quote_id"], f"o{n}") for n, q in enumerate(quotes)))
    assert Counter(status for status, _ in answers) == {201: 1, 409: 199}
    assert {found["error"]["code"] for status, found in answers if status == 409} <= {"limit_reached", "quote_changed"}
    assert shop.used() == 1


async def test_a_price_that_rose_is_told_with_a_new_quote(shop: Shop) -> None:
    quote = await shop.quote("TEN")
    shop.storage.products.upsert([replace(JACKET, variants=(Variant("J-1", 2999, stock=3),))])
    status, found = await shop.redeem(quote["quote_id"], "o1")
    assert (status, found["error"]["code"]) == (409, "quote_changed")
    assert found["quote"]["total"]["amount"] == 2699
    assert shop.used() == 0
    assert (await shop.redeem(found["quote"]["quote_id"], "o1"))[0] == 201


async def test_a_promotion_that_ended_since_the_quote_is_not_redeemed(shop: Shop) -> None:
    quote = await shop.quote("TEN")
    shop.storage.promotions.upsert([replace(TEN, ends_at=datetime.now(UTC))])
    status, found = await shop.redeem(quote["quote_id"], "o1")
    assert (status, found["error"]["code"]) == (409, "quote_changed")
    assert found["quote"]["refused"][0]["reason"] == "expired"


async def test_a_price_that_fell_is_the_customer_s_gain(shop: Shop) -> None:
    quote = await shop.quote("TEN")
    shop.storage.products.upsert([replace(JACKET, variants=(Variant("J-1", 1000, stock=3),))])
    status, redemption = await shop.redeem(quote["quote_id"], "o1")
    assert (status, redemption["total"]["amount"], redemption["discount"]["amount"]) == (201, 900, 100)


async def test_a_product_that_is_not_sold_any_more_changes_the_quote(shop: Shop) -> None:
    quote = await shop.quote("TEN")
    shop.storage.products.upsert([replace(JACKET, active=False)])
    status, found = await shop.redeem(quote["quote_id"], "o1")
    assert (status, found["error"]["code"]) == (409, "quote_changed")


async def test_an_expired_quote_is_not_redeemed(shop: Shop) -> None:
    quote_id = (await shop.quote("TEN"))["quote_id"]
    stored = shop.storage.promotions.quote(quote_id)
    assert stored is not None
    shop.storage.promotions.save_quote(replace(stored, expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    status, found = await shop.redeem(quote_id, "o1")
    assert (status, found["error"]["code"]) == (409, "quote_expired")
    assert shop.used() == 0


async def test_unknown_quotes_and_redemptions_are_not_found(shop: Shop) -> None:
    assert (await shop.redeem("qt_none", "o1"))[0] == 404
    assert (await shop.call("DELETE", "/api/redemptions/rd_none"))[0] == 404


async def test_a_deleted_redemption_gives_its_uses_back_once(shop: Shop) -> None:
    quote = await shop.quote("TEN")
    redemption = (await shop.redeem(quote["quote_id"], "o1"))[1]
    path = f"/api/redemptions/{redemption['redemption_id']}"
    answers = await asyncio.gather(*(shop.call("DELETE", path, once=None) for _ in range(10)))
    assert {status for status, _ in answers} == {200}
    assert all(found["cancelled_at"] for _, found in answers)
    assert shop.used() == 0
    assert (await shop.redeem(quote["quote_id"], "o1"))[0] == 201
