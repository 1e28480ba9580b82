"""The paired bootstrap: how sure is a gain over a baseline, measured on the same items."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

SAMPLES = 10_000


def share_interval(right: Sequence[bool], *, seed: int = 7, samples: int = SAMPLES) -> dict[str, float]:
    """``{"low", "high"}``: 95% percentile interval of the share of what is right."""
    gain = paired_gain([float(r) for r in right], [0.0] * len(right), seed=seed, samples=samples)
    return {"low": gain["low"], "high": gain["high"]}


def paired_gain(ours: Sequence[float], baseline: Sequence[float], *, seed: int = 7, samples: int = SAMPLES) -> dict[str, float]:
    """``{"gain", "low", "high"}``: mean of ours − baseline over the items, with its 95% percentile interval.

    Both sequences hold one score per item (query, sentence) in the same order; raises ValueError when they do not pair.
    """
    difference = np.asarray(ours, dtype=np.float64) - np.asarray(baseline, dtype=np.float64)
    if difference.ndim != 1 or not len(difference):
        raise ValueError("paired_gain needs one score per item, and at least one item")
    rng = np.random.default_rng(seed)
    means = np.concatenate(
        [
            difference[rng.integers(0, len(difference), (min(500, samples - done), len(difference)))].mean(axis=1)
            for done in range(0, samples, 500)
        ]
    )
    low, high = np.percentile(means, [2.5, 97.5])
    return {"gain": round(float(difference.mean()), 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def paired_gain_of(
    ours: Callable[[npt.NDArray[np.float64]], float],
    baseline: Callable[[npt.NDArray[np.float64]], float],
    groups: int,
    *,
    seed: int = 7,
    samples: int = 1000,
) -> dict[str, float]:
    """The same for a figure that is no mean (F1, AUC), of items that hang together (the turns of a dialogue).

    Whole groups are drawn. Both functions get how often each of the ``groups`` was drawn, (groups,), and give the figure.
    """
    if groups < 1:
        raise ValueError("paired_gain_of needs at least one group")
    rng = np.random.default_rng(seed)
    drawn = (np.bincount(rng.integers(0, groups, groups), minlength=groups).astype(np.float64) for _ in range(samples))
    gains = [ours(weights) - baseline(weights) for weights in drawn]
    low, high = np.percentile(gains, [2.5, 97.5])
    once = np.ones(groups)
    return {"gain": round(ours(once) - baseline(once), 4), "low": round(float(low), 4), "high": round(float(high), 4)}
