"""Truncated singular value decomposition of who had what (PureSVD): a history is projected on the catalogue's main tastes."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings

_SEED = 7
CELLS = 40_000_000


class Svd:
    NAME: ClassVar[str] = "svd"
    CHOICES: ClassVar[tuple[Settings, ...]] = tuple(
        {"factors": factors, "popularity_power": power, "decay": decay}
        for factors in (20, 50, 150)
        for power in (0.0, 0.3)
        for decay in (1.0, 0.9)
    )

    def __init__(self, tastes: Any, scale: Any, decay: float):
        self._tastes = np.ascontiguousarray(tastes, dtype=np.float32)
        self._turned = np.ascontiguousarray(self._tastes.T)
        self._scale = np.asarray(scale, dtype=np.float32)
        self._decay = decay

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        return len(shape.item) <= CELLS and min(shape.users, shape.items) > 1

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        """``popularity_power``: an item's column is divided by that power of its count, so that popularity is not all."""
        had = histories.matrix()
        counts = np.maximum(np.asarray(had.sum(axis=0)).ravel(), 1.0)
        scale = counts ** -settings["popularity_power"]
        factors = max(1, min(int(settings["factors"]), min(had.shape) - 1))
        _, _, tastes = randomized_svd(had @ sparse.diags(scale), factors, random_state=_SEED)
        return cls(tastes, scale, settings["decay"])

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        return np.asarray(self.places(histories) @ self._tastes[:, items] / self._scale[items], dtype=np.float32)

    def places(self, histories: Histories) -> Scores:
        """(users, factors): where each history lies among the main tastes; zeros for an empty one."""
        return np.asarray(histories.fading(self._decay, self._scale) @ self._turned, dtype=np.float32)

    def arrays(self) -> Arrays:
        return {"tastes": self._tastes, "scale": self._scale, "decay": np.array(self._decay)}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(arrays["tastes"], arrays["scale"], float(arrays["decay"]))
