"""EASE (Steck 2019): the linear item-to-item model in closed form, asked with a fading history.

It inverts an items × items matrix: memory grows with the square and time with the cube of the catalogue.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from scipy import linalg

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings

ITEMS = 6_000  # 36 million cells, some 10 seconds; at 12,000 items 1.5 GB and a minute


class Ease:
    NAME: ClassVar[str] = "ease"
    CHOICES: ClassVar[tuple[Settings, ...]] = tuple(
        {"regularisation": weight, "dropout": dropout, "decay": decay}
        for weight in (400.0, 200.0, 100.0, 800.0)
        for dropout in (0.0, 0.2, 0.4)
        for decay in (1.0, 0.9, 0.8)
    )

    def __init__(self, weights: Any, decay: float):
        self._weights = np.ascontiguousarray(weights, dtype=np.float32)  # row by row, as answers read it
        self._decay = decay

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        return 1 < shape.items <= ITEMS

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        had = histories.matrix().astype(np.float64)
        gram = (had.T @ had).toarray()
        # items left out at random on the left side (Steck 2020): in closed form more weight on the popular ones' diagonal
        left_out = settings["dropout"] / (1.0 - settings["dropout"])
        gram[np.diag_indices_from(gram)] += settings["regularisation"] + left_out * np.diag(gram)
        precision = linalg.inv(gram, overwrite_a=True, check_finite=False)
        weights = precision / -np.diag(precision)
        np.fill_diagonal(weights, 0.0)
        return cls(weights, settings["decay"])

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        return np.asarray((histories.fading(self._decay) @ self._weights)[:, items], dtype=np.float32)

    def arrays(self) -> Arrays:
        return {"weights": self._weights.astype(np.float16), "decay": np.array(self._decay)}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(arrays["weights"], float(arrays["decay"]))
