"""Lists picked in the first days are shown category by category and never looked at again."""

from __future__ import annotations

import numpy as np

from recommender.candidates.histories import Histories, of_lists
from recommender.ranker.hand_picked import HandPicked
from recommender.ranker.holdout import top

CATEGORY = np.array([0, 0, 0, 1, 1, 1])


def picked() -> HandPicked:
    """First days: item 0 twice, 1 and 3 once, 4 twice, of category 1 once more; later only 2 and 5, which is too late."""
    early = [(0, 0), (1, 0), (1, 1), (2, 3), (2, 4), (3, 4), (3, 5)]
    rows = sorted([(u, i, 0.0) for u, i in early[:-1]] + [(u, i, 500.0) for u in range(4, 10) for i in (2, 5)])
    users = np.array([r[0] for r in rows])
    start = np.searchsorted(users, np.arange(11)).astype(np.int64)
    past = Histories(start, np.array([r[1] for r in rows]), np.array([r[2] for r in rows]), 6)
    return HandPicked.fit(past, CATEGORY, seconds=100.0)


def test_lists_take_turns_and_hold_what_the_first_days_sold_most() -> None:
    asked = of_lists([[3]], 6)
    assert top(picked().score(asked), asked, 3)[0].tolist() == [4, 0, 1]  # their own category first; what they have is left out


def test_a_stranger_gets_the_categories_as_the_first_days_had_them() -> None:
    asked = of_lists([[]], 6)
    shown = top(picked().score(asked), asked, 4)[0].tolist()
    assert set(shown[:2]) == {0, 4}
    assert set(shown[2:]) == {1, 3}


def test_what_came_later_stands_on_no_list() -> None:
    assert (picked().score(of_lists([[]], 6))[0, [2, 5]] == 0).all()
