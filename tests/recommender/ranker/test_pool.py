"""Candidates of several sources in one pool."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.candidates.histories import Histories, of_lists
from recommender.ranker.pool import joined, normalised, places, pool


class Said:
    def __init__(self, row: list[float]):
        self.row = np.array(row, dtype=np.float32)

    def score(self, histories: Histories) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return np.tile(self.row, (histories.users, 1))

    def arrays(self) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
        return {"row": self.row}


SOURCES = {"one": Said([5, 4, 3, 0, 0, 0]), "other": Said([0, 0, 0, -1, 2, 1])}


def test_the_first_of_every_source_are_candidates_but_not_what_the_user_has_nor_what_nobody_speaks_for() -> None:
    found = pool(SOURCES, of_lists([[], [0, 4]], 6), per_source=2)
    assert found.item[: found.start[1]].tolist() == [0, 1, 4, 5]
    assert found.item[found.start[1] :].tolist() == [1, 2, 5]
    assert found.sources == ("one", "other")
    assert found.scores[1].tolist() == [4, 0]


def test_scores_become_shares_of_the_users_highest_and_silence_is_nothing() -> None:
    found = pool(SOURCES, of_lists([[]], 6))
    shares = dict(zip(found.item.tolist(), normalised(found).tolist(), strict=True))
    assert shares[0] == [1.0, 0.0]
    assert shares[5] == [0.0, 0.5]


def test_places_are_the_turn_in_each_sources_own_order() -> None:
    found = pool(SOURCES, of_lists([[]], 6))
    turn = dict(zip(found.item.tolist(), places(found)[:, 1].tolist(), strict=True))
    assert turn[4] == 1.0
    assert turn[5] == 0.5


def test_the_order_is_by_worth_and_ends_where_the_candidates_end() -> None:
    found = pool(SOURCES, of_lists([[], [0, 1, 2, 4, 5]], 6))
    order = found.order(found.scores[:, 0] + 10 * found.scores[:, 1], 4)
    assert order.tolist() == [[4, 5, 0, 1], [-1, -1, -1, -1]]


def test_the_first_by_worth_are_kept_with_their_scores() -> None:
    found = pool(SOURCES, of_lists([[], [0]], 6))
    few = found.keep(found.among_first(found.scores[:, 0], 2))
    assert few.item.tolist() == [0, 1, 1, 2]
    assert few.scores[:, 0].tolist() == [5, 4, 4, 3]
    assert few.start.tolist() == [0, 2, 4]


def test_joined_pools_hold_the_users_of_both() -> None:
    first, second = pool(SOURCES, of_lists([[0]], 6)), pool(SOURCES, of_lists([[], [1]], 6))
    both = joined([first, second])
    assert len(both.start) == 4
    assert both.item.tolist() == first.item.tolist() + second.item.tolist()


@pytest.mark.parametrize("asked", [of_lists([], 6), of_lists([[0, 1, 2, 3, 4, 5]], 6)])
def test_nobody_and_one_who_has_everything_get_an_empty_pool(asked: Histories) -> None:
    found = pool(SOURCES, asked)
    assert not len(found.item)
    assert found.order(found.scores[:, 0], 3).tolist() == [[-1, -1, -1]] * asked.users
