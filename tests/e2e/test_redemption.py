"""Coupons over HTTP against the running service: the last use goes to one order, and no price is taken from the caller."""

from __future__ import annotations

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e.conftest import Reply, Stack

pytestmark = pytest.mark.e2e
CLIENTS = 200


class ShopServer:
    def __init__(self, stack: Stack, key: str):
        self.stack, self.headers = stack, {"Authorization": f"Bearer {key}"}

    def call(self, method: str, path: str, body: Any = None) -> Reply:
        headers = {**self.headers, "Idempotency-Key": secrets.token_hex(12)}
        return self.stack.call(method, path, body, headers=headers)

    def quote(self, sku: str, *codes: str, **line: Any) -> dict[str, Any]:
        body = {"lines": [{"sku": sku, "quantity": 1, **line}], "codes": list(codes)}
        found: dict[str, Any] = self.call("POST", "/api/quotes", body).ok()
        return found


@pytest.fixture
def shop(stack: Stack, api_key: str) -> ShopServer:
    return ShopServer(stack, api_key)


@pytest.fixture
def variant(shop: ShopServer) -> dict[str, Any]:
    """One that can be bought."""
    products = shop.call("GET", "/api/products?limit=50").ok()["items"]
    return next(v for p in products for v in p["variants"] if p["active"] and v["price"] > 1000 and v["stock"] > 0)


def test_200_concurrent_redemptions_of_the_last_use_grant_exactly_one(shop: ShopServer, variant: dict[str, Any]):
    code = f"LAST{secrets.token_hex(3).upper()}"
    promotion = {
        "promotion_id": code.lower(),
        "name": "Last one",
        "kind": "percent",
        "value": 90,
        "code": code,
        "total_limit": 1,
    }
    shop.call("PUT", f"/api/promotions/{promotion['promotion_id']}", promotion).ok()
    with ThreadPoolExecutor(50) as pool:
        quotes = list(pool.map(lambda _: shop.quote(variant["sku"], code), range(CLIENTS)))
        for quote in quotes:  # each was told of the last use while it was there
            assert code in {applied["code"] for applied in quote["applied"]}
        orders = [{"quote_id": q["quote_id"], "order_id": f"{code}-{n}"} for n, q in enumerate(quotes)]
        answers = list(pool.map(lambda order: shop.call("POST", "/api/redemptions", order), orders))
    assert Counter(answer.status for answer in answers) == {201: 1, 409: CLIENTS - 1}
    lost = {answer.body["error"]["code"] for answer in answers if answer.status == 409}
    assert lost <= {"limit_reached", "quote_changed"}, lost
    assert shop.call("GET", f"/api/promotions/{promotion['promotion_id']}").ok()["used"] == 1

    won = next(answer.body for answer in answers if answer.status == 201)
    assert won["discount"]["amount"] > 0
    shop.call("DELETE", f"/api/redemptions/{won['redemption_id']}").ok()  # the payment failed: the use is there again
    again = shop.quote(variant["sku"], code)
    assert shop.call("POST", "/api/redemptions", {"quote_id": again["quote_id"], "order_id": f"{code}-again"}).status == 201


def test_a_price_in_the_cart_is_ignored(shop: ShopServer, variant: dict[str, Any]):
    honest = shop.quote(variant["sku"])
    tampered = shop.quote(variant["sku"], unit_price=1, price=1, subtotal=1, discount=10**6, total=0, currency="XXX")
    for part in ("subtotal", "discount", "total", "currency"):
        assert tampered[part] == honest[part]
    assert tampered["lines"] == honest["lines"]
    assert honest["lines"][0]["unit_price"]["amount"] == variant["price"]
    extra = {"lines": [{"sku": variant["sku"], "quantity": 1}], "total": 1, "discount": 10**6, "customer_id": None}
    assert shop.call("POST", "/api/quotes", extra).ok()["total"] == honest["total"]
    bought = {"quote_id": tampered["quote_id"], "order_id": f"t-{secrets.token_hex(4)}", "total": 1, "discount": 10**6}
    assert shop.call("POST", "/api/redemptions", bought).ok()["total"] == honest["total"]
