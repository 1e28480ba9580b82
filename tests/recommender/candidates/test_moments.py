"""A month, an hour or a country lifts what it likes, and says nothing where it knows nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.candidates.moments import MONTHS, Condition, hours, lifts, months, scores, windowed


def test_months_and_hours_are_read_in_utc() -> None:
    at = np.array([datetime(2010, 1, 31, 23, 59, tzinfo=UTC).timestamp(), datetime(2009, 12, 1, 7, 45, tzinfo=UTC).timestamp()])
    assert months(at).tolist() == [0, 11]
    assert hours(at).tolist() == [23, 7]


def test_december_counts_half_in_november_and_january_alike() -> None:
    near = Condition.ring("month", MONTHS).near
    assert near[10, 11] == near[0, 11] == 0.5
    assert near[11, 11] == 1.0
    assert near[5, 11] == 0.0


def test_what_a_group_likes_is_lifted_there_and_lowered_elsewhere() -> None:
    item, group = np.array([0] * 90 + [1] * 10 + [0] * 50 + [1] * 50), np.array([0] * 100 + [1] * 100)
    table = lifts(item, group, Condition.apart("country", 2), 2, pull=10.0)
    assert table[0, 0] > 0 > table[0, 1]
    assert table[1, 1] > 0 > table[1, 0]
    drawn = lifts(item, group, Condition.apart("country", 2), 2, pull=10_000.0)
    assert np.abs(drawn).max() < np.abs(table).max() / 10


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), min_size=1, max_size=60), st.floats(0.5, 1e5))
def test_a_group_without_deeds_and_an_item_without_deeds_are_left_as_they_are(rows: list[tuple[int, int]], pull: float) -> None:
    item, group = (np.array(column) for column in zip(*rows, strict=True))
    table = lifts(item, group, Condition.apart("country", 4), 7, pull)
    assert np.isfinite(table).all()
    assert table[3] == pytest.approx(np.zeros(7), abs=1e-9)
    assert not table[:, 6].any()


def test_scores_are_popularity_times_the_lift_of_each_cases_group() -> None:
    popular = np.array([0.6, 0.4])
    table = np.log(np.array([[1.0, 1.0], [0.5, 2.0]]))
    found = np.exp(scores(popular, [(table, np.array([0, 1]))]))
    np.testing.assert_allclose(found, [[0.6, 0.4], [0.3, 0.8]], rtol=1e-5)
    assert scores(popular, []).shape == (1, 2)


def test_a_window_forgets_and_none_does_not() -> None:
    item, at = np.array([0, 0, 0, 1]), np.array([0.0, 0.0, 0.0, 100.0])
    assert windowed(item, at, 2, 0.0).tolist() == [0.75, 0.25]
    assert windowed(item, at, 2, 0.1)[1] > 0.9
