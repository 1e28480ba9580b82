"""What somebody is not interested in, from what they said and took back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop.dismissals import HOLDS, dismisses, in_force, takes_back
from shop.events import Event

NOW = datetime(2026, 5, 1, tzinfo=UTC)
words = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 300), st.sampled_from((None, 1.0, 0.0))), max_size=12)


def event(n: int, product: str, days: int, value: float | None) -> Event:
    return Event(f"e{n}", "dismiss", NOW - timedelta(days=days), "ana", product_id=product, value=value)


@given(words, st.randoms())
def test_the_last_word_on_a_product_counts_whatever_the_order_of_arrival(said, random) -> None:
    events = [event(n, *one) for n, one in enumerate(said)]
    found = in_force(events, {}, NOW)
    for product in "abc":
        own = [e for e in events if e.product_id == product]
        last = max((e.at for e in own), default=None)
        held = last is not None and not any(takes_back(e) for e in own if e.at == last) and last > NOW - HOLDS
        assert (product in found) is held
    random.shuffle(events)
    assert in_force(events, {}, NOW) == found
    assert sorted(found.values(), reverse=True) == list(found.values())


def test_a_sku_stands_for_its_product_and_nothing_for_none() -> None:
    one = Event("e1", "dismiss", NOW, "ana", sku="s1")
    assert list(in_force([one], {"s1": "p1"}, NOW)) == ["p1"]
    assert in_force([one, Event("e2", "dismiss", NOW, "ana"), Event("e3", "view", NOW, "ana", product_id="p2")], {}, NOW) == {}


def test_only_a_value_of_nought_takes_back() -> None:
    assert [dismisses(event(1, "a", 0, value)) for value in (None, 1.0, 0.0)] == [True, True, False]
    assert [takes_back(event(1, "a", 0, value)) for value in (None, 1.0, 0.0)] == [False, False, True]
