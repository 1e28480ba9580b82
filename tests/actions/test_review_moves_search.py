"""A review moves what its writer finds first, in its direction: search as soon as the review's event is stored."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta

import pytest

from actions.services.wiring import Services
from shop.customers import Consent, Customer
from shop.events import Event
from tests.actions.conftest import NOW, Server
from tests.actions.test_personal_search import first, headlamps

__all__ = ["headlamps"]


@pytest.fixture
def writer(headlamps: Services) -> Iterator[str]:
    who = f"writer-{secrets.token_hex(4)}"
    headlamps.storage.customers.upsert([Customer(who, consent=Consent(profile=True, at=NOW, source="widget"))])
    yield who
    headlamps.storage.customers.set_consent(who, Consent())


def write(services: Services, who: str, product_id: str, value: float) -> str:
    event = Event(f"review:{who}-{product_id}", "review", NOW - timedelta(hours=1), who, product_id=product_id, value=value)
    assert services.storage.events.add([event]) == 1
    return event.event_id


@pytest.mark.parametrize(
    ("product_id", "value", "wanted"),
    [
        ("h-solano", 0.9, ["h-solano", "h-fjordly"]),
        ("h-fjordly", 0.9, ["h-fjordly", "h-solano"]),
        ("h-solano", -0.9, ["h-fjordly", "h-solano"]),
        ("h-fjordly", -0.9, ["h-solano", "h-fjordly"]),
    ],
)
def test_of_two_alike_the_praised_comes_first_and_the_blamed_last(
    headlamps: Services, server: Server, writer: str, product_id: str, value: float, wanted: list[str]
) -> None:
    write(headlamps, writer, product_id, value)
    assert first(server, writer) == wanted


@pytest.mark.parametrize("product_id", ["h-solano", "h-fjordly"])
def test_a_neutral_review_leaves_the_order(headlamps: Services, server: Server, writer: str, product_id: str) -> None:
    before = first(server, writer)
    write(headlamps, writer, product_id, 0.1)
    assert first(server, writer) == before
