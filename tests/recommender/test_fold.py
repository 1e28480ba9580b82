"""The fold of events and orders into a profile."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.profiles import fold, said, scores
from recommender.profiles.decay import decay
from shop.customers import Consent, Customer, Profile
from shop.orders import Order

TYPES = (
    "view",
    "click",
    "share",
    "wishlist",
    "cart_add",
    "cart_remove",
    "dismiss",
    "purchase",
    "return",
    "review",
    "impression",
    "search",
)
deeds = st.lists(
    st.tuples(
        st.sampled_from(TYPES), st.integers(0, 9), st.floats(0, 400), st.one_of(st.none(), st.floats(-1, 1), st.just(90.0))
    ),
    max_size=25,
)
purchases = st.lists(
    st.tuples(st.lists(st.integers(0, 9), min_size=1, max_size=3), st.floats(0, 400), st.booleans()), max_size=5
)


def same(one: Profile, other: Profile) -> None:
    near(asdict(one), asdict(other), "profile")


def near(one: object, other: object, where: str) -> None:
    """Alike all the way down; numbers that fade may differ in the last digits, and what faded to nothing may be missing."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            near(one.get(key, 0.0), other.get(key, 0.0), f"{where}/{key}")
    elif isinstance(one, dict) or isinstance(other, dict):
        near(one or {}, other or {}, where)
    elif isinstance(one, float) or isinstance(other, float):
        assert one == pytest.approx(other, abs=1e-6), where
    else:
        assert one == other, where


@settings(max_examples=200, deadline=None)
@given(deeds, purchases, st.integers(0, 25), st.data())
def test_folding_in_two_steps_equals_folding_from_scratch(shop, did, bought, cut, data) -> None:
    events = [
        shop.did(kind, f"p{product:03}", seq=seq, days=days, value=value)
        for seq, (kind, product, days, value) in enumerate(did, start=1)
    ]
    after = [
        shop.bought(f"o{n}", *(f"p{i:03}" for i in ids), days=days, returned=int(sent_back))
        for n, (ids, days, sent_back) in enumerate(bought)
    ]
    early = data.draw(st.integers(0, len(after)))
    before = [kept_then(order) if data.draw(st.booleans()) else order for order in after[:early]]
    first = fold(None, shop.ana, events[:cut], before, shop.by_id, shop.now)
    same(
        fold(first, shop.ana, events[cut:], after, shop.by_id, shop.now),
        fold(None, shop.ana, events, after, shop.by_id, shop.now),
    )


def kept_then(order: Order) -> Order:
    return replace(order, lines=tuple(replace(line, returned=0) for line in order.lines))


@settings(max_examples=100, deadline=None)
@given(deeds, st.integers(0, 9), st.floats(0.1, 60), st.floats(0, 0.05), st.booleans())
def test_a_dismissal_that_is_taken_back_leaves_all_as_it_was(shop, did, product, days, later, in_steps) -> None:
    kinds = [deed for deed in did if deed[0] != "dismiss"]
    events = [
        shop.did(kind, f"p{n:03}", seq=seq, days=at, value=value) for seq, (kind, n, at, value) in enumerate(kinds, start=1)
    ]
    away = shop.did("dismiss", f"p{product:03}", seq=len(events) + 1, days=days)
    back = shop.did("dismiss", f"p{product:03}", seq=len(events) + 2, days=max(0.0, days - later - 0.001), value=0)
    if in_steps:
        first = fold(None, shop.ana, [*events, away], [], shop.by_id, shop.now)
        assert f"p{product:03}" in first.dismissed
        found = fold(first, shop.ana, [back], [], shop.by_id, shop.now)
    else:
        found = fold(None, shop.ana, [*events, away, back], [], shop.by_id, shop.now)
    never = fold(None, shop.ana, events, [], shop.by_id, shop.now)
    assert found.dismissed == {}
    left = decay(never.watermark_at.timestamp(), found.watermark_at.timestamp()) if never.watermark_at else 1.0
    near({p: w * left for p, w in never.product_weights.items()}, dict(found.product_weights), "product_weights")
    for facet, values in never.sources.items():
        for value, weights in values.items():
            for deed, weight in weights.items():
                kept = found.sources.get(facet, {}).get(value, {}).get(deed, 0.0)
                assert kept == pytest.approx(weight * left, abs=1e-6)


def test_a_dismissal_counts_once_at_its_last_time(shop) -> None:
    twice = [shop.did("dismiss", "p001", seq=n, days=days) for n, days in ((1, 30), (2, 1))]
    found = fold(None, shop.ana, twice, [], shop.by_id, shop.now)
    once = fold(None, shop.ana, twice[1:], [], shop.by_id, shop.now)
    assert found.product_weights == once.product_weights
    assert found.product_weights["p001"] < found.affinities["type"][shop.by_id["p001"].type] < 0


