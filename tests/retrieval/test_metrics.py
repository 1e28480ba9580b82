"""Ranking metrics by hand-made rankings, and what must hold for all."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.metrics import ndcg, recall, reciprocal_rank

GRADES = {"best": 3.0, "good": 1.0, "bad": 0.0}


def test_ndcg_counts_two_to_the_grade_less_one_at_each_place() -> None:
    best = 7 + 1 / math.log2(3)
    assert ndcg(["best", "good"], GRADES) == pytest.approx(1)
    assert ndcg(["good", "unjudged", "best"], GRADES) == pytest.approx((1 + 7 / 2) / best)
    assert ndcg(["bad", "unjudged"], GRADES) == 0


def test_only_the_first_k_count() -> None:
    assert ndcg(["x"] * 10 + ["best"], GRADES) == 0
    assert recall(["x"] * 100 + ["best"], GRADES) == 0
    assert recall(["x"] * 99 + ["best"], GRADES) == 0.5


def test_the_first_with_a_positive_grade_decides_the_reciprocal_rank() -> None:
    assert reciprocal_rank(["bad", "x", "good", "best"], GRADES) == pytest.approx(1 / 3)
    assert reciprocal_rank(["bad"], GRADES) == 0


grades = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40).map(lambda tenth: tenth / 10), min_size=1, max_size=12
)


@given(grades, st.randoms(use_true_random=False))
def test_no_order_is_better_than_that_of_the_grades(given_grades: dict[str, float], random) -> None:
    ranked = list(given_grades)
    random.shuffle(ranked)
    sorted_well = sorted(given_grades, key=given_grades.__getitem__, reverse=True)
    assert 0 <= ndcg(ranked, given_grades) <= ndcg(sorted_well, given_grades) + 1e-12
    if any(given_grades.values()):
        assert ndcg(sorted_well, given_grades) == pytest.approx(1)
