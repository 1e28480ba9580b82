"""What is popular in this month, in this region and, where that helps, at this hour: the one source that looks at the asking.

Of who tells neither moment nor place it knows what is popular anyway.
"""

from __future__ import annotations

from itertools import product
from typing import Any, ClassVar, Self

import numpy as np

from recommender.candidates.histories import Histories
from recommender.candidates.lifts import Lifts
from recommender.candidates.moments import windowed
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings

_FLOOR = 1e-9


class OfTheMoment:
    NAME: ClassVar[str] = "of_the_moment"
    CHOICES: ClassVar[tuple[Settings, ...]] = tuple(
        {"half_life": half_life, "pull": pull, "hour": hour}
        for half_life, pull, hour in product((0.1, 0.02, 0.5, 0.0), (5.0, 1.0, 25.0), (0.0, 1.0))
    )

    def __init__(self, popular: Any, lifts: Lifts):
        self._popular = np.asarray(popular, dtype=np.float32)
        self._log = np.log(np.maximum(self._popular, _FLOOR)).astype(np.float32)
        self._lifts = lifts

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        return shape.items > 0

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        """``half_life``: after what share of the time the data spans a deed counts half; 0 for never. ``pull``: so many deeds
        of the average are added for every product; ``hour`` 1: the hour counts too."""
        popular = windowed(histories.item, histories.at, histories.items, settings["half_life"])
        return cls(popular, Lifts.of(histories, settings["pull"], hour=settings["hour"] > 0))

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        popular, base = self._popular[items], self._log[items]
        wanted = np.tile(base, (histories.users, 1))
        for lift in self._lifts.of_users(histories, items):
            wanted += lift
        # in thousandths of all that is wanted, on the scale on which popularity counts
        np.log1p(1e3 * np.exp(wanted), out=wanted)
        wanted[:, popular <= 0] = 0.0
        return wanted

    def arrays(self) -> Arrays:
        return {"popular": self._popular, **self._lifts.arrays()}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(arrays["popular"], Lifts.of_arrays(arrays))
