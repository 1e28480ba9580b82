"""What reviews praise in products reaches what a customer is shown: search and recommendations, with a true reason."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from actions.services import praise
from actions.services.praise import SaidOfProducts
from actions.services.wiring import Services
from recommender.profiles import moves_of
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Review
from storage import Storage
from tests.actions.conftest import NOW, Server
from tests.actions.test_personal_search import first, headlamps

__all__ = ["headlamps"]


@pytest.fixture
def writer(services: Services) -> Iterator[str]:
    who = f"writer-{secrets.token_hex(4)}"
    services.storage.customers.upsert([Customer(who, consent=Consent(profile=True, at=NOW, source="widget"))])
    lonely = Product("lonely", "Garden hose", type="hose", variants=(Variant("lonely-1", 900, stock=1),))
    services.storage.products.upsert([lonely])
    yield who
    services.storage.customers.set_consent(who, Consent())


def wrote(storage: Storage, product_id: str, aspects: dict[str, float], value: float, who: str | None = None) -> str:
    """A read review; of a customer it is also a deed."""
    review_id = secrets.token_hex(6)
    at = NOW - timedelta(hours=1)
    storage.reviews.upsert([Review(review_id, product_id, "Words.", at, who)], score=False)
    event = Event(f"review:{review_id}", "review", at, who, product_id=product_id, value=value) if who else None
    storage.reviews.set_sentiment(review_id, value, "positive" if value > 0 else "negative", event, aspects)
    return f"review:{review_id}"


def others(storage: Storage, product_id: str, aspect: str, value: float) -> None:
    for _ in range(6):
        wrote(storage, product_id, {aspect: value}, value)


@pytest.mark.parametrize(
    ("praised", "value", "wanted"),
    [
        ("h-solano", 0.9, ["h-solano", "h-fjordly"]),
        ("h-fjordly", 0.9, ["h-fjordly", "h-solano"]),
        ("h-solano", -0.9, ["h-fjordly", "h-solano"]),
        ("h-fjordly", -0.9, ["h-solano", "h-fjordly"]),
    ],
)
@pytest.mark.parametrize("own", [0.9, -0.9])
def test_of_two_alike_the_one_praised_for_what_the_customer_cares_about_comes_first_in_a_search(
    headlamps: Services, server: Server, writer: str, praised: str, value: float, wanted: list[str], own: float
) -> None:
    everyones = first(server, None)
    others(headlamps.storage, praised, "fit", value)
    assert first(server, writer) == everyones  # who wrote nothing sees what everyone sees
    wrote(headlamps.storage, "lonely", {"fit": own}, own, writer)
    assert first(server, writer) == wanted
    assert first(server, None) == everyones


def test_an_aspect_that_the_customer_never_wrote_about_or_was_neutral_about_leaves_the_order(
    headlamps: Services, server: Server, writer: str
) -> None:
    before = first(server, writer)
    for product_id, value in zip(before, (-0.9, 0.9), strict=True):
        others(headlamps.storage, product_id, "fit", value)
    wrote(headlamps.storage, "lonely", {"price": 0.9, "fit": 0.2}, 0.9, writer)
    assert first(server, writer) == before


def test_taken_back_the_order_is_as_before(headlamps: Services, server: Server, writer: str) -> None:
    before = first(server, writer)
    others(headlamps.storage, before[1], "fit", 0.9)
    cause = wrote(headlamps.storage, "lonely", {"fit": -0.9}, -0.9, writer)
    assert first(server, writer) == before[::-1]
    compacted = headlamps.profiles.of_customer(writer, NOW).profile  # as the worker stores it
    assert compacted is not None
    storage = headlamps.storage
    assert storage.profiles.put(compacted, moves_of(compacted, storage.events.of_customer(writer)))
    assert first(server, writer) == before[::-1]
    assert storage.profiles.undo(writer, cause, NOW)
    assert first(server, writer) == before


def recommended(server: Server, who: str) -> dict[str, Any]:
    cards = server.ask("recommend", customer_id=who, top_k=12)["cards"]
    return {card["product_id"]: (place, card["reason"]) for place, card in enumerate(cards)}


def test_recommendations_follow_and_say_why(services: Services, server: Server, writer: str) -> None:
    others(services.storage, "l1", "battery life", 0.95)
    others(services.storage, "m1", "battery life", -0.95)
    before = recommended(server, writer)
    wrote(services.storage, "lonely", {"battery life": -0.95}, -0.95, writer)
    after = recommended(server, writer)
    assert after["l1"][0] < before["l1"][0]
    assert after["m1"][0] > before["m1"][0]
    assert after["l1"][1] == "because reviews praise its battery life, which you care about"
    assert "battery life" not in str(before)
    assert "battery life" not in after["m1"][1]


def test_without_consent_what_a_customer_wrote_moves_nothing(services: Services, server: Server, writer: str) -> None:
    others(services.storage, "l1", "fit", 0.95)
    wrote(services.storage, "lonely", {"fit": 0.95}, 0.95, writer)
    assert "fit" in recommended(server, writer)["l1"][1]
    services.storage.customers.set_consent(writer, Consent())
    assert recommended(server, writer) == recommended(server, "nobody")


def test_what_is_said_of_all_is_kept_a_while_and_is_the_same_object_while_nothing_changed(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 0.0
    monkeypatch.setattr(praise.time, "monotonic", lambda: seconds)
    said = SaidOfProducts(services.storage)
    others(services.storage, "l1", "fit", 0.5)
    first_read = said.of_all()
    assert first_read["l1"] == {"fit": (0.5, 6)}
    others(services.storage, "l1", "fit", 0.9)
    assert said.of_all() is first_read
    assert said.of(["l1", "m1"]) == {"l1": {"fit": (pytest.approx(0.7), 12)}}
    seconds = praise.KEPT_SECONDS
    again = said.of_all()
    assert again["l1"] == {"fit": (pytest.approx(0.7), 12)}
    seconds *= 2
    assert said.of_all() is again
