"""Regressions that are kept as plain numbers: standardised columns, weights, an intercept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from recommender.customers.order_lines import Floats

_HIGHEST = 12.0  # of a score that is exponentiated


@dataclass(frozen=True)
class Linear:
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def score(self, columns: Floats) -> Floats:
        """(n,) from (n, columns)."""
        scaled = (columns - np.asarray(self.mean)) / np.asarray(self.spread)
        return np.asarray(scaled @ np.asarray(self.weights) + self.intercept)

    def chance(self, columns: Floats) -> Floats:
        return np.asarray(expit(self.score(columns)))

    def amount(self, columns: Floats) -> Floats:
        """exp(score), for a regression on the logarithm of a mean."""
        return np.asarray(np.exp(np.minimum(self.score(columns), _HIGHEST)))

    def moved_to(self, columns: Floats, share: float) -> Linear:
        """The same order, with the intercept at which the mean chance over ``columns`` is ``share``."""
        score = self.score(columns)
        low, high = -20.0, 20.0
        for _ in range(60):
            middle = (low + high) / 2
            if float(expit(score + middle).mean()) < share:
                low = middle
            else:
                high = middle
        return replace(self, intercept=self.intercept + (low + high) / 2)


def fit_logistic(columns: Floats, happened: Floats, *, strength: float = 0.1, balanced: bool = False) -> Linear:
    """``strength`` is scikit-learn's C. ``happened`` (n,) of 0 and 1, both of which must occur."""
    from sklearn.linear_model import LogisticRegression  # only training pays for the import

    scaled, mean, spread = _standard(columns)
    weight = "balanced" if balanced else None
    found = LogisticRegression(C=strength, max_iter=500, class_weight=weight).fit(scaled, happened > 0)
    return Linear(mean, spread, _plain(found.coef_[0]), float(found.intercept_[0]))


def fit_poisson(columns: Floats, counts: Floats, *, ridge: float = 0.1) -> Linear:
    """A regression of counts (n,) from 0 on, on the logarithm of their mean."""
    from sklearn.linear_model import PoissonRegressor

    scaled, mean, spread = _standard(columns)
    found = PoissonRegressor(alpha=ridge, max_iter=500).fit(scaled, counts)
    return Linear(mean, spread, _plain(found.coef_), float(found.intercept_))


def _standard(columns: Floats) -> tuple[Floats, tuple[float, ...], tuple[float, ...]]:
    mean, spread = columns.mean(axis=0), columns.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    return (columns - mean) / spread, _plain(mean), _plain(spread)


def _plain(values: Floats) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
