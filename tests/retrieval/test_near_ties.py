"""A taste settles near ties and nothing else, whatever the scores and the taste."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.near_ties import NEAR, by_liking, margin
from retrieval.products import Hit


def hits(*scores: float) -> list[Hit]:
    return [Hit(f"p{n}", "", score, "", "") for n, score in enumerate(sorted(scores, reverse=True))]


scores = st.lists(st.floats(-0.2, 1.4), max_size=20)
likings = st.dictionaries(st.integers(0, 19).map("p{}".format), st.floats(-5, 5))


@given(scores, likings)
def test_no_product_passes_one_that_is_better_by_more_than_the_margin(found: list[float], liking: dict[str, float]) -> None:
    ranked = by_liking(hits(*found), liking)
    assert sorted(ranked, key=lambda h: h.product_id) == sorted(hits(*found), key=lambda h: h.product_id)
    for place, hit in enumerate(ranked):
        for behind in ranked[place + 1 :]:
            assert behind.score - hit.score <= margin(ranked) + 1e-9


@given(scores, st.floats(-1, 1))
def test_who_likes_all_alike_sees_the_order_of_everyone(found: list[float], liked: float) -> None:
    given_ = hits(*found)
    assert by_liking(given_, {}) == tuple(given_)
    assert [h.score for h in by_liking(given_, {h.product_id: liked for h in given_})] == [h.score for h in given_]


def test_of_two_that_are_about_as_good_the_liked_one_comes_first() -> None:
    close, far = hits(1.0, 1.0 - NEAR / 4), hits(1.0, 1.0 - 2 * NEAR)
    assert [h.product_id for h in by_liking(close, {"p1": 1.0})] == ["p1", "p0"]
    assert [h.product_id for h in by_liking(close, {"p0": -1.0})] == ["p1", "p0"]
    assert [h.product_id for h in by_liking(far, {"p0": -1.0, "p1": 1.0})] == ["p0", "p1"]
