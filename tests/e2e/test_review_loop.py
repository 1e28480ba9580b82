"""The loop that learns, from HTTP to HTTP: a posted review moves the next recommendation in its direction, or does not."""

from __future__ import annotations

import secrets
import time
from typing import Any

import pytest

from tests.e2e.conftest import Chat, Stack, cards

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

    def review(self, product_id: str, text: str, now: str, stars: int | None = None) -> None:
        body = {"review_id": secrets.token_hex(8), "product_id": product_id, "customer_id": self.id, "text": text, "at": now}
        self.send("POST", "/api/reviews", body if stars is None else {**body, "stars": stars})

    def profile(self) -> dict[str, Any]:
        return self.send("GET", f"/api/customers/{self.id}/profile")

    def affinity(self, facet: str, value: str) -> float:
        profile = self.profile()
        return float((profile.get("profile") or profile).get("affinities", {}).get(facet, {}).get(value.lower(), 0.0))

    def ranks(self, category: str) -> float:
        """Mean rank of a category's products among 50 recommendations; products not named count as 51st."""
        found = self.send("GET", f"/api/customers/{self.id}/recommendations?limit=50")
        rank_of = {card["product_id"]: rank for rank, card in enumerate(found["cards"], 1)}
        ranks = [rank_of.get(product_id, 51) for product_id, own in self.category_of.items() if own == category]
        return sum(ranks) / len(ranks)

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
    stack: Stack, key: str, catalogue: list[dict[str, Any]], *, consent: bool, which: int
) -> tuple[Shopper, dict[str, Any]]:
    """Someone who looked at two products each of several categories, so that every direction can be seen; and the product to
    review, another for each ``which``: many strangers writing about one product within an hour would be held back."""
    shopper = Shopper(stack, key, consent=consent)
    shopper.category_of = {p["product_id"]: p["category"] for p in catalogue}
    by_category: dict[str, list[dict[str, Any]]] = {}
    for product in catalogue:
        by_category.setdefault(product["category"], []).append(product)
    largest = sorted(by_category.values(), key=len, reverse=True)[:4]
    for products in largest:
        shopper.viewed(products[:2], now_text())
    return shopper, largest[1][2 + which]


