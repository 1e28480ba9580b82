"""What one review may do to what deeds built."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.profiles import effect_of, fold, scores
from recommender.profiles.affinities import together
from shop.orders import Order

weights = st.floats(0.01, 100)


@given(weights, st.floats(0.0, 5), st.floats(0.01, 6), st.floats(0.01, 6))
def test_a_worse_review_always_takes_more(deeds: float, loyalty: float, one: float, other: float) -> None:
    mild, severe = sorted((one, other))
    assert together(deeds, [-severe], loyalty) <= together(deeds, [-mild], loyalty) <= deeds


@given(weights, st.floats(2.0, 50), st.floats(0.01, 6))
def test_one_review_leaves_a_part_of_what_loyal_purchases_built(deeds: float, loyalty: float, review: float) -> None:
    left = together(deeds, [-review], loyalty)
    assert left >= deeds * deeds / (deeds + review) - 1e-9 > 0


@given(weights, st.lists(st.floats(-6, 6), max_size=5), st.floats(0, 5), st.floats(0.05, 1))
def test_time_changes_no_direction(deeds: float, reviews: list[float], loyalty: float, left: float) -> None:
    faded = together(deeds * left, [r * left for r in reviews], loyalty)
    assert faded == pytest.approx(left * together(deeds, reviews, loyalty))


@given(weights, st.floats(0.25, 6), st.floats(2, 9))
def test_several_bad_reviews_may_turn_what_one_may_not(deeds: float, review: float, loyalty: float) -> None:
    many = [-review] * (2 + int(deeds / review))
    assert together(deeds, many, loyalty) <= together(deeds, [-review], loyalty)
    assert together(deeds, many, loyalty) < 1e-6


def brand_of(shop, order: list[int]) -> list[str]:
    own = [p.product_id for p in shop.products if p.brand == "Nordvik"]
    return [own[i % len(own)] for i in order]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.floats(0, 364)), min_size=4, max_size=15, unique_by=lambda one: one[0]),
    st.floats(-1, -0.26),
    st.integers(0, 12),
)
def test_one_bad_review_never_erases_a_year_of_purchases(shop, bought, value, reviewed) -> None:
    orders: list[Order] = [
        shop.bought(f"o{n}", brand_of(shop, [which])[0], days=days) for n, (which, days) in enumerate(bought)
    ]
    before = fold(None, shop.ana, [], orders, shop.by_id, shop.now)
    review = shop.did("review", brand_of(shop, [reviewed])[0], seq=1, days=0, value=value)
    after = fold(before, shop.ana, [review], orders, shop.by_id, shop.now)
    left = 2 ** (-(shop.now - before.watermark_at).total_seconds() / 86_400 / 60)
    built = before.affinities["brand"]["nordvik"] * left
    assert 0 < after.affinities["brand"]["nordvik"] < built
    bound = built * built / (built + 6)
    assert after.affinities["brand"]["nordvik"] >= bound - 1e-6


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from((-0.9, -0.4, 0.0, 0.5, 1.0)), st.floats(0, 90)), max_size=6),
    st.data(),
)
def test_the_effect_of_a_review_is_the_difference_to_a_profile_that_never_saw_it(shop, given_reviews, data) -> None:
    orders = [shop.bought("o1", "p001", "p003", days=30), shop.bought("o2", "p005", days=3)]
    events = [shop.did("view", "p001", seq=1, days=0, value=60)]
    events += [
        shop.did("review", f"p{n:03}", seq=seq, days=days, value=value)
        for seq, (n, value, days) in enumerate({n: (n, v, d) for n, v, d in given_reviews}.values(), start=2)
    ]
    chosen = data.draw(st.sampled_from(events))
    with_it = fold(None, shop.ana, events, orders, shop.by_id, shop.now)
    without = fold(None, shop.ana, [e for e in events if e is not chosen or e.type != "review"], orders, shop.by_id, shop.now)
    effect = effect_of(with_it, chosen.event_id)
    assert bool(effect) == (chosen.type == "review" and abs(chosen.value or 0) > 0.25)
    for facet in with_it.affinities.keys() | without.affinities.keys():
        one, other = with_it.affinities.get(facet, {}), without.affinities.get(facet, {})
        for name in one.keys() | other.keys():
            assert one.get(name, 0) - effect.get(facet, {}).get(name, 0) == pytest.approx(other.get(name, 0), abs=1e-6)


def test_what_a_review_did_fades_with_time(shop) -> None:
    review = shop.did("review", "p001", seq=1, days=0, value=-0.9)
    profile = fold(None, shop.ana, [review], [], shop.by_id, shop.now)
    now, later = (
        abs(float(scores(profile, None, [shop.by_id["p001"]], shop.now + timedelta(days=days))[0])) for days in (0, 120)
    )
    assert 0 < later < 0.7 * now


@given(st.floats(0.3, 1), st.floats(0.3, 1))
@settings(max_examples=40, deadline=None)
def test_a_stronger_review_moves_more_in_either_direction(shop, one: float, other: float) -> None:
    mild, strong = sorted((one, other))
    if strong - mild < 1e-3:
        return

    def brand(value: float) -> float:
        found = fold(None, shop.ana, [shop.did("review", "p001", seq=1, value=value)], [], shop.by_id, shop.now)
        return found.affinities["brand"]["nordvik"]

    assert brand(-strong) < brand(-mild) < 0 < brand(mild) < brand(strong)
