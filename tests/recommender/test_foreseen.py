"""What is foreseen for a history, and which deed each place is owed to."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.foreseen import NO_DEED, Foresight
from recommender.ranker.learning import learn_ranking
from tests.recommender.candidates.made_up_histories import ITEMS, walks
from tests.recommender.candidates.seasonal_histories import ITEMS as A_YEARS_ITEMS
from tests.recommender.candidates.seasonal_histories import NORTH, REGIONS, SOUTH, SUMMER, WINTER, a_year

NEW, GONE = ITEMS - 1, 7  # a row of the shelf that the ranking does not know, and an item that is no longer on the shelf


@pytest.fixture(scope="module", params=["chosen", "few"])
def foresight(request: pytest.FixtureRequest) -> Foresight:
    """Items lie on the shelf's rows in the other order, but for one that is gone; the last row is new."""
    past = walks(700, 9) if request.param == "chosen" else walks(60, 9)
    row_of = np.array([-1 if item == GONE else (ITEMS - 1 - item) - (item < GONE) for item in range(ITEMS)])
    code_of = np.full(ITEMS, -1)
    code_of[row_of[row_of >= 0]] = np.flatnonzero(row_of >= 0)
    return Foresight(learn_ranking(past)[0], row_of, code_of)


def rows(foresight: Foresight, *items: int) -> list[int]:
    return [int(foresight.row_of[item]) for item in items]


def test_what_follows_stands_first_and_what_was_had_has_nothing(foresight: Foresight) -> None:
    deeds = rows(foresight, 11, 12, 13)
    found = foresight.after(deeds)
    part = found.part()
    assert part.shape == (ITEMS,)
    assert part.min() >= 0
    assert part.max() <= 1
    assert part.argmax() == rows(foresight, 14)[0]
    assert part[deeds].max() == 0


def test_products_that_the_ranking_does_not_know_say_nothing(foresight: Foresight) -> None:
    assert foresight.code_of[NEW] == -1
    assert foresight.after([NEW]) is None
    assert foresight.after([]) is None
    with_it, without = foresight.after([NEW, *rows(foresight, 30)]), foresight.after(rows(foresight, 30))
    np.testing.assert_array_equal(with_it.part(), without.part())
    assert with_it.causes(rows(foresight, 31)) == [1]


def test_what_is_not_foreseen_at_all_is_owed_to_nothing(foresight: Foresight) -> None:
    assert foresight.after(rows(foresight, 30)).causes([NEW]) == [NO_DEED]


histories_of_a_few = st.lists(st.integers(0, ITEMS - 1).filter(lambda item: item != GONE), min_size=1, max_size=8, unique=True)


@settings(max_examples=80, deadline=None)
@given(history=histories_of_a_few)
def test_without_the_deed_that_is_named_a_product_is_worth_less_and_stands_no_higher(
    foresight: Foresight, history: list[int]
) -> None:
    deeds = rows(foresight, *history)
    found = foresight.after(deeds)
    part = found.part()
    shown = [int(row) for row in np.argsort(-part)[:5] if part[row] > 0]
    for row, cause in zip(shown, found.causes(shown), strict=True):
        if cause == NO_DEED:
            continue
        left = foresight.after([deed for place, deed in enumerate(deeds) if place != cause])
        then = left.part() if left else np.zeros_like(part)
        assert then[row] < part[row] + 1e-6
        assert then[row] == 0 or (then > then[row]).sum() >= (part > part[row]).sum(), "it stands no higher"


def test_one_deed_alone_is_the_cause_of_all_that_is_foreseen(foresight: Foresight) -> None:
    found = foresight.after(rows(foresight, 11))
    shown = [int(row) for row in np.argsort(-found.part())[:5]]
    assert found.causes(shown) == [0] * 5


def test_when_and_where_it_is_asked_changes_what_is_foreseen_for_the_same_deeds() -> None:
    past = a_year(400)
    ranking, _ = learn_ranking(past, regions=REGIONS)
    foresight = Foresight(ranking, np.arange(A_YEARS_ITEMS), np.arange(A_YEARS_ITEMS))
    december, july = datetime(2026, 12, 20, 9, tzinfo=UTC), datetime(2026, 7, 10, 9, tzinfo=UTC)

    def part(at: datetime | None, region: str) -> np.ndarray:
        found = foresight.after([5, 6], at, region)
        assert found is not None
        return found.part()

    winter, summer = part(december, ""), part(july, "")
    assert winter[WINTER] - winter[SUMMER] > summer[WINTER] - summer[SUMMER]
    north, south = part(december, "north"), part(december, "south")
    assert north[NORTH] - north[SOUTH] > south[NORTH] - south[SOUTH]
    np.testing.assert_array_equal(part(december, "nowhere that is known"), winter)
