"""A weighted sum of the sources' shares: fewer numbers than trees have, so that small data cannot fool it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories
from recommender.ranker.judge import Judge
from recommender.ranker.pool import Pool, normalised

_STEPS = (0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0)
_PASSES = 3
_BAGS = 8  # halves of the users on which weights are found; their mean moves less with who was held out
_LEAST = 0.02  # of the whole weight: a source with less is off
_SEED = 13


def blended(found: Pool, weights: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    return np.asarray(normalised(found) @ weights, dtype=np.float32)


def fitted_weights(found: Pool, wanted: Histories) -> npt.NDArray[np.float32]:
    """(sources,) sum 1: the mean of what is found on halves of the users; 0 switches a source off."""
    shares = normalised(found).astype(np.float64)
    rng, users = np.random.default_rng(_SEED), len(found.start) - 1
    halves = [np.sort(rng.permutation(users)[: max(1, (users + 1) // 2)]) for _ in range(_BAGS)]
    mean = np.mean([_ascended(shares, found, wanted, half) for half in halves], axis=0)
    mean[mean < _LEAST] = 0.0
    return np.asarray(mean / mean.sum(), dtype=np.float32)


def _ascended(
    shares: npt.NDArray[np.float64], found: Pool, wanted: Histories, users: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """(sources,) sum 1: coordinate ascent on NDCG@10 over ``users`` from the best single source.

    A source joins only where the gain exceeds its own standard error over the users, and one that could go for less than half
    of it goes: what a few users liked by chance does not come back on others.
    """

    rows = np.isin(found.user, users)
    judge, by_source = Judge(found.keep(rows), wanted), np.ascontiguousarray(shares[rows].T)
    singles = [judge.gains(one)[users] for one in by_source]
    order = np.argsort([-float(one.mean()) for one in singles], kind="stable")
    best, reached = np.eye(len(by_source))[order[0]], singles[order[0]]
    for _ in range(_PASSES):
        before = float(reached.mean())
        for column in order:
            rest = best.copy()
            rest[column] = 0.0
            of_rest = rest @ by_source
            for step in _STEPS:
                other = rest.copy()
                other[column] = step
                if not other.any() or step == best[column]:
                    continue
                tried = judge.gains(of_rest + step * by_source[column])[users]
                if gain_in_errors(tried, reached) > (1.0 if best[column] == 0 else -0.5 if step == 0 else 0.0):
                    best, reached = other, tried
        if float(reached.mean()) <= before:
            break
    return np.asarray(best / best.sum())


def gain_in_errors(ours: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """The mean gain in its own standard errors; 0 for no difference at all."""
    difference = ours - other
    error = float(difference.std() / np.sqrt(len(difference)))
    return float(difference.mean()) / error if error > 0 else 0.0
