"""User-kNN: what the users most like this one have. Items that everybody has say less of likeness."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from scipy import sparse

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings
from recommender.candidates.sparse_arrays import packed, strongest, unpacked

CELLS = 30_000_000


class UserKnn:
    """The rows of the fitted users are kept: they are what answers. They carry no name, and go with the next fit."""

    NAME: ClassVar[str] = "user_knn"
    CHOICES: ClassVar[tuple[Settings, ...]] = tuple(
        {"neighbours": near, "decay": decay} for near in (100, 30, 300) for decay in (1.0, 0.9)
    )

    def __init__(self, had: Any, weight: Any, neighbours: int, decay: float):
        self._had = had
        self._weight = weight
        self._neighbours = neighbours
        self._decay = decay
        unit = had @ sparse.diags(weight)
        length = np.sqrt(np.asarray(unit.multiply(unit).sum(axis=1)).ravel())
        self._unit = (sparse.diags(1.0 / np.maximum(length, 1e-9)) @ unit).T.tocsr()

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        return len(shape.item) <= CELLS

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        had = histories.matrix()
        counts = np.asarray(had.sum(axis=0)).ravel()
        weight = 1.0 / np.sqrt(np.maximum(counts, 1.0))
        return cls(had, weight.astype(np.float32), int(settings["neighbours"]), settings["decay"])

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        """A fitted user who asks with the history that was fitted is not their own neighbour: those who have the very same are
        left out, since they can add nothing."""
        asked = histories.fading(self._decay, self._weight)
        own = np.repeat(np.arange(histories.users), np.diff(asked.indptr))
        length = np.sqrt(np.bincount(own, weights=asked.data**2, minlength=histories.users))
        asked.data /= np.maximum(length, 1e-9)[own]
        like = asked @ self._unit
        like.data[like.data > 0.9999] = 0.0
        near = strongest(like, self._neighbours)
        return np.asarray((near @ self._had)[:, items].toarray(), dtype=np.float32)

    def arrays(self) -> Arrays:
        rest = {"weight": self._weight, "neighbours": np.array(self._neighbours), "decay": np.array(self._decay)}
        return {**packed(self._had), **rest}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(unpacked(arrays), arrays["weight"], int(arrays["neighbours"]), float(arrays["decay"]))
