from __future__ import annotations

import random
from statistics import mean

import pytest

from data.sample.flaws import Hidden
from data.sample.kinds import KINDS
from data.sample.make import World
from data.sample.review_words import FLAWS, PRAISE, SCENES
from data.sample.reviews import feel
from data.sample.sample_shop import SampleShop


def test_every_group_of_kinds_has_its_words() -> None:
    groups = {kind.group for kind in KINDS}
    assert groups == set(FLAWS) == set(SCENES)
    assert {(g, a) for g in groups for a in ("fit", "quality")} == set(PRAISE)


def test_flawed_products_get_fewer_stars(world: World) -> None:
    flawed = {p.product_id for p, h in zip(world.shop.products, world.hidden, strict=True) if h.flaw is not None}
    bad = [r.stars for r in world.shop.reviews if r.stars and r.product_id in flawed]
    good = [r.stars for r in world.shop.reviews if r.stars and r.product_id not in flawed]
    assert len(flawed) > 100
    assert mean(good) - mean(bad) > 1


def test_the_flaw_is_named_in_reviews_of_that_product_and_hardly_elsewhere(world: World) -> None:
    by_id = {p.product_id: i for i, p in enumerate(world.shop.products)}
    named = {True: 0, False: 0}
    total = {True: 0, False: 0}
    group = {k.type: k.group for k in KINDS}
    for review in world.shop.reviews:
        place = by_id[review.product_id]
        hidden = world.hidden[place]
        flaws = FLAWS[group[world.shop.products[place].type]]
        clauses = [c[:18].lower() for flaw in flaws for c in flaw.clauses if "{" not in c[:18]]
        flawed = hidden.flaw is not None
        total[flawed] += 1
        named[flawed] += any(c in review.text.lower() for c in clauses)
    assert named[True] / total[True] > 0.3
    assert named[False] / total[False] < 0.03


def test_reviews_are_varied(shop: SampleShop) -> None:
    assert len({r.text for r in shop.reviews}) > 0.95 * len(shop.reviews)
    assert all("{" not in r.text for r in shop.reviews)
    assert {r.stars for r in shop.reviews} == {1, 2, 3, 4, 5}
    lengths = sorted(len(r.text) for r in shop.reviews)
    assert lengths[len(lengths) // 10] * 3 < lengths[-len(lengths) // 10]
    assert 0.2 < sum(bool(r.title) for r in shop.reviews) / len(shop.reviews) < 0.6


def test_a_review_is_by_someone_who_bought_the_product_before(shop: SampleShop) -> None:
    bought = {}
    for order in shop.orders:
        for line in order.lines:
            bought.setdefault((order.customer_id, line.product_id), order.placed_at)
    assert all(bought[(r.customer_id or "", r.product_id)] < r.at for r in shop.reviews)


@pytest.mark.parametrize("word", ["delivery", "chat", "price", "size"])
def test_the_aspects_are_talked_about(shop: SampleShop, word: str) -> None:
    assert sum(word in r.text.lower() for r in shop.reviews) > 60


def test_who_likes_such_things_gives_more_stars(world: World) -> None:
    fine = Hidden({"fit": 0.3, "quality": 0.3, "price": 0.1})
    rng = random.Random(5)
    fond = mean(feel(rng, world.tastes[0], fine, 2.0, 0).stars for _ in range(300))
    cold = mean(feel(rng, world.tastes[0], fine, -1.0, 0).stars for _ in range(300))
    assert fond > cold + 0.5


def test_stars_agree_with_the_first_words(shop: SampleShop) -> None:
    for review in shop.reviews:
        text = review.text.lower()
        if text.startswith(("terrible", "useless", "never again")):
            assert review.stars == 1
        if text.startswith(("impressed", "brilliant", "love th")):
            assert review.stars == 5
