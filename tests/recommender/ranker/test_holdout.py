"""NDCG and recall by hand, and the order that they judge."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.candidates.histories import of_lists
from recommender.ranker.holdout import gains, recalls, top


def test_the_gain_is_the_discount_of_the_places_over_the_best_possible() -> None:
    order = np.array([[4, 1, 7], [2, 3, -1], [0, 1, 2]])
    wanted = of_lists([[1, 9], [5], [0]], 10)
    best = 1 + 1 / math.log2(3)
    assert gains(order, wanted, 3).tolist() == pytest.approx([1 / math.log2(3) / best, 0.0, 1.0])
    assert recalls(order, wanted, 3).tolist() == [0.5, 0.0, 1.0]
    assert recalls(order, wanted, 1).tolist() == [0.0, 0.0, 1.0]


@given(st.lists(st.floats(-5, 5, width=32), min_size=8, max_size=8), st.sets(st.integers(0, 7), max_size=8), st.integers(1, 12))
def test_the_top_is_what_sorting_gives_without_what_the_user_has(scores: list[float], has: set[int], k: int) -> None:
    found = top(np.array([scores]), of_lists([sorted(has)], 8), k)[0].tolist()
    rest = sorted((i for i in range(8) if i not in has), key=lambda i: (-scores[i], i))
    shown = [i for i in found if i >= 0]
    assert len(found) == k
    assert [scores[i] for i in shown] == [scores[i] for i in rest[:k]]
    assert not has & set(shown)
    assert found[len(shown) :] == [-1] * (k - len(shown))
