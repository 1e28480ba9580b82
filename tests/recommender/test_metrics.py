"""NDCG, recall, coverage."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from recommender.metrics import coverage, ndcg_at, recall_at

ids = st.lists(st.sampled_from("abcdefghij"), max_size=12)


def test_a_hit_in_second_place_is_worth_the_logarithm_of_three() -> None:
    assert ndcg_at(["x", "a", "y"], {"a"}, 10) == 1 / math.log2(3)
    assert recall_at(["x", "a"], {"a", "b"}, 1) == 0
    assert recall_at(["x", "a"], {"a", "b"}, 2) == 0.5
    assert coverage([["a", "b"], ["b"]], 4) == 0.5


@given(ids, st.sets(st.sampled_from("abcdefghij")), st.integers(0, 12))
def test_both_lie_between_nothing_and_all(ranked, wanted, k) -> None:
    assert 0 <= ndcg_at(ranked, wanted, k) <= 1 + 1e-9
    assert 0 <= recall_at(ranked, wanted, k) <= 1


@given(st.sets(st.sampled_from("abcdefghij"), min_size=1))
def test_the_ideal_ranking_is_one(wanted) -> None:
    assert math.isclose(ndcg_at(sorted(wanted), wanted, 10), 1.0)