def test_folding_the_same_events_again_changes_nothing(shop) -> None:
    events = [shop.did("view", "p001", seq=1, value=30), shop.did("cart_add", "p002", seq=2)]
    orders = [shop.bought("o1", "p003")]
    once = fold(None, shop.ana, events, orders, shop.by_id, shop.now)
    assert fold(once, shop.ana, events, orders, shop.by_id, shop.now + timedelta(days=3)) == once


def test_without_consent_nothing_is_folded_and_what_was_known_is_gone(shop) -> None:
    known = fold(None, shop.ana, [shop.did("view", "p001", seq=1)], [], shop.by_id, shop.now)
    silent = Customer("ana", consent=Consent(profile=False, marketing=True))
    assert fold(
        known, silent, [shop.did("review", "p001", seq=2, value=1)], [shop.bought("o", "p001")], shop.by_id, shop.now
    ) == (Profile("ana"))


def test_a_weight_is_half_after_sixty_days(shop) -> None:
    old = fold(None, shop.ana, [shop.did("wishlist", "p001", seq=1, days=60)], [], shop.by_id, shop.now)
    moved = fold(old, shop.ana, [shop.did("wishlist", "p002", seq=2, days=0)], [], shop.by_id, shop.now)
    assert moved.product_weights["p001"] == pytest.approx(moved.product_weights["p002"] / 2)


@pytest.mark.parametrize(("value", "direction"), [(0.9, 1), (-0.9, -1), (0.25, 0), (-0.25, 0), (0.0, 0)])
def test_a_review_moves_product_brand_category_and_type_in_its_direction_and_a_neutral_one_nothing(
    shop, value, direction
) -> None:
    profile = fold(None, shop.ana, [shop.did("review", "p001", seq=1, value=value)], [], shop.by_id, shop.now)
    product = shop.by_id["p001"]
    found = [
        profile.product_weights.get("p001", 0.0),
        profile.affinities.get("brand", {}).get(product.brand.lower(), 0.0),
        profile.affinities.get("category", {}).get(product.category.lower(), 0.0),
        profile.affinities.get("type", {}).get(product.type, 0.0),
    ]
    assert [(v > 0) - (v < 0) for v in found] == [direction] * 4
    assert bool(profile.reviewed) == bool(direction)


def test_a_bad_review_outweighs_having_bought_the_thing(shop) -> None:
    bought = fold(None, shop.ana, [], [shop.bought("o1", "p001", days=5)], shop.by_id, shop.now)
    assert bought.affinities["brand"]["nordvik"] > 0
    sorry = fold(
        bought,
        shop.ana,
        [shop.did("review", "p001", seq=1, value=-0.9)],
        [shop.bought("o1", "p001", days=5)],
        shop.by_id,
        shop.now,
    )
    assert sorry.affinities["brand"]["nordvik"] < 0


def test_a_return_takes_away_what_the_purchase_gave(shop) -> None:
    kept = fold(None, shop.ana, [], [shop.bought("o1", "p001", "p002", days=9)], shop.by_id, shop.now)
    assert kept.owned == ("p001", "p002")
    sent_back = fold(kept, shop.ana, [], [shop.bought("o1", "p001", "p002", days=9, returned=1)], shop.by_id, shop.now)
    assert (sent_back.owned, sent_back.affinities, sent_back.product_weights) == ((), {}, {})


def test_an_order_and_its_purchase_event_are_one_purchase(shop) -> None:
    event, order = shop.did("purchase", "p001", seq=1, days=2, value=1), shop.bought("o1", "p001", days=2)
    assert (
        fold(None, shop.ana, [event], [order], shop.by_id, shop.now).product_weights
        == fold(None, shop.ana, [], [order], shop.by_id, shop.now).product_weights
    )


def test_other_customers_events_and_orders_are_not_folded(shop) -> None:
    event, order = shop.did("view", "p001", seq=1, who="bo"), shop.bought("o", "p001", who="bo")
    assert fold(None, shop.ana, [event], [order], shop.by_id, shop.now) == Profile("ana")


def test_an_event_that_names_only_a_sku_counts_for_its_product_and_colour(shop) -> None:
    event = replace(shop.did("cart_add", "p001", seq=1), product_id=None, sku="s001")
    found = fold(None, shop.ana, [event], [], shop.by_id, shop.now)
    assert found.product_weights.keys() == {"p001"}
    assert found.affinities["colour"].keys() == {"green"}


def test_a_product_that_left_the_catalogue_still_folds(shop) -> None:
    assert fold(None, shop.ana, [shop.did("view", "gone", seq=1)], [], shop.by_id, shop.now).product_weights.keys() == {"gone"}


def test_the_price_range_is_what_the_customer_paid(shop) -> None:
    found = fold(None, shop.ana, [], [shop.bought("o1", "p000", "p010", "p059")], shop.by_id, shop.now)
    assert (found.price_low, found.price_high) == (2_000, 7_900)


def test_what_the_customer_said_counts_against_a_material(shop) -> None:
    fact = said("material", "Leather", liked=False, text="no leather please", at=shop.now)
    found = scores(Profile("ana", facts=(fact,)), None, shop.products, shop.now)
    assert found[0] < 0 == found[1]
