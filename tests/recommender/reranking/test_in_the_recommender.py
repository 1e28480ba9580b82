"""Whatever the strengths, the recommender's answers keep their scores, their reasons and what they hide."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from recommender.profiles import fold
from recommender.recommend import Recommender
from recommender.shelf import Shelf, read_shelf
from recommender.train import Material, Told, learn
from shop.customers import Profile
from shop.reranking import SHIPPED, Reranking
from tests.recommender.reranking.made_up_shelf import strengths


@pytest.fixture(scope="module")
def version() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="module")
def shelf(shop, version) -> Shelf:
    learn(Material(Told(shop.others(), []), shop.products, shop.vectors, shop.ids, shop.now), version)
    return read_shelf(version, shop.products, None)


@pytest.fixture(scope="module")
def profile(shop) -> Profile:
    looks = [shop.did("cart_add", f"p{n:03}", seq=n + 1) for n in (1, 2, 3, 5)]
    return fold(None, shop.ana, looks, [shop.bought("o1", "p000", "p004")], shop.by_id, shop.now)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(strengths())
def test_places_change_and_scores_and_reasons_do_not(shop, shelf, profile, strengths: Reranking) -> None:
    recommender = Recommender(shelf, reranking=strengths)
    found = recommender.recommend(profile, top_k=20, now=shop.now, filters=lambda i: i != "p009", exclude={"p008"})
    assert len(found) == 20
    for one in found:
        assert one == recommender.score(profile, one.product_id, now=shop.now)
    assert not {"p000", "p004", "p008", "p009"} & {one.product_id for one in found}


def test_what_is_owned_is_shown_again_where_the_shop_says_so(shop, shelf, profile) -> None:
    found = Recommender(shelf, reranking=Reranking(owned=0)).recommend(
        profile, top_k=60, now=shop.now, filters=lambda product_id: True
    )
    assert {"p000", "p004"} <= {one.product_id for one in found}


def test_a_price_far_from_the_customers_and_bad_ratings_cost_their_strength_at_most(shop, version, profile) -> None:
    products = [
        replace(p, rating=1.0 if p.product_id == "p010" else 4.5, rating_count=500)
        if p.product_id != "p011"
        else replace(p, rating=4.5, rating_count=500, variants=(replace(p.variants[0], price=9_000_000),))
        for p in shop.products
    ]
    shelf = read_shelf(version, products, None)
    paying = replace(profile, price_low=2_000, price_high=4_000)

    def score(product_id: str, strengths: Reranking) -> float:
        one = Recommender(shelf, reranking=strengths).score(paying, product_id, now=shop.now)
        assert one is not None
        return one.score

    off = Reranking(price_band=0, sentiment=0)
    assert score("p010", off) - score("p010", Reranking(price_band=0)) == pytest.approx(SHIPPED.sentiment, rel=0.05)
    assert score("p011", off) - score("p011", Reranking(sentiment=0)) == pytest.approx(SHIPPED.price_band)
    assert score("p012", off) == score("p012", Reranking(price_band=0))


def test_a_version_that_kept_no_ages_takes_nothing_that_it_knows_for_new(shop, shelf, version, tmp_path) -> None:
    for file in version.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with np.load(version / "popularity.npz") as learnt:
        np.savez_compressed(tmp_path / "popularity.npz", popularity=learnt["popularity"], seasons=learnt["seasons"])
    newcomer = replace(shop.products[0], product_id="zz")
    opened = read_shelf(tmp_path, [*shop.products, newcomer], None)
    assert opened.traits.new.tolist() == [False] * 60 + [True]
