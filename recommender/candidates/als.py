"""Matrix factorisation by implicit's alternating least squares; anyone, known or not, is folded in from their history."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from threadpoolctl import threadpool_limits

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings

ROUNDS = 15
SEED = 7
CELLS = 40_000_000
_TOGETHER = 64  # systems solved in one call: one by one an answer takes longer, all at once too much memory


class Als:
    """Only the items' factors are kept. A history's own factors are the least-squares solution that ends a round of the fit.

    Several fits from other beginnings are averaged: one fit alone differs from the next by more than most settings matter.
    """

    NAME: ClassVar[str] = "als"
    CHOICES: ClassVar[tuple[Settings, ...]] = tuple(
        {"factors": factors, "regularisation": weight, "confidence": alpha, "decay": decay, "fits": 4}
        for factors, weight, alpha in (
            (32, 30.0, 4.0),
            (32, 50.0, 10.0),
            (32, 20.0, 2.0),
            (64, 50.0, 4.0),
            (64, 20.0, 2.0),
            (128, 20.0, 2.0),
        )
        for decay in (1.0, 0.95)
    )

    def __init__(self, factors: Any, regularisation: float, confidence: float, decay: float):
        """``factors`` (fits, items, factors)."""
        self._factors = np.asarray(factors, dtype=np.float32)
        self._regularisation = regularisation
        self._confidence = confidence
        self._decay = decay
        unit = regularisation * np.eye(self._factors.shape[2], dtype=np.float32)
        self._gram = np.stack([one.T @ one + unit for one in self._factors])

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        return len(shape.item) <= CELLS

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        from implicit.als import AlternatingLeastSquares  # loaded where something is trained, not where it is served

        found = []
        with threadpool_limits(1, "blas"):
            for number in range(int(settings["fits"])):
                model = AlternatingLeastSquares(
                    factors=int(settings["factors"]),
                    regularization=settings["regularisation"],
                    alpha=settings["confidence"],
                    iterations=ROUNDS,
                    random_state=SEED + number,
                    use_gpu=False,
                )
                model.fit(histories.matrix(), show_progress=False)
                found.append(model.item_factors)
        return cls(np.stack(found), settings["regularisation"], settings["confidence"], settings["decay"])

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        tastes = self.fold_in(histories)
        total = tastes[0] @ self._factors[0][items].T
        for own, factors in zip(tastes[1:], self._factors[1:], strict=True):
            total += own @ factors[items].T  # in place: a list of them is the size of the catalogue, each
        total /= len(self._factors)
        return np.asarray(total, dtype=np.float32)

    def fold_in(self, histories: Histories) -> Scores:
        """(fits, users, factors) float32; an empty history has zeros."""
        fits, _, factors = self._factors.shape
        found = np.zeros((fits, histories.users, factors), dtype=np.float32)
        weight = np.power(self._decay, histories.from_end(), dtype=np.float64).astype(np.float32) * self._confidence
        for users in np.array_split(np.flatnonzero(histories.lengths > 0), histories.users // _TOGETHER + 1):
            left = np.repeat(self._gram[:, None], len(users), axis=1)
            right = np.zeros((fits, len(users), factors, 1), dtype=np.float32)
            for place, user in enumerate(users):
                rows = slice(int(histories.start[user]), int(histories.start[user + 1]))
                had, sure = self._factors[:, histories.item[rows]], weight[rows]
                left[:, place] += (had * np.maximum(sure - 1.0, 0.0)[:, None]).swapaxes(1, 2) @ had
                right[:, place, :, 0] = sure @ had
            found[:, users] = np.linalg.solve(left, right)[..., 0]
        return found

    def arrays(self) -> Arrays:
        numbers = np.array([self._regularisation, self._confidence, self._decay])
        return {"factors": self._factors, "numbers": numbers}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(arrays["factors"], *arrays["numbers"].tolist())
