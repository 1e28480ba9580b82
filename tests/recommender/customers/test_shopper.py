"""What kind of shopper it looks like now: said or done, with a reason; unclear when little is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.customers.shopper import (
    BARGAIN,
    BROWSING,
    DECIDED,
    FOLLOWING,
    UNCLEAR,
    VISIT,
    Shelf,
    shopper_now,
)
from shop.events import EVENT_TYPES, Event

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SHELF = Shelf({f"p{n}": f"kind{n % 4}" for n in range(20)}, {f"p{n}" for n in range(5)}, {f"p{n}" for n in range(10, 16)})


def views(*products: str, ago: float = 5, kind: str = "view") -> list[Event]:
    return [Event(f"e{n}", kind, NOW - timedelta(minutes=ago), "ada", product_id=p) for n, p in enumerate(products)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what's the cheapest tent you have?", BARGAIN),
        ("anything on sale?", BARGAIN),
        ("what do other people buy?", FOLLOWING),
        ("show me your best sellers", FOLLOWING),
        ("just browsing for ideas", BROWSING),
        ("surprise me", BROWSING),
        ("I'll take it", DECIDED),
        ("hello", UNCLEAR),
        ("recommend something", UNCLEAR),
    ],
)
def test_words_of_one_kind_say_the_kind(text: str, kind: str) -> None:
    found = shopper_now([], [text], now=NOW)
    assert found.kind == kind
    assert bool(found.reasons) is (kind != UNCLEAR)


def test_what_is_done_says_it_too() -> None:
    assert shopper_now(views("p0", "p1", "p2"), [], now=NOW, shelf=SHELF).kind == BARGAIN
    assert shopper_now(views("p10", "p11", "p12", "p14"), [], now=NOW, shelf=SHELF).kind == FOLLOWING
    assert shopper_now(views("p5", "p6", "p7", "p8", "p9"), [], now=NOW, shelf=SHELF).kind == BROWSING
    back = shopper_now(views("p7", "p7", "p7", "p6"), [], now=NOW, shelf=SHELF)
    assert (back.kind, back.product_id) == (DECIDED, "p7")
    assert shopper_now(views("p7", kind="cart_add"), [], now=NOW, shelf=SHELF).product_id == "p7"


def test_several_conditions_are_a_decided_shoppers() -> None:
    assert shopper_now([], ["a red tent by Northline"], now=NOW, conditions=3).kind == DECIDED
    assert shopper_now([], ["a tent"], now=NOW, conditions=1).kind == UNCLEAR


def test_the_last_thing_said_counts_more_than_what_was_said_before() -> None:
    assert shopper_now([], ["just browsing", "what is the cheapest?"], now=NOW).kind == BARGAIN
    assert shopper_now([], ["what is the cheapest?", "just browsing"], now=NOW).kind == BROWSING


def test_signs_of_two_kinds_alike_are_unclear() -> None:
    assert shopper_now([], ["what's popular and cheap?"], now=NOW).kind == UNCLEAR


def test_yesterdays_visit_says_nothing_of_today() -> None:
    old = views("p7", "p7", "p7", "p7", ago=VISIT.total_seconds() / 60 + 1)
    assert shopper_now(old, [], now=NOW, shelf=SHELF).kind == UNCLEAR


@given(
    st.lists(st.tuples(st.sampled_from(EVENT_TYPES), st.integers(0, 19), st.floats(0, 300)), max_size=30),
    st.lists(st.text(max_size=40), max_size=4),
    st.integers(0, 6),
)
def test_a_confidence_is_a_share_and_a_kind_has_its_reason(
    deeds: list[tuple[str, int, float]], said: list[str], conditions: int
) -> None:
    events = [
        Event(f"e{n}", kind, NOW - timedelta(minutes=ago), "ada", product_id=f"p{product}", query="a b c")
        for n, (kind, product, ago) in enumerate(deeds)
    ]
    found = shopper_now(events, said, now=NOW, shelf=SHELF, conditions=conditions)
    assert 0 <= found.confidence < 1
    assert found.reasons or found.kind == UNCLEAR
    assert found.product_id is None or found.kind == DECIDED
