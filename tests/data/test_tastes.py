from __future__ import annotations

import random
from collections import Counter, defaultdict

import pytest

from data.sample.choosing import season_factor
from data.sample.make import World
from data.sample.sample_shop import SampleShop


def _top_share(baskets: list[list[str]]) -> float:
    return sum(Counter(b).most_common(1)[0][1] for b in baskets) / sum(len(b) for b in baskets)


def test_a_customers_top_category_repeats_far_more_than_chance(shop: SampleShop) -> None:
    category = {p.product_id: p.category for p in shop.products}
    baskets: dict[str, list[str]] = defaultdict(list)
    for order in shop.orders:
        baskets[order.customer_id].extend(category[line.product_id] for line in order.lines)
    kept = [b for b in baskets.values() if len(b) >= 4]
    pool = [c for b in kept for c in b]
    random.Random(1).shuffle(pool)
    drawn = iter(pool)
    by_chance = [[next(drawn) for _ in b] for b in kept]
    assert _top_share(kept) > 1.25 * _top_share(by_chance)


def test_customers_buy_the_brands_they_like_more_often_than_those_they_avoid(world: World) -> None:
    brand = {p.product_id: p.brand for p in world.shop.products}
    taste = {c.customer_id: t for c, t in zip(world.shop.customers, world.tastes, strict=True)}
    liked = avoided = 0
    for order in world.shop.orders:
        for line in order.lines:
            fondness = taste[order.customer_id].brands[brand[line.product_id]]
            liked += fondness > 0.9
            avoided += fondness < -0.9
    assert liked > 4 * avoided


def test_warm_things_sell_in_winter_and_tents_in_summer(shop: SampleShop) -> None:
    category = {p.product_id: p.category for p in shop.products}
    sold: dict[str, Counter[bool]] = defaultdict(Counter)
    for order in shop.orders:
        if order.placed_at.month in (11, 12, 1, 2, 5, 6, 7, 8):
            for line in order.lines:
                sold[category[line.product_id]][order.placed_at.month in (11, 12, 1, 2)] += 1
    assert sold["Jackets"][True] > 1.5 * sold["Jackets"][False]
    assert sold["Tents"][False] > 1.5 * sold["Tents"][True]


@pytest.mark.parametrize("season", ["winter", "summer"])
def test_a_cold_region_feels_the_seasons_more_than_a_warm_one(season: str) -> None:
    months = range(1, 13)
    cold = [season_factor(season, m, "cold") for m in months]
    warm = [season_factor(season, m, "warm") for m in months]
    assert max(cold) / min(cold) > max(warm) / min(warm)


def test_offers_are_taken_by_those_whom_reductions_move(world: World) -> None:
    taste = {c.customer_id: t for c, t in zip(world.shop.customers, world.tastes, strict=True)}
    taken: dict[bool, list[bool]] = {True: [], False: []}
    for offer in world.shop.offers:
        if offer.treatment != "none" and offer.outcome is not None and offer.customer_id:
            taken[taste[offer.customer_id].discount > 0.5].append(offer.outcome == "redeemed")
    assert sum(taken[True]) / len(taken[True]) > 1.3 * sum(taken[False]) / len(taken[False])


def test_propensities_are_true_chances_and_every_arm_had_one(shop: SampleShop) -> None:
    assert all(0.005 < o.propensity < 1 for o in shop.offers)
    nothing = [o for o in shop.offers if o.treatment == "none"]
    assert 0.05 < len(nothing) / len(shop.offers) < 0.5
    # Σ 1/propensity over one arm that is always open to all estimates how often any arm was shown
    assert sum(1 / o.propensity for o in nothing) == pytest.approx(len(shop.offers), rel=0.1)
