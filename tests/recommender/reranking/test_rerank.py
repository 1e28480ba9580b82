"""Ordering a pool anew: what every setting must keep, and what each stage does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.reranking.greedy import customers_order
from recommender.reranking.rerank import SPARE, rerank
from shop.customers import Profile
from shop.reranking import Reranking
from tests.recommender.reranking.made_up_shelf import Case, cases, made, shelf_of, strengths

OFF = Reranking(diversity=0, calibration=0, price_band=0, sentiment=0, margin=0, new=0, small_brands=0)


def ordered(case: Case, strengths: Reranking, top_k: int | None = None) -> list[int]:
    return rerank(case.pool, case.worth, case.shelf, case.profile, case.top_k if top_k is None else top_k, strengths)


@given(cases(), strengths())
def test_nothing_is_lost_doubled_or_shown_that_was_hidden(case: Case, strengths: Reranking) -> None:
    found = ordered(case, strengths)
    assert len(found) == min(case.top_k, case.pool.size)
    assert len(set(found)) == len(found)
    assert set(found) <= set(case.pool.tolist())
    assert sorted(ordered(case, strengths, len(case.pool))) == sorted(case.pool.tolist())


@given(cases(), strengths())
def test_the_same_pool_gives_the_same_order(case: Case, strengths: Reranking) -> None:
    assert ordered(case, strengths) == ordered(case, strengths)


@given(cases())
def test_with_every_stage_off_the_order_is_that_of_the_scores(case: Case) -> None:
    assert ordered(case, OFF) == case.pool[: case.top_k].tolist()


@given(cases(), strengths())
def test_a_bound_of_nothing_leaves_the_customers_own_worth_at_every_place(case: Case, strengths: Reranking) -> None:
    """Of products that are worth the same, any may come first."""
    free = replace(strengths, diversity=0, calibration=0, bound=0)
    worth = dict(zip(case.pool.tolist(), case.worth.tolist(), strict=True))
    placed = [worth[row] for row in ordered(case, free)]
    assert placed == sorted(placed, reverse=True)


@given(cases(), strengths(), st.integers(1, 15))
def test_what_serves_the_shop_costs_no_beginning_of_the_list_more_than_the_bound(
    case: Case, strengths: Reranking, first: int
) -> None:
    plain = replace(strengths, diversity=0, calibration=0)
    worth = dict(zip(case.pool.tolist(), case.worth.astype(np.float64).tolist(), strict=True))
    found = ordered(case, plain)[:first]
    best = case.pool[: len(found)].tolist()
    assert sum(worth[row] for row in found) >= sum(worth[row] for row in best) - strengths.bound - 1e-6


@pytest.mark.parametrize("stage", ["margin", "new", "small_brands"])
@given(cases(), strengths())
def test_nothing_rises_above_what_is_clearly_better(stage: str, case: Case, strengths: Reranking) -> None:
    """No place goes to a product that is worth less than another below it by more than the stage's strength, or the bound."""
    strength = getattr(strengths, stage)
    alone = replace(OFF, bound=strengths.bound, **{stage: strength})
    worth = dict(zip(case.pool.tolist(), case.worth.astype(np.float64).tolist(), strict=True))
    found = ordered(case, alone, len(case.pool))
    for place, row in enumerate(found):
        assert worth[row] >= max(worth[other] for other in found[place:]) - min(strength, alone.bound) - 1e-6


@given(cases(), strengths())
def test_a_stage_that_knows_nothing_of_any_product_changes_nothing(case: Case, strengths: Reranking) -> None:
    nothing = replace(
        case.shelf.traits,
        margin=np.full_like(case.shelf.traits.margin, np.nan),
        new=np.zeros_like(case.shelf.traits.new),
        small=np.zeros_like(case.shelf.traits.small),
    )
    blind = replace(case, shelf=replace(case.shelf, traits=nothing), profile=None)
    assert ordered(blind, strengths) == ordered(blind, Reranking(**{**vars(OFF), "diversity": strengths.diversity}))


