"""Popularity in a window before the newest deed, the same for everyone: what a stranger is shown, and every model's bar."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings


class Popular:
    NAME: ClassVar[str] = "popular"
    CHOICES: ClassVar[tuple[Settings, ...]] = tuple({"half_life": share} for share in (0.1, 0.02, 0.5, 0.0))

    def __init__(self, wanted: Any):
        self._wanted = np.asarray(wanted, dtype=np.float32)

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        return shape.items > 0

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        """``half_life``: after what share of the time the data spans a deed counts half; 0 for never."""
        weight = np.ones(len(histories.at))
        span = float(np.ptp(histories.at)) if len(histories.at) else 0.0
        if settings["half_life"] > 0 and span > 0:
            weight = np.exp2((histories.at - histories.at.max()) / (settings["half_life"] * span))
        return cls.of_totals(np.bincount(histories.item, weights=weight, minlength=histories.items))

    @classmethod
    def of_totals(cls, totals: Any) -> Self:
        """``totals`` (items,): each item's deeds, the older ones counting less."""
        wanted = np.log1p(totals)
        return cls(wanted / wanted.max(initial=1e-9))

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        wanted = self._wanted[items]
        return np.broadcast_to(wanted, (histories.users, len(wanted)))

    def arrays(self) -> Arrays:
        return {"wanted": self._wanted}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(arrays["wanted"])