def wait_until_read(shopper: Shopper, seconds: float = 20) -> None:
    """Until the review is among the customer's deeds; without consent it never is, and the time is waited out."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        profile = shopper.profile()["profile"]
        if profile and profile["behaviour"]["events"].get("review"):
            return
        time.sleep(0.25)


def test_a_bad_review_lowers_the_brand_and_category_in_the_next_recommendation(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=True, which=0)
    rank = shopper.ranks(product["category"])
    category, brand = shopper.affinity("category", product["category"]), shopper.affinity("brand", product["brand"])
    shopper.review(product["product_id"], BAD, now_text())
    wait_until_read(shopper)
    assert shopper.affinity("category", product["category"]) < category
    assert shopper.affinity("brand", product["brand"]) < brand
    assert shopper.ranks(product["category"]) > rank


def test_a_good_review_raises_them(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=True, which=1)
    rank = shopper.ranks(product["category"])
    category, brand = shopper.affinity("category", product["category"]), shopper.affinity("brand", product["brand"])
    shopper.review(product["product_id"], GOOD, now_text())
    wait_until_read(shopper)
    assert shopper.affinity("category", product["category"]) > category
    assert shopper.affinity("brand", product["brand"]) > brand
    assert shopper.ranks(product["category"]) < rank


def test_a_neutral_review_changes_nothing(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=True, which=2)
    rank = shopper.ranks(product["category"])
    category, brand = shopper.affinity("category", product["category"]), shopper.affinity("brand", product["brand"])
    shopper.review(product["product_id"], NEUTRAL, now_text())
    wait_until_read(shopper)
    assert shopper.affinity("category", product["category"]) == pytest.approx(category, rel=1e-3)
    assert shopper.affinity("brand", product["brand"]) == pytest.approx(brand, rel=1e-3)
    assert shopper.ranks(product["category"]) == rank


def praise_of_delivery(stack: Stack, key: str, product: dict[str, Any]) -> int:
    """1 or −1 where reviews praise it more often than they blame it, or less often; 0 where neither."""
    headers = {"Authorization": f"Bearer {key}"}
    said = stack.call("GET", f"/api/products/{product['product_id']}/reviews/summary", headers=headers).ok()["aspects"]
    found = next((a for a in said if a["aspect"] == "delivery"), None)
    return 0 if found is None else (found["positive"] > found["negative"]) - (found["positive"] < found["negative"])


def test_who_complained_of_the_delivery_sees_what_others_praise_for_it_sooner_until_it_is_taken_back(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=True, which=5)
    # what has something else in common with the product would move by that
    apart = [p for p in catalogue if p["category"] != product["category"] and p["brand"] != product["brand"]]
    praise = {p["product_id"]: praise_of_delivery(stack, api_key, p) for p in apart}

    def places() -> dict[str, int]:
        found = shopper.send("GET", f"/api/customers/{shopper.id}/recommendations?limit=50")["cards"]
        return {card["product_id"]: place for place, card in enumerate(found)}

    def moved(before: dict[str, int], after: dict[str, int], *, praised: bool) -> float:
        """By how many places those that are praised, or the others, went down on average, of those shown at first."""
        changes = [after.get(i, 50) - place for i, place in before.items() if i in praise and (praise[i] > 0) == praised]
        assert changes
        return sum(changes) / len(changes)

    before = places()
    shopper.review(product["product_id"], "Terrible delivery. The parcel arrived two weeks late.", now_text(), 1)
    wait_until_read(shopper)
    assert shopper.affinity("aspect", "delivery") < 0
    after = places()
    assert moved(before, after, praised=True) < moved(before, after, praised=False)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not shopper.profile()["moves"]:
        time.sleep(0.2)
    cause = next(m["cause"]["id"] for m in shopper.profile()["moves"] if m["facet"] == "aspect")
    signed_in(stack, shopper).call("DELETE", f"/profile/moves/{cause}").ok()
    assert places() == before


def test_without_consent_nothing_is_learnt(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=False, which=3)
    rank, before = shopper.ranks(product["category"]), shopper.profile()
    shopper.review(product["product_id"], BAD, now_text())
    wait_until_read(shopper, seconds=5)
    assert shopper.profile() == before
    assert not (before.get("profile") or {}).get("affinities")
    assert shopper.ranks(product["category"]) == rank


def signed_in(stack: Stack, shopper: Shopper) -> Chat:
    return Chat(stack, customer_token=stack.customer_token(shopper.id), consent={"profile": True, "marketing": False})


def shown(stack: Stack, shopper: Shopper, sentence: str) -> list[dict[str, Any]]:
    """The cards of the reply to one sentence, in a conversation of its own."""
    return cards(signed_in(stack, shopper).say(sentence))


def brand_rank(found: list[dict[str, Any]], brand: str) -> float:
    ranks = [n for n, card in enumerate(found, 1) if card["brand"] == brand]
    return sum(ranks) / len(ranks) if ranks else len(found) + 1.0


def type_with_brands(catalogue: list[dict[str, Any]]) -> str:
    """The product type that most brands make."""
    brands: dict[str, set[str]] = {}
    for product in catalogue:
        if any(v["stock"] > 0 and v["price"] > 0 for v in product["variants"]):
            brands.setdefault(product["type"], set()).add(product["brand"])
    return max(sorted(brands), key=lambda kind: len(brands[kind]))


@pytest.mark.parametrize(("text", "stars", "direction"), [(BAD, 1, 1), (GOOD, 5, -1), (NEUTRAL, 3, 0)])
def test_a_review_moves_the_next_recommendation_in_the_chat_and_never_pushes_search_the_wrong_way(
    stack, api_key, catalogue, text, stars, direction
):
    shopper = Shopper(stack, api_key, consent=True)
    shopper.viewed(catalogue[:2], now_text())
    kind = type_with_brands(catalogue)
    search, wish = f"show me {kind}s", "what would you recommend for me?"
    before, recommended = shown(stack, shopper, search), shown(stack, shopper, wish)
    assert len({card["brand"] for card in before}) > 1
    card = before[0] if direction > 0 else before[-1]
    brand = card["brand"]
    shopper.review(card["product_id"], text, now_text(), stars)
    wait_until_read(shopper)
    after = shown(stack, shopper, search)
    if direction:
        # search settles near ties by taste alone: tests/actions/test_review_moves_search.py shows both directions
        assert (brand_rank(after, brand) - brand_rank(before, brand)) * direction >= 0
        assert [c["product_id"] for c in shown(stack, shopper, wish)] != [c["product_id"] for c in recommended]
    else:
        assert [c["product_id"] for c in after] == [c["product_id"] for c in before]
        assert [c["product_id"] for c in shown(stack, shopper, wish)] == [c["product_id"] for c in recommended]


def test_what_a_review_moved_is_told_with_its_cause_and_the_customer_can_take_it_back(stack, api_key, catalogue):
    shopper, product = shopper_with_taste(stack, api_key, catalogue, consent=True, which=4)
    before, rank = shopper.profile(), shopper.ranks(product["category"])
    shopper.review(product["product_id"], BAD, now_text(), 1)
    wait_until_read(shopper)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not shopper.profile()["moves"]:  # the ledger is the worker's
        time.sleep(0.2)
    moves = {(m["facet"], m["value"]): m for m in shopper.profile()["moves"]}
    assert moves["brand", product["brand"].lower()]["delta"] < 0
    assert moves["product", product["product_id"]]["cause"]["kind"] == "review"
    assert shopper.ranks(product["category"]) > rank

    chat = signed_in(stack, shopper)
    assert chat.call("GET", "/profile").ok()["moves"]
    cause = moves["product", product["product_id"]]["cause"]["id"]
    assert chat.call("DELETE", f"/profile/moves/{cause}").ok() == {"undone": len(moves)}
    after = shopper.profile()
    assert all(m["undone_at"] and m["now"] == 0 for m in after["moves"])
    for facet in ("brand", "category"):
        name = product[facet].lower()
        kept = before["profile"]["affinities"].get(facet, {}).get(name, 0.0)
        assert after["profile"]["affinities"].get(facet, {}).get(name, 0.0) == pytest.approx(kept, abs=1e-3)
    assert shopper.ranks(product["category"]) == rank
