"""Where a customer is goes with the question of what to recommend: of those who agreed to a profile alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from actions.services.wiring import Services
from recommender.recommend import Recommender
from shop.customers import Consent, Customer
from tests.actions.conftest import NOW


@pytest.fixture
def asked(services: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The regions that the recommender was asked with."""
    agreed = Consent(profile=True, at=NOW, source="widget")
    services.storage.customers.upsert([
        Customer("northerner", region="North", consent=agreed),
        Customer("silent northerner", region="North"),
    ])  # fmt: skip
    found: list[str] = []
    ask = Recommender.recommend

    def noting(self: Recommender, *given: Any, **named: Any) -> Any:
        found.append(named["region"])
        return ask(self, *given, **named)

    monkeypatch.setattr(Recommender, "recommend", noting)
    yield found
    services.storage.customers.set_consent("northerner", Consent())


@pytest.mark.parametrize(
    ("who", "region"),
    [
        ({"customer_id": "northerner"}, "North"),
        ({"customer_id": "silent northerner"}, ""),
        ({"visitor_id": "v9"}, ""),
        ({}, ""),
    ],
)
def test_the_region_of_who_agreed_is_told(services: Services, asked: list[str], who: dict[str, str], region: str) -> None:
    assert services.recommendations.recommend(services.words, now=NOW, **who).cards
    assert asked
    assert set(asked) == {region}
