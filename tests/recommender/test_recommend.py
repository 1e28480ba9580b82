"""Recommendations and the reasons that produced them."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.profiles import fold
from recommender.recommend import Recommender
from recommender.train import train_recommender
from shop.customers import Profile
from shop.errors import Corrupt, InvalidInput

PERSONAL = {"category", "brand", "type", "colour", "because_viewed", "because_bought", "review_liked", "popular_in_category"}


def of(shop, events=(), orders=()) -> Profile:
    return fold(None, shop.ana, events, orders, shop.by_id, shop.now)


def test_a_visitor_sees_what_is_popular(shop, recommender, anything) -> None:
    found = recommender.recommend(None, top_k=5, now=shop.now, filters=anything)
    assert found[0].product_id == "p000"
    assert {r.reason.kind for r in found} == {"popular"}


def test_a_visitor_who_looked_at_lamps_sees_lamps_and_is_told_which(shop, recommender, anything) -> None:
    found = recommender.recommend(None, top_k=3, now=shop.now, filters=anything, recent=["p002"], exclude={"p000"})
    assert all(shop.by_id[r.product_id].category == "Lamps" for r in found)
    assert {(r.reason.kind, r.reason.product_id, r.reason.value) for r in found} == {("because_viewed", "p002", "Thing 2")}


def test_what_is_owned_excluded_or_refused_is_never_shown(shop, recommender) -> None:
    profile = of(shop, orders=[shop.bought("o1", "p000", "p004")])
    found = recommender.recommend(
        profile, top_k=60, now=shop.now, filters=lambda product_id: product_id > "p010", exclude={"p020"}
    )
    ids = {r.product_id for r in found}
    assert ids == {i for i in shop.ids if i > "p010" and i != "p020"}


def test_an_inactive_product_is_not_on_the_shelf(shop, recommender, anything, tmp_path) -> None:
    products = [replace(p, active=p.product_id != "p000") for p in shop.products]
    found = Recommender.open(tmp_path, lambda: products).recommend(None, top_k=60, now=shop.now, filters=anything)
    assert "p000" not in {r.product_id for r in found}
    assert len(found) == 59


def test_a_product_newer_than_the_training_can_be_recommended(shop, recommender, anything, tmp_path) -> None:
    newcomer = replace(shop.by_id["p001"], product_id="new", variants=())
    profile = of(shop, [shop.did("wishlist", f"p{n:03}", seq=n + 1) for n in (1, 17, 33)])
    found = Recommender.open(tmp_path, lambda: [*shop.products, newcomer]).recommend(
        profile, top_k=60, now=shop.now, filters=anything
    )
    assert "new" in [r.product_id for r in found][:10]


@pytest.mark.parametrize(("value", "rises"), [(0.95, True), (-0.95, False)])
def test_a_review_moves_its_brand_and_category_in_the_next_recommendation(shop, recommender, value, rises) -> None:
    before = [shop.did("view", "p001", seq=1, value=40)]
    review = shop.did("review", "p001", seq=2, value=value, days=0)
    others = [i for i in shop.ids if shop.by_id[i].brand == "Nordvik" and shop.by_id[i].category == "Tents" and i != "p001"]
    for product_id in others:
        old = recommender.score(of(shop, before), product_id, now=shop.now, recent=["p001"])
        new = recommender.score(of(shop, [*before, review]), product_id, now=shop.now, recent=["p001"])
        assert (new.score > old.score) is rises


def test_a_neutral_review_leaves_the_recommendation_as_it_was(shop, recommender, anything) -> None:
    before = [shop.did("view", "p001", seq=1, value=40, days=0)]
    review = shop.did("review", "p001", seq=2, value=0.2, days=0)
    old, new = (
        recommender.recommend(of(shop, events), top_k=20, now=shop.now, filters=anything)
        for events in (before, [*before, review])
    )
    assert old == new


def test_a_liked_review_is_the_reason_for_what_is_like_the_product(shop, recommender, anything) -> None:
    profile = of(shop, [shop.did("review", "p002", seq=1, value=0.95)])
    found = recommender.recommend(profile, top_k=3, now=shop.now, filters=anything)
    assert {(r.reason.kind, r.reason.product_id) for r in found} == {("review_liked", "p002")}


deeds = st.lists(
    st.tuples(
        st.sampled_from(("view", "wishlist", "cart_add", "review")), st.integers(0, 59), st.floats(0, 90), st.floats(0.3, 1)
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds)
def test_with_the_named_cause_gone_from_the_history_the_score_falls(shop, recommender, anything, did) -> None:
    events = [
        shop.did(kind, f"p{p:03}", seq=n, days=days, value=value) for n, (kind, p, days, value) in enumerate(did, start=1)
    ]

    def seen(history) -> list[str]:
        return list(dict.fromkeys(e.product_id for e in history))

    for shown in recommender.recommend(of(shop, events), top_k=5, now=shop.now, filters=anything, recent=seen(events)):
        if shown.reason.kind == "popular":
            continue
        left = [e for e in events if not caused(shop, e.product_id, shown.reason)]
        assert len(left) < len(events)
        assert recommender.score(of(shop, left), shown.product_id, now=shop.now, recent=seen(left)).score < shown.score + 1e-6


def caused(shop, product_id, reason) -> bool:
    if reason.kind == "because_history":
        return True
    if reason.product_id:
        return product_id == reason.product_id
    product = shop.by_id[product_id]
    facets = {
        "category": product.category,
        "popular_in_category": product.category,
        "brand": product.brand,
        "type": product.type,
        "colour": product.variants[0].options["colour"],
    }
    return facets[reason.kind] == reason.value


def test_the_reason_is_the_largest_contribution(shop, recommender, anything) -> None:
    profile = of(shop, [shop.did("wishlist", f"p{n:03}", seq=n + 1) for n in (0, 5, 10, 15)])  # one thing of each category
    assert len({shop.by_id[f"p{n:03}"].category for n in (0, 5, 10, 15)}) == 4
    brands = of(shop, [shop.did("wishlist", f"p{n:03}", seq=n + 1) for n in (0, 1, 2, 3)])  # all Nordvik
    assert profile.affinities["brand"].keys() != brands.affinities["brand"].keys()
    shown = [r for r in recommender.recommend(brands, top_k=8, now=shop.now, filters=anything) if r.reason.kind == "brand"]
    assert shown
    assert {r.reason.value for r in shown} == {"Nordvik"}


def test_results_are_varied(shop, recommender, anything) -> None:
    profile = of(shop, [shop.did("cart_add", "p000", seq=1), shop.did("cart_add", "p003", seq=2)])
    found = recommender.recommend(profile, top_k=6, now=shop.now, filters=anything, recent=["p003", "p000"])
    assert len({shop.by_id[r.product_id].type for r in found}) >= 2


def test_the_same_question_gives_the_same_answer(shop, recommender, anything) -> None:
    profile = of(shop, [shop.did("view", "p007", seq=1)])
    first, second = (recommender.recommend(profile, top_k=10, now=shop.now, filters=anything) for _ in range(2))
    assert first == second


def test_a_changed_file_is_refused(shop, recommender, tmp_path) -> None:
    version = tmp_path / "recommender" / (tmp_path / "recommender" / "CURRENT").read_text().strip()
    (version / "popularity.npz").write_bytes(b"x")
    with pytest.raises(Corrupt):
        Recommender.open(tmp_path, lambda: shop.products)


def test_before_the_first_build_the_error_says_what_to_run(shop, tmp_path) -> None:
    with pytest.raises(Corrupt, match="shoptalk build"):
        Recommender.open(tmp_path / "none", lambda: shop.products)


def test_vectors_that_do_not_fit_the_products_are_refused(shop, tmp_path) -> None:
    with pytest.raises(InvalidInput):
        train_recommender([], [], shop.products, shop.vectors[:3], shop.ids, tmp_path, shop.now)


def test_a_shop_without_any_events_recommends_what_is_rated_often_and_well(shop, tmp_path, anything) -> None:
    products = [replace(p, rating=4.5, rating_count=n) for n, p in enumerate(shop.products)]
    train_recommender([], [], products, shop.vectors, shop.ids, tmp_path, shop.now)
    found = Recommender.open(tmp_path, lambda: products).recommend(None, top_k=1, now=shop.now, filters=anything)
    assert found[0].product_id == "p059"


def test_an_empty_shop_recommends_nothing(shop, tmp_path, anything) -> None:
    train_recommender([], [], [], np.zeros((0, 16)), [], tmp_path, shop.now)
    assert Recommender.open(tmp_path, lambda: []).recommend(None, top_k=5, now=shop.now, filters=anything) == []


def test_twenty_thousand_products_are_ranked_fast(shop, tmp_path, anything) -> None:
    base = shop.products * 334
    products = [replace(p, product_id=f"q{n:05}", variants=()) for n, p in enumerate(base)]
    rng = np.random.default_rng(1)
    train_recommender(
        [], [], products, rng.normal(size=(len(products), 64)), [p.product_id for p in products], tmp_path, shop.now
    )
    recommender = Recommender.open(tmp_path, lambda: products)
    profile = of(shop, [shop.did("view", f"p{n:03}", seq=n + 1) for n in range(20)])
    recent = [f"q{n:05}" for n in range(10)]
    times = []
    for _ in range(5):
        start = time.perf_counter()
        recommender.recommend(profile, top_k=10, now=shop.now, filters=anything, recent=recent)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.25


def test_what_its_owners_rate_badly_is_not_put_in_front(shop, recommender, tmp_path, anything) -> None:
    liked = [replace(p, rating=4.5, rating_count=20) for p in shop.products]
    disliked = [replace(p, rating=1.5) if p.product_id == "p000" else p for p in liked]
    found = [
        Recommender.open(tmp_path, lambda products=products: products).recommend(None, top_k=3, now=shop.now, filters=anything)
        for products in (liked, disliked)
    ]
    assert found[0][0].product_id == "p000"
    assert "p000" not in [r.product_id for r in found[1]]


def test_one_bad_rating_alone_does_not_take_the_popular_one_away(shop, recommender, tmp_path, anything) -> None:
    products = [
        replace(p, rating=1.0, rating_count=1) if p.product_id == "p000" else replace(p, rating=4.2, rating_count=20)
        for p in shop.products
    ]
    found = Recommender.open(tmp_path, lambda: products).recommend(None, top_k=10, now=shop.now, filters=anything)
    assert "p000" in [r.product_id for r in found]


def test_a_product_that_got_worse_is_shown_less_and_comes_back_once_it_is_well(shop, tmp_path, anything) -> None:
    def rank(worsening: list[str], profile: Profile | None = None) -> int:
        train_recommender(shop.others(), [], shop.products, shop.vectors, shop.ids, tmp_path, shop.now, worsening=worsening)
        opened = Recommender.open(tmp_path, lambda: shop.products)
        found = opened.recommend(profile, top_k=60, now=shop.now, filters=anything)
        return [r.product_id for r in found].index("p000")

    assert rank([]) == 0
    assert rank(["p000", "gone"]) > 0
    fond = of(shop, [shop.did("wishlist", "p004", seq=1)])
    assert rank(["p000"], fond) > rank([], fond)
    assert rank([]) == 0
