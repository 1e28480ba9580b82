"""Settings are left for better ones, and those about time for what is better at several moments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from recommender.candidates.histories import Histories, of_lists
from recommender.candidates.sources import Kind
from recommender.ranker.holdout import Holdout
from recommender.ranker.splits import Asked
from recommender.ranker.tuning import tuned

USERS = 200


class Hits:
    """Puts what is wanted (item 0) first for so many of the users, last for the rest."""

    def __init__(self, hit: int):
        self._hit = hit

    def score(self, histories: Histories, items: Any = None) -> Any:
        number = histories.item[histories.start[:-1]]  # a user's one item is the user's number
        first = number <= self._hit
        scores = np.zeros((histories.users, histories.items), dtype=np.float32)
        scores[:, 0] = np.where(first, 1.0, -1.0)
        return scores


def kind(*hits: int) -> Kind:
    choices = tuple({"hits": float(hit)} for hit in hits)
    return Kind("hits", choices, lambda _: True, lambda _, settings: Hits(int(settings["hits"])), lambda _: Hits(0))


def draw() -> Asked:
    asked = of_lists([[user + 1] for user in range(USERS)], USERS + 1)
    return Asked(asked, Holdout(asked, of_lists([[0]] * USERS, USERS + 1)))


def chosen(*hits: int) -> float:
    settings, score = tuned(kind(*hits), [draw()])
    assert 0 <= score <= 1
    return settings["hits"]


def test_what_is_better_is_taken() -> None:
    assert chosen(50, 120) == 120


def test_what_is_worse_is_left() -> None:
    assert chosen(120, 50) == 120
    assert chosen(50, 20, 120) == 120


@pytest.mark.parametrize(("about_time", "taken"), [(False, 120), (True, 100)])
def test_what_is_about_time_has_to_be_better_at_all_moments_together(about_time: bool, taken: int) -> None:
    """120 beats 100 at the latest moment by a fifth of the users, and falls far behind it at the one before."""

    class Changing(Hits):
        def score(self, histories: Histories, items: Any = None) -> Any:
            latest = histories.at[0] == 0
            return Hits(self._hit if latest else 100 if self._hit == 100 else 20).score(histories)

    changing = replace(kind(100, 120), fit=lambda _, settings: Changing(int(settings["hits"])), about_time=about_time)
    latest, before = draw(), draw()
    before = replace(
        before, holdout=replace(before.holdout, asked=replace(before.holdout.asked, at=before.holdout.asked.at + 1))
    )
    assert tuned(changing, [latest, before])[0]["hits"] == taken
