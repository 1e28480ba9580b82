"""Item-kNN: cosine of the sets of users, shrunk, the nearest items of each alone; asked with a fading history."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from scipy import sparse

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings
from recommender.candidates.sparse_arrays import packed, strongest, unpacked

LONGEST = 1_000  # a user with more items than this says little about any two of them, and costs their square
CELLS = 400_000_000


class ItemKnn:
    NAME: ClassVar[str] = "item_knn"
    CHOICES: ClassVar[tuple[Settings, ...]] = tuple(
        {"neighbours": near, "shrink": shrink, "decay": decay}
        for decay in (1.0, 0.9, 0.7)
        for near in (200, 50)
        for shrink in (10.0, 1.0, 50.0)
    )

    def __init__(self, near: Any, decay: float):
        self._near = near
        # Neighbours are those of the candidate, a history is asked by its own items: turned around once, not at each answer.
        self._of_history = near.T.tocsr()
        self._decay = decay

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        return int((np.minimum(shape.lengths, LONGEST).astype(np.int64) ** 2).sum()) <= CELLS * 4

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        had = histories.last(LONGEST).matrix()
        shared = (had.T @ had).tocsr()
        counts = np.asarray(shared.diagonal(), dtype=np.float64)
        shared.setdiag(0)
        shared.eliminate_zeros()
        rows = shared.tocoo()
        close = rows.data / (np.sqrt(counts[rows.row] * counts[rows.col]) + settings["shrink"])
        near = sparse.csr_matrix((close.astype(np.float32), (rows.row, rows.col)), shape=shared.shape)
        return cls(strongest(near, int(settings["neighbours"])), settings["decay"])

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        return np.asarray((histories.fading(self._decay) @ self._of_history)[:, items].toarray(), dtype=np.float32)

    def arrays(self) -> Arrays:
        return {**packed(self._near), "decay": np.array(self._decay)}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(unpacked(arrays), float(arrays["decay"]))
