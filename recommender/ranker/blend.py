"""A weighted sum of the sources' shares: fewer numbers than trees have, so that small data cannot fool it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories
from recommender.ranker.holdout import AT, gains
from recommender.ranker.pool import Pool, normalised

_STEPS = (0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0)
_PASSES = 3


def blended(found: Pool, weights: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    return np.asarray(normalised(found) @ weights, dtype=np.float32)


def fitted_weights(found: Pool, wanted: Histories) -> npt.NDArray[np.float32]:
    """(sources,) by coordinate ascent on NDCG@10 from the best single source; 0 switches a source off.

    A source joins only where the gain exceeds its own standard error over the users, and one that could go for less than half
    of it goes: what a few users liked by chance does not come back on others.
    """
    shares = normalised(found)

    def worth(weights: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        return gains(found.order(shares @ weights, AT), wanted)

    singles = [worth(one) for one in np.eye(len(found.sources))]
    order = np.argsort([-float(one.mean()) for one in singles], kind="stable")
    best, reached = np.eye(len(found.sources))[order[0]], singles[order[0]]
    for _ in range(_PASSES):
        before = float(reached.mean())
        for column in order:
            for step in _STEPS:
                other = best.copy()
                other[column] = step
                if not other.any() or step == best[column]:
                    continue
                tried = worth(other)
                if gain_in_errors(tried, reached) > (1.0 if best[column] == 0 else -0.5 if step == 0 else 0.0):
                    best, reached = other, tried
        if float(reached.mean()) <= before:
            break
    return np.asarray(best, dtype=np.float32)


def gain_in_errors(ours: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """The mean gain in its own standard errors; 0 for no difference at all."""
    difference = ours - other
    error = float(difference.std() / np.sqrt(len(difference)))
    return float(difference.mean()) / error if error > 0 else 0.0
