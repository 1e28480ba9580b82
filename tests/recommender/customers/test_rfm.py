"""Fifths are fair, and the grid holds everybody once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.customers.features import features
from recommender.customers.rfm import GROUPS, fifths, rfm, rfm_grid
from tests.recommender.customers.made_up_orders import day, shop


@given(st.lists(st.integers(0, 9), max_size=60))
def test_a_higher_figure_never_has_a_lower_score_and_equal_ones_the_same(values: list[int]) -> None:
    found = fifths(np.array(values, dtype=float))
    assert all(1 <= s <= 5 for s in found)
    for a, score in zip(values, found, strict=True):
        for b, other in zip(values, found, strict=True):
            assert (score <= other) if a < b else True
            assert (score == other) if a == b else True


def test_fifths_of_different_figures_are_even() -> None:
    assert np.bincount(fifths(np.random.default_rng(0).permutation(100).astype(float)))[1:].tolist() == [20] * 5


def test_the_grid_holds_every_customer_and_all_the_money_once() -> None:
    lines = shop(200)
    found = features(lines, day(lines))
    cells = rfm_grid(rfm(found), found.column("money"))
    assert len(cells) == 25
    assert sum(cell.customers for cell in cells) == 200
    assert sum(cell.money for cell in cells) == pytest.approx(found.column("money").sum())
    assert {cell.group for cell in cells} == set(GROUPS)


def test_the_latest_and_most_frequent_are_champions_and_the_others_end_is_lost() -> None:
    lines = shop(300)
    found = features(lines, day(lines))
    scores = rfm(found)
    best = (scores.recency == 5) & (scores.frequency == 5)
    worst = (scores.recency == 1) & (scores.frequency == 1)
    assert {scores.group[n] for n in np.flatnonzero(best)} == {"champions"}
    assert {scores.group[n] for n in np.flatnonzero(worst)} == {"lost"}
    assert found.column("recency")[best].max() < found.column("recency")[worst].min()
