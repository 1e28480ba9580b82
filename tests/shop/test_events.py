"""Events: one list of types, somebody who did it, and a time that is a moment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.errors import InvalidInput
from shop.events import EVENT_TYPES, SHOP_ONLY_EVENT_TYPES, Event

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_documented_type_is_an_event(kind: str):
    assert Event("e1", kind, NOW, customer_id="c1").type == kind
    assert Event("e1", kind, NOW, visitor_id="v1").customer_id is None


@given(st.text(max_size=200).filter(lambda kind: kind not in EVENT_TYPES))
def test_any_other_type_is_refused_and_the_known_ones_are_named(kind: str):
    with pytest.raises(InvalidInput) as raised:
        Event("e1", kind, NOW, customer_id="c1")
    assert raised.value.code == "unknown_event_type"
    assert "wishlist" in raised.value.fields["type"]
    assert len(raised.value.message) < 600, "what was sent is not sent back whole"


def test_somebody_did_it():
    with pytest.raises(InvalidInput, match="customer_id or a visitor_id"):
        Event("e1", "view", NOW)
    with pytest.raises(InvalidInput):
        Event("e1", "view", NOW, customer_id="", visitor_id="")


def test_a_time_without_a_zone_is_no_moment():
    with pytest.raises(InvalidInput) as raised:
        Event("e1", "view", NOW.replace(tzinfo=None), customer_id="c1")
    assert raised.value.fields == {"at": "no time zone"}


def test_money_and_sentiment_are_not_a_customers_to_claim():
    assert set(SHOP_ONLY_EVENT_TYPES) <= set(EVENT_TYPES)
    assert set(SHOP_ONLY_EVENT_TYPES) == {"purchase", "return", "review"}
