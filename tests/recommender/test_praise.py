"""What reviews praise moves products up for who cares about it, what they blame down: in proportion, and within bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.praise import ASPECTS, Praise, praise_of, praise_scores
from recommender.profiles import fold
from recommender.profiles.cares import cares_of
from recommender.recommend import Recommender
from recommender.train import train_recommender
from shop.customers import Profile, Reviewed

WROTE = "p001"  # the product that the customer reviewed
OTHER = "p002"  # one of another category, brand and colour, which nothing else speaks for


def wrote(shop, aspects: dict[str, float], *, days: float = 0, value: float = 0.9) -> Profile:
    review = shop.did("review", WROTE, seq=1, value=value, days=days)
    return fold(None, shop.ana, [review], [], shop.by_id, shop.now, aspects={review.event_id: aspects})


@pytest.fixture
def opened(shop, tmp_path):
    train_recommender(shop.others(), [], shop.products, shop.vectors, shop.ids, tmp_path, shop.now)

    def open_with(said) -> Recommender:
        return Recommender.open(tmp_path, lambda: shop.products, said=lambda: said)

    return open_with


def score(recommender, shop, profile, product_id=OTHER, now=None) -> float:
    return recommender.score(profile, product_id, now=now or shop.now).score


@pytest.mark.parametrize("own", [0.9, -0.9])
def test_who_praised_or_blamed_an_aspect_cares_about_it(shop, opened, own) -> None:
    profile = wrote(shop, {"fit": own}, value=own)
    plain = score(opened({}), shop, profile)
    assert score(opened({OTHER: {"fit": (0.9, 8)}}), shop, profile) > plain
    assert score(opened({OTHER: {"fit": (-0.9, 8)}}), shop, profile) < plain


def test_of_what_a_customer_never_wrote_about_nothing_is_moved(shop, opened) -> None:
    profile = wrote(shop, {"fit": 0.9})
    assert score(opened({OTHER: {"price": (0.9, 8)}}), shop, profile) == score(opened({}), shop, profile)
    assert score(opened({OTHER: {"fit": (0.9, 8)}}), shop, None) == score(opened({}), shop, None)


@pytest.mark.parametrize(("aspects", "value"), [({"fit": 0.2}, 0.9), ({"fit": -0.25}, -0.9), ({"fit": 0.9}, 0.1)])
def test_a_neutral_word_of_an_aspect_and_a_neutral_review_make_nobody_care(shop, opened, aspects, value) -> None:
    profile = wrote(shop, aspects, value=value)
    assert cares_of(profile, shop.now) == {}
    assert score(opened({OTHER: {"fit": (0.9, 8)}}), shop, profile) == score(opened({}), shop, profile)


def test_more_caring_and_more_praise_each_move_it_further(shop, opened) -> None:
    little, much = wrote(shop, {"fit": 0.4}), wrote(shop, {"fit": 1.0})
    moved = {
        (name, mean, reviews): score(opened({OTHER: {"fit": (mean, reviews)}}), shop, profile)
        - score(opened({}), shop, profile)
        for name, profile in (("little", little), ("much", much))
        for mean, reviews in ((0.4, 8), (0.9, 1), (0.9, 8))
    }
    assert 0 < moved["little", 0.4, 8] < moved["little", 0.9, 8] < moved["much", 0.9, 8]
    assert moved["much", 0.9, 1] < moved["much", 0.9, 8]  # one voice counts less than eight
    shares = [cares_of(p, shop.now)["fit"] for p in (little, much)]
    assert moved["much", 0.9, 8] / moved["little", 0.9, 8] == pytest.approx(shares[1] / shares[0], rel=1e-3)
    by_praise = moved["little", 0.9, 8] / moved["little", 0.4, 8]
    assert by_praise == pytest.approx(praise_of(0.9, 8) / praise_of(0.4, 8), rel=1e-3)


def test_it_fades_with_time(shop) -> None:
    said = {OTHER: {"fit": (0.9, 8)}}
    profile = wrote(shop, {"fit": 0.9})
    moved = [float(praise_scores(profile, [OTHER], said, shop.now + timedelta(days=days))[0]) for days in (0, 60, 120, 2_000)]
    assert moved[0] > moved[1] > moved[2] > moved[3] >= 0
    assert moved[3] < 0.001
    one, two = (shop.now + timedelta(days=d) for d in (0, 60))
    weight = [share / (1 - share) for share in (cares_of(profile, at)["fit"] for at in (one, two))]
    assert weight[1] == pytest.approx(weight[0] / 2)


def test_with_the_review_taken_back_nothing_is_left_of_it(shop, opened) -> None:
    view = shop.did("view", WROTE, seq=2, days=0)
    review = shop.did("review", WROTE, seq=1, value=0.9, days=0)
    aspects = {review.event_id: {"fit": 0.9}}
    both = fold(None, shop.ana, [review, view], [], shop.by_id, shop.now, aspects=aspects)
    undone = fold(None, shop.ana, [view], [], shop.by_id, shop.now, aspects=aspects)
    praising = opened({OTHER: {"fit": (0.9, 8)}})
    assert score(praising, shop, both) > score(opened({}), shop, both)
    assert score(praising, shop, undone) == score(opened({}), shop, undone)


def test_of_a_product_the_customer_reviewed_their_own_word_stands(shop, opened) -> None:
    profile = wrote(shop, {"fit": -0.9}, value=-0.9)
    said = {WROTE: {"fit": (0.9, 8)}}
    assert score(opened(said), shop, profile, WROTE) == score(opened({}), shop, profile, WROTE)
    assert praise_scores(profile, [WROTE], said, shop.now).tolist() == [0.0]


def test_the_reason_names_the_aspect_that_counts_most_and_falls_with_its_cause(shop, opened) -> None:
    profile = wrote(shop, {"fit": 1.0, "price": 0.5}, value=-0.9)
    recommender = opened({OTHER: {"fit": (1.0, 30), "price": (1.0, 30)}})
    shown = recommender.score(profile, OTHER, now=shop.now)
    assert (shown.reason.kind, shown.reason.value, shown.reason.product_id) == ("aspect", "fit", None)
    without = replace(profile, reviews={WROTE: replace(profile.reviews[WROTE], aspects={"price": 0.5})})
    assert recommender.score(without, OTHER, now=shop.now).score < shown.score


def test_what_reviews_say_by_now_counts_at_the_next_answer(shop, tmp_path) -> None:
    train_recommender([], [], shop.products, shop.vectors, shop.ids, tmp_path, shop.now)
    present = {"said": {}}
    recommender = Recommender.open(tmp_path, lambda: shop.products, said=lambda: present["said"])
    profile = wrote(shop, {"fit": 0.9})
    before = score(recommender, shop, profile)
    present["said"] = {OTHER: {"fit": (0.9, 8)}, "gone": {"fit": (0.9, 8)}}
    assert score(recommender, shop, profile) > before
    present["said"] = {}
    assert score(recommender, shop, profile) == before


values = st.floats(-1, 1)
names = st.sampled_from(("fit", "price", "looks", "smell"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(names, values, st.floats(0, 300)), max_size=12),
    st.dictionaries(names, st.tuples(values, st.integers(1, 50))),
    names,
    st.tuples(st.floats(0.3, 1), st.integers(1, 50)),
)
def test_however_much_is_said_it_stays_within_bounds_and_each_praise_lifts_and_each_blame_lowers(
    shop, written, said, aspect, more
) -> None:
    at = shop.now.timestamp()
    reviews = {
        f"r{n}": Reviewed(f"e{n}", at - days * 86_400, 0.9, aspects={name: value})
        for n, (name, value, days) in enumerate(written)
    }
    profile = Profile("ana", reviews=reviews, reviewed=dict.fromkeys(reviews, 0.9), watermark_at=shop.now)

    def moved(told) -> float:
        return float(praise_scores(profile, ["x"], {"x": told}, shop.now)[0])

    silent = {name: value for name, value in said.items() if name != aspect}
    base, (mean, count) = moved(silent), more
    up, down = moved({**silent, aspect: (mean, count)}), moved({**silent, aspect: (-mean, count)})
    assert -ASPECTS <= down <= base <= up <= ASPECTS
    if cares_of(profile, shop.now).get(aspect, 0.0) > 0.05 and abs(base) < 0.9 * ASPECTS:
        assert down < base < up


def test_arrays_and_single_products_say_the_same(shop) -> None:
    said = {"p000": {"fit": (0.9, 3), "price": (-0.5, 2)}, "p005": {"fit": (-0.4, 9)}}
    profile = wrote(shop, {"fit": 0.9, "price": -0.9}, value=-0.9)
    together = praise_scores(profile, shop.ids, said, shop.now)
    alone = [float(praise_scores(profile, [product_id], said, shop.now)[0]) for product_id in shop.ids]
    assert np.allclose(together, alone)
    assert Praise.of(shop.ids, said).best(shop.ids.index("p005"), cares_of(profile, shop.now)) == ""
