"""How much a message is like anything that training knows: what tells strangers better than the probabilities do.

Probabilities share out one whole, so a stranger gets a likeliest class as well, at times with much confidence. Ridge regression
from the sentence vector to "is of this class" has no whole to share: a stranger is near zero for all of them. What is out of
scope, where training shows it, is of no class. The likeness of the nearest example is added.
"""

from typing import Dict

import numpy as np

Arrays = Dict[str, np.ndarray]
RIDGE = 1.0  # for vectors of length 1


class Familiarity:
    """One linear score a class: coefficients (classes, dimension), intercepts (classes,)."""

    def __init__(self, coefficients: np.ndarray, intercepts: np.ndarray) -> None:
        self._coefficients, self._intercepts = coefficients.astype(np.float32), intercepts.astype(np.float32)

    @classmethod
    def fit(cls, vectors: np.ndarray, truth: np.ndarray, outside: np.ndarray) -> "Familiarity":
        """``truth``: class numbers; ``outside`` (classes,): which of them mean out of scope."""
        wanted = np.eye(len(outside))[truth] * ~outside
        mean, share = vectors.mean(axis=0), wanted.mean(axis=0)
        centred = (vectors - mean).astype(np.float64)
        inner = centred.T @ centred + RIDGE * np.eye(vectors.shape[1])
        coefficients = np.linalg.solve(inner, centred.T @ (wanted - share)).T
        return cls(coefficients, share - coefficients @ mean)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "Familiarity":
        return cls(arrays["familiar_coef"], arrays["familiar_intercept"])

    def arrays(self) -> Arrays:
        return {"familiar_coef": self._coefficients, "familiar_intercept": self._intercepts}

    def scores(self, vectors: np.ndarray, nearest: np.ndarray) -> np.ndarray:
        """(n, classes). ``nearest`` (n,): likeness of the nearest example that is in scope."""
        return np.asarray(vectors @ self._coefficients.T + self._intercepts + nearest[:, None])
