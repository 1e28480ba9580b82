"""The loop that learns, from HTTP to HTTP: a posted review moves the next recommendation in its direction, or does not."""

from __future__ import annotations

import secrets
import time
from typing import Any

import pytest

from tests.e2e.conftest import Stack

pytestmark = pytest.mark.e2e

BAD = "Terrible. The seam ripped after two days, the quality is awful and I want my money back. Very disappointed."
GOOD = "Absolutely love it. Great quality, fits perfectly and worth every cent. The best I ever owned, highly recommended."
NEUTRAL = "It is okay. Some things are good, some are not. Average for the price."


class Shopper:
    """A fresh customer of the shop, over the shop's API."""

    def __init__(self, stack: Stack, key: str, *, consent: bool):
        self.stack, self.id = stack, f"loop-{secrets.token_hex(6)}"
        self.headers = {"Authorization": f"Bearer {key}"}
        at = "2026-01-01T00:00:00+00:00"
        body = {"customer_id": self.id, "name": "Test Shopper", "consent": {"profile": consent, "marketing": consent, "at": at}}
        self.send("PUT", f"/api/customers/{self.id}", body)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        headers = {**self.headers, "Idempotency-Key": secrets.token_hex(12)}
        return self.stack.call(method, path, body, headers=headers).ok()

    def viewed(self, products: list[dict[str, Any]], now: str) -> None:
        for product in products:
            self.send(
                "POST",
                "/api/events",
                {"event_id": secrets.token_hex(8), "type": "view", "at": now, "customer_id": self.id,
                 "product_id": product["product_id"], "value": 40},
            )  # fmt: skip

    def review(self, product_id: str, text: str, now: str) -> None:
        self.send(
            "POST",
            "/api/reviews",
            {"review_id": secrets.token_hex(8), "product_id": product_id, "customer_id": self.id, "text": text, "at": now},
        )

    def profile(self) -> dict[str, Any]:
        return self.send("GET", f"/api/customers/{self.id}/profile")

    def affinity(self, facet: str, value: str) -> float:
        profile = self.profile()
        return float((profile.get("profile") or profile).get("affinities", {}).get(facet, {}).get(value.lower(), 0.0))

    def ranks(self, category: str) -> float:
        """Mean rank of a category's products among 50 recommendations; products not named count as 51st."""
        found = self.send("GET", f"/api/customers/{self.id}/recommendations?limit=50")
        cards = found["cards"]
        ranks = [n for n, card in enumerate(cards, 1) if self.category_of[card["product_id"]] == category]
        return sum(ranks) / len(ranks) if ranks else 51.0

    category_of: dict[str, str]


@pytest.fixture
def catalogue(stack: Stack, api_key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        after = f"&after={found[-1]['product_id']}" if found else ""
        headers = {"Authorization": f"Bearer {api_key}"}
        page = stack.call("GET", f"/api/products?limit=200{after}", headers=headers).ok()["items"]
        if not page:
            return found
        found += page


def now_text() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())


def shopper_with_taste(
    stack: Stack, key: str, catalogue: list[dict[str, Any]], *, consent: bool
) -> tuple[Shopper, dict[str, Any]]:
    """Someone who looked at two products each of several categories, so that every direction can be seen."""
    shopper = Shopper(stack, key, consent=consent)
    shopper.category_of = {p["product_id"]: p["category"] for p in catalogue}
    by_category: dict[str, list[dict[str, Any]]] = {}
    for product in catalogue:
        by_category.setdefault(product["category"], []).append(product)
    largest = sorted(by_category.values(), key=len, reverse=True)[:4]
    for products in largest:
        shopper.viewed(products[:2], now_text())
    return shopper, largest[1][2]


def wait_until_read(shopper: Shopper, before: Any, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and shopper.profile() == before:
        time.sleep(0.25)


def test_a_bad_review_lowers_the_brand_and_category_in_the_next_recommendation(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=True)
    rank, before = shopper.ranks(product["category"]), shopper.profile()
    category, brand = shopper.affinity("category", product["category"]), shopper.affinity("brand", product["brand"])
    shopper.review(product["product_id"], BAD, now_text())
    wait_until_read(shopper, before)
    assert shopper.affinity("category", product["category"]) < category
    assert shopper.affinity("brand", product["brand"]) < brand
    assert shopper.ranks(product["category"]) > rank


def test_a_good_review_raises_them(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=True)
    rank, before = shopper.ranks(product["category"]), shopper.profile()
    category, brand = shopper.affinity("category", product["category"]), shopper.affinity("brand", product["brand"])
    shopper.review(product["product_id"], GOOD, now_text())
    wait_until_read(shopper, before)
    assert shopper.affinity("category", product["category"]) > category
    assert shopper.affinity("brand", product["brand"]) > brand
    assert shopper.ranks(product["category"]) < rank


def test_a_neutral_review_changes_nothing(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=True)
    rank = shopper.ranks(product["category"])
    category, brand = shopper.affinity("category", product["category"]), shopper.affinity("brand", product["brand"])
    before = shopper.profile()
    shopper.review(product["product_id"], NEUTRAL, now_text())
    wait_until_read(shopper, before, seconds=5)
    assert shopper.affinity("category", product["category"]) == pytest.approx(category, rel=1e-3)
    assert shopper.affinity("brand", product["brand"]) == pytest.approx(brand, rel=1e-3)
    assert shopper.ranks(product["category"]) == rank


def test_without_consent_nothing_is_learnt(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=False)
    rank, before = shopper.ranks(product["category"]), shopper.profile()
    shopper.review(product["product_id"], BAD, now_text())
    wait_until_read(shopper, before, seconds=5)
    assert shopper.profile() == before
    assert not (before.get("profile") or {}).get("affinities")
    assert shopper.ranks(product["category"]) == rank
