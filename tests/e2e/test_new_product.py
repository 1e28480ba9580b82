"""A product that the shop's server adds is found in the chat, under its own word, without training and without a restart."""

from __future__ import annotations

import secrets
import time

import pytest

from tests.e2e.conftest import Chat, Stack, cards

pytestmark = pytest.mark.e2e


def test_a_new_product_of_a_new_type_is_understood_and_found_within_seconds(stack: Stack, api_key: str):
    product_id = "zz-e2e-" + secrets.token_hex(4)  # last of the list, from which other tests take the first
    before = {name: stack.supervise("pid", name).strip() for name in ("rasa", "actions")}
    product = {
        "product_id": product_id,
        "name": "Tidewater Glide Kayak Paddle",
        "description": "A light paddle of carbon in two parts, 220 cm long.",
        "type": "kayak paddle",
        "category": "Paddling",
        "brand": "Tidewater",
        "currency": "USD",
        "variants": [{"sku": product_id + "-1", "price": 12900, "stock": 7, "options": {"colour": "black"}}],
    }
    headers = {"Authorization": f"Bearer {api_key}", "Idempotency-Key": secrets.token_hex(8)}
    stack.call("PUT", f"/api/products/{product_id}", product, headers=headers).ok()
    try:
        deadline = time.monotonic() + 90
        found: list[str] = []
        while found != [product_id] and time.monotonic() < deadline:
            time.sleep(1)
            found = [card["product_id"] for card in cards(Chat(stack).say("do you have kayak paddles under $150?"))]
        assert found == [product_id]
        assert before == {name: stack.supervise("pid", name).strip() for name in ("rasa", "actions")}
    finally:
        headers["Idempotency-Key"] = secrets.token_hex(8)
        stack.call("PUT", f"/api/products/{product_id}", {**product, "active": False}, headers=headers).ok()
