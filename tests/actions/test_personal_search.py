"""Search knows the customer's taste where products are about as good, and only there, and only with consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.services.search_state import SearchState
from actions.services.wiring import Services
from retrieval.changes import catch_up
from retrieval.filters import Filters
from shop.catalogue import Product, Variant
from shop.settings import Settings
from tests.actions.conftest import NOW, Server


@pytest.fixture
def headlamps(services: Services, settings: Settings) -> Services:
    """Two headlamps that differ in nothing but brand and price: one by the maker that each customer likes."""
    alike: dict[str, Any] = {"name": "Dusk headlamp", "description": "A light for the dark.", "type": "headlamp", "rating": 4.0}
    services.storage.products.upsert(
        [
            Product("h-solano", **alike, brand="Solano", variants=(Variant("h-solano-1", 3000, stock=9),)),
            Product("h-fjordly", **alike, brand="Fjordly", variants=(Variant("h-fjordly-1", 2000, stock=9),)),
        ]
    )
    storage = services.storage
    # The shared index was built without marks, so what is marked here counts as new and nothing as gone.
    folder = settings.artifacts / "index" / "products"
    new = {i: m for i, m in storage.products.marks().items() if i.startswith("h-")}
    catch_up(folder, new, storage.products.get_many, services.parts.encoder(), NOW + timedelta(minutes=1))
    return services


def first(server: Server, customer: str | None, query: str = "dusk headlamp", **more: Any) -> list[str]:
    who = {"customer_id": customer} if customer else {}
    return [c["product_id"] for c in server.ask("search", query=query, **who, **more)["cards"]][:2]


def test_of_two_alike_each_customer_sees_the_liked_brand_first(headlamps: Services, server: Server) -> None:
    assert first(server, "guitarist") == ["h-solano", "h-fjordly"]
    assert first(server, "camper") == ["h-fjordly", "h-solano"]


def test_without_consent_or_a_name_the_order_is_everyones(headlamps: Services, server: Server) -> None:
    assert first(server, "silent") == first(server, None) == first(server, "nobody")


def test_a_brand_that_is_asked_for_comes_first_whatever_is_liked(headlamps: Services, server: Server) -> None:
    assert first(server, "guitarist", "fjordly dusk headlamp")[0] == "h-fjordly"
    assert first(server, "camper", "solano dusk headlamp")[0] == "h-solano"
    assert first(server, "guitarist", filters={"brands": ["Fjordly"], "types": ["headlamp"]}) == ["h-fjordly"]


def test_an_order_that_is_asked_for_is_kept(headlamps: Services) -> None:
    state = SearchState("dusk headlamp", Filters(types=("headlamp",)), sort="price")
    liking = headlamps.tastes.of("guitarist", NOW)
    assert headlamps.catalogue.search(state, headlamps.words, liking=liking).product_ids == ["h-fjordly", "h-solano"]


def test_what_is_liked_does_not_pass_what_was_meant(headlamps: Services, server: Server) -> None:
    for customer in ("guitarist", "camper"):
        assert first(server, customer, "two person tent")[0] == "t1"
        assert first(server, customer, "acoustic guitar for beginners")[0] == "g3"
