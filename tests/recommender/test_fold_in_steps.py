"""Folding in steps is folding at once: every field, any cut, any order of arrival, late events and later clocks included."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.profiles import Vocabulary, fold
from shop.catalogue import Product, Variant
from shop.customers import Profile
from shop.events import EVENT_TYPES, Event
from shop.orders import Order, OrderLine
from tests.recommender.test_fold import near, same

QUERIES = (None, "", "jacket light", "red Nordvik tents", "something else entirely", "cotton mugs on sale")
DEVICES = (None, "mobile", "Desktop ", "x" * 90)
deeds = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(EVENT_TYPES),
            "product": st.integers(0, 7),
            "by_sku": st.booleans(),
            "days": st.floats(0, 800),
            "value": st.one_of(st.none(), st.floats(-1, 1), st.just(90.0)),
            "query": st.sampled_from(QUERIES),
            "device": st.sampled_from(DEVICES),
            "channel": st.sampled_from((None, "search", "store")),
        }
    ),
    max_size=25,
)
purchases = st.lists(
    st.tuples(st.lists(st.integers(0, 7), min_size=1, max_size=3), st.floats(0, 400), st.integers(0, 2), st.booleans()),
    max_size=4,
)


def catalogue(shop) -> dict[str, Product]:
    """Products with sizes, tags and struck-through prices."""
    found = {}
    for n, product in enumerate(shop.products[:8]):
        variants = tuple(
            Variant(f"s{n}{size}", 1_000 * (n + 1), {"colour": colour, "size": size}, compare_at=9_900 if n % 2 else None)
            for size, colour in (("S", "red"), ("L", "blue"))
        )
        found[product.product_id] = replace(product, variants=variants, tags=("camping",) if n % 3 else ())
    return found


def event_of(shop, n: int, deed: dict) -> Event:
    sku = f"s{deed['product']}{'SL'[n % 2]}"
    return Event(
        f"e{n}",
        deed["kind"],
        shop.now - timedelta(days=deed["days"]),
        customer_id="ana",
        sku=sku if deed["by_sku"] else None,
        product_id=None if deed["by_sku"] else f"p{deed['product']:03}",
        query=deed["query"],
        value=deed["value"],
        device=deed["device"],
        channel=deed["channel"],
    )


def order_of(shop, n: int, bought: tuple) -> Order:
    ids, days, returned, reduced = bought
    lines = tuple(OrderLine(f"s{i}S", 2, 1_000 * (i + 1), f"p{i:03}", returned) for i in ids)
    total = sum(line.unit_price * line.quantity for line in lines)
    return Order(f"o{n}", "ana", shop.now - timedelta(days=days), lines, "delivered", total=total - 500 * reduced)


@settings(max_examples=250, deadline=None)
@given(deeds, purchases, st.data())
def test_any_split_and_any_order_of_arrival_give_the_same_profile(shop, did, bought, data) -> None:
    products = catalogue(shop)
    vocabulary = Vocabulary(
        (f, v) for p in products.values() for f, v in (("type", p.type), ("category", p.category), ("brand", p.brand))
    )
    made = [event_of(shop, n, deed) for n, deed in enumerate(did)]
    orders = [order_of(shop, n, one) for n, one in enumerate(bought)]
    aspects = {e.event_id: {"fit": 0.8, "quality": -0.5} for e in made[::2]}

    def folded(profile: Profile | None, events: list[Event], known: list[Order], late: float) -> Profile:
        now = shop.now + timedelta(days=late)
        return fold(profile, shop.ana, events, known, products, now, vocabulary=vocabulary, aspects=aspects)

    arrival = data.draw(st.permutations(made))
    stored = [replace(event, seq=seq) for seq, event in enumerate(arrival, start=1)]
    at_once = folded(None, stored, orders, 9)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stored)), max_size=3)))
    profile: Profile | None = None
    for step, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(stored)], strict=True)):
        known = orders if end == len(stored) and step == len(cuts) else orders[: data.draw(st.integers(0, len(orders)))]
        profile = folded(profile, stored[start:end], known, step)
    assert profile is not None
    same(profile, at_once)

    in_order = [replace(event, seq=seq) for seq, event in enumerate(made, start=1)]
    same(folded(None, in_order, orders, 9), at_once)


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_kind_of_event_leaves_a_trace_that_can_be_read(shop, kind: str) -> None:
    event = Event("e1", kind, shop.now, "ana", product_id="p001", query="light jacket", value=0.9, device="mobile", seq=1)
    vocabulary = Vocabulary(("type", p.type) for p in shop.products)
    found = fold(None, shop.ana, [event], [], shop.by_id, shop.now, vocabulary=vocabulary)
    assert found.behaviour.events == {kind: 1}
    assert found.affinities or found.product_weights
    assert found.behaviour.devices == ({} if kind == "impression" else {"mobile": 1})


def test_a_search_moves_what_its_words_mean(shop) -> None:
    vocabulary = Vocabulary([("type", "rain jacket"), ("type", "down jacket"), ("category", "Jackets"), ("brand", "Nordvik")])
    search = Event("e1", "search", shop.now, "ana", query="Nordvik rain jackets", seq=1)
    found = fold(None, shop.ana, [search], [], {}, shop.now, vocabulary=vocabulary)
    near(found.sources, {"type": {"rain jacket": {"search": 0.8}}, "brand": {"nordvik": {"search": 0.8}}}, "")
    alone = fold(None, shop.ana, [replace(search, query="jacket")], [], {}, shop.now, vocabulary=vocabulary)
    assert alone.affinities["category"] == pytest.approx({"jackets": 0.8})


def test_a_last_word_stands_for_the_types_that_end_in_it(shop) -> None:
    vocabulary = Vocabulary([("type", "rain jacket"), ("type", "down jacket"), ("type", "tent")])
    search = Event("e1", "search", shop.now, "ana", query="a jacket", seq=1)
    found = fold(None, shop.ana, [search], [], {}, shop.now, vocabulary=vocabulary)
    assert found.affinities["type"] == pytest.approx({"rain jacket": 0.4, "down jacket": 0.4})


def test_what_is_shown_often_and_never_clicked_steps_back_and_a_click_gives_it_back(shop) -> None:
    shown = [shop.did("impression", "p001", seq=n, days=0) for n in range(1, 11)]
    ignored = fold(None, shop.ana, shown, [], shop.by_id, shop.now)
    assert ignored.product_weights["p001"] == pytest.approx(-0.2)
    assert not ignored.affinities
    clicked = fold(ignored, shop.ana, [shop.did("click", "p001", seq=11, days=0)], [], shop.by_id, shop.now)
    assert clicked.product_weights["p001"] == pytest.approx(0.5 - 9 * 0.02)


def test_of_two_reviews_of_one_product_the_later_that_was_not_neutral_counts(shop) -> None:
    bad, good, so_so = (
        shop.did("review", "p001", seq=n, days=days, value=value) for n, days, value in ((1, 9, -0.9), (2, 5, 0.8), (3, 1, 0.1))
    )
    found = fold(None, shop.ana, [bad, good, so_so], [], shop.by_id, shop.now)
    only = fold(None, shop.ana, [good], [], shop.by_id, shop.now)
    assert found.reviewed == {"p001": 0.8}
    left = 2 ** (-4 / 60)  # the neutral one is newer: what is known is told as of it
    near(found.affinities["brand"], {v: w * left for v, w in only.affinities["brand"].items()}, "brand")
