"""What is new, by the deeds that there are."""

from __future__ import annotations

import numpy as np

from recommender.reranking.newness import ages, is_new

DAY = 86_400.0


def test_new_is_what_nobody_had_before_the_last_weeks_or_at_all() -> None:
    found = ages(np.array([0, 0, 1, 2]), DAY * np.array([1.0, 200.0, 180.0, 150.0]), 4)
    assert found[:3].tolist() == [199.0, 20.0, 50.0]
    assert is_new(found).tolist() == [False, True, False, True]


def test_where_deeds_reach_back_some_weeks_only_nothing_is_new() -> None:
    assert not is_new(ages(np.array([0, 1]), DAY * np.array([1.0, 50.0]), 3)).any()


def test_without_any_deed_nothing_is_new() -> None:
    assert not is_new(ages(np.array([], dtype=np.int64), np.array([]), 3)).any()