@given(cases(), strengths(), st.integers(1, 15))
def test_the_customers_order_is_never_worth_more_further_down(case: Case, strengths: Reranking, places: int) -> None:
    order, value = customers_order(case.worth, [], places)
    assert (np.diff(value) <= 0).all()
    assert order.tolist() == list(range(min(places, case.pool.size)))


def plain_pool(products, worth, **shelf) -> Case:
    return Case(shelf_of(products, **shelf), np.arange(len(products)), np.array(worth, dtype=np.float32), None, len(products))


def test_of_what_is_liked_about_as_much_the_better_margin_comes_first() -> None:
    case = plain_pool([made(0, cost=900), made(1, cost=300), made(2, cost=500)], [1.0, 0.99, 0.5])
    assert ordered(case, replace(OFF, margin=0.05)) == [1, 0, 2]
    assert ordered(case, replace(OFF, margin=0.01)) == [0, 1, 2]


def test_an_unknown_cost_counts_like_the_mean_of_the_others() -> None:
    case = plain_pool([made(0, cost=900), made(1, cost=None), made(2, cost=100)], [1.0, 1.0, 1.0])
    assert ordered(case, replace(OFF, margin=0.05)) == [2, 1, 0]


@pytest.mark.parametrize(("gap", "place"), [(0.0, 4), (0.08, 4), (0.5, None)])
def test_a_new_product_gets_one_of_the_first_ten_places_where_it_costs_little(gap: float, place: int | None) -> None:
    case = plain_pool([made(n) for n in range(14)], [1.0] * 12 + [1.0 - gap] * 2, new=(12, 13))
    found = ordered(case, replace(OFF, new=0.1, bound=0.1))
    assert found[:10].count(12) == (0 if place is None else 1)
    if place is not None:
        assert found.index(12) == place
    assert 13 not in found[:10]


def test_a_new_product_stands_lower_where_the_higher_place_would_cost_too_much() -> None:
    worth = [2.0, 1.9, 1.8, 1.7, 1.6, 1.5, 1.2, 1.1, 1.05, 1.0, 1.0, 0.99]
    case = plain_pool([made(n) for n in range(12)], worth, new=(11,))
    assert ordered(case, replace(OFF, new=0.1)).index(11) == 8
    assert ordered(case, replace(OFF, new=0.1, bound=0.02)).index(11) == 9


def test_a_new_product_keeps_its_place_when_a_small_brand_gets_one() -> None:
    products = [made(n, brand="Moss" if n == 13 else "Alder") for n in range(14)]
    case = plain_pool(products, [1.0] * 14, new=(12,), popular=[1.0] * 14)
    found = ordered(case, replace(OFF, new=0.1, small_brands=0.1))
    assert {12, 13} <= set(found[:10])


def test_variety_puts_another_kind_of_thing_between() -> None:
    case = plain_pool([made(0), made(5), made(1)], [1.0, 0.95, 0.9])
    case = replace(case, shelf=replace(case.shelf, vectors=np.zeros((3, 4), dtype=np.float32)))
    assert ordered(case, replace(OFF, diversity=0.35)) == [0, 2, 1]


def test_a_list_is_calibrated_to_the_interests_of_the_customer() -> None:
    products = [made(n, category="tents" if n < 10 else "mugs") for n in range(20)]
    case = plain_pool(products, np.linspace(1.0, 0.98, 20).tolist())
    fond = replace(case, profile=Profile("ana", affinities={"category": {"tents": 6.0, "mugs": 4.0}}))
    assert sum(row >= 10 for row in ordered(fond, OFF)[:10]) == 0
    assert sum(row >= 10 for row in ordered(fond, replace(OFF, calibration=1.0))[:10]) == 4
    assert ordered(case, replace(OFF, calibration=1.0)) == ordered(case, OFF)


def test_more_places_than_were_asked_for_are_looked_at_for_a_new_product() -> None:
    case = plain_pool([made(n) for n in range(11 + SPARE)], [1.0] * (11 + SPARE), new=(20,))
    assert 20 in rerank(case.pool, case.worth, case.shelf, None, 5, replace(OFF, new=0.1))
