"""What a month, an hour and a region lift, for who says when and where they ask."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.candidates.asking import NOWHERE, Asking
from recommender.candidates.histories import Histories, of_lists
from recommender.candidates.lifts import KINDS, Lifts, most_regions
from tests.recommender.candidates.seasonal_histories import DECEMBER, ITEMS, JULY, NORTH, SOUTH, SUMMER, WINTER, a_year


@pytest.fixture(scope="module")
def lifts() -> Lifts:
    return Lifts.of(a_year(), 5.0)


def asking(at: list[float], region: list[int]) -> Histories:
    asked = of_lists([[] for _ in at], ITEMS)
    return Histories(asked.start, asked.item, asked.at, ITEMS, Asking(np.array(at), np.array(region)))


def test_a_season_lifts_its_own_and_lowers_the_other(lifts: Lifts) -> None:
    december, july = lifts.month[11], lifts.month[6]
    assert december[WINTER] > 0.5 > 0 > december[SUMMER]
    assert july[SUMMER] > 0.5 > 0 > july[WINTER]


def test_a_region_lifts_what_is_wanted_there(lifts: Lifts) -> None:
    north, south = lifts.region
    assert north[NORTH] > 0 > north[SOUTH]
    assert south[SOUTH] > 0 > south[NORTH]


def test_who_does_not_tell_is_told_nothing(lifts: Lifts) -> None:
    asked = asking([np.nan, DECEMBER], [NOWHERE, 99])
    user, item = np.array([0, 0, 1]), np.array([WINTER, NORTH, NORTH])
    assert not lifts.of_rows("month", asked, user[:2], item[:2]).any()
    assert not lifts.of_rows("hour", asked, user[:2], item[:2]).any()
    assert not lifts.of_rows("region", asked, user, item).any()  # 99: a region that nobody was in
    assert not any(table[0].any() for table in lifts.of_users(asked))
    assert not lifts.of_rows("month", of_lists([[1]], ITEMS), np.array([0]), np.array([WINTER])).any()


def test_rows_and_tables_say_the_same(lifts: Lifts) -> None:
    asked = asking([DECEMBER, JULY, np.nan], [0, NOWHERE, 1])
    user, item = np.repeat(np.arange(3), ITEMS), np.tile(np.arange(ITEMS), 3)
    for kind, table in zip(KINDS, lifts.of_users(asked), strict=True):
        np.testing.assert_array_equal(lifts.of_rows(kind, asked, user, item).reshape(3, ITEMS), table)


def test_the_hour_can_be_left_out() -> None:
    without = Lifts.of(a_year(), 5.0, hour=False)
    assert len(without.hour) == 0
    assert len(list(without.of_users(asking([DECEMBER], [0])))) == 2


def test_without_regions_there_are_none_to_lift() -> None:
    past = a_year()
    silent = Lifts.of(Histories(past.start, past.item, past.at, past.items), 5.0)
    assert len(silent.region) == 0
    assert not silent.of_rows("region", asking([DECEMBER], [0]), np.array([0]), np.array([NORTH])).any()


def test_the_regions_with_the_most_deeds_count_and_no_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recommender.candidates.lifts.MOST_REGIONS", 2)
    assert most_regions(np.array([3, 0, 9, 5])).tolist() == [2, 3]
    assert most_regions(np.array([0, 0, 4])).tolist() == [2]
    assert most_regions(np.zeros(0)).tolist() == []


def test_nothing_at_all_is_learnt_from_nobody() -> None:
    nothing = Lifts.of(of_lists([[]], 3), 5.0)
    assert not nothing.month.any()
    assert nothing.month.shape == (12, 3)
