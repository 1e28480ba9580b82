"""What is popular now, and whether a category has a season. Both from weighted deeds, the recent ones counting most."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.interactions import Interactions

WINDOW_DAYS = 60.0
HALF_LIFE_DAYS = 14.0
ONE_USER = 4.0  # counts no more than this for one product
_YEAR_DAYS = 330.0  # less data than this tells nothing of seasons
_MINIMUM = 30  # deeds a category needs in a month, or is expected to have
_SURE = 4.0  # standard deviations from what chance would give
_BOUNDS = (0.5, 2.0)


def popularity(found: Interactions, items: int, now_seconds: float) -> npt.NDArray[np.float32]:
    """(items,) 0…1: decayed deeds of the window before the newest deed, on a log scale of the most popular.

    One user counts for a product no more than one purchase does, so that nobody can make a thing popular alone.
    """
    if not found.at.size:
        return np.zeros(items, dtype=np.float32)
    newest = min(now_seconds, float(found.at.max()))
    inside = found.at >= newest - WINDOW_DAYS * 86_400
    left = found.weight[inside] * np.exp2((found.at[inside] - newest) / (HALF_LIFE_DAYS * 86_400))
    keys = found.user[inside] * items + found.item[inside]
    distinct, where = np.unique(keys, return_inverse=True)
    per_user = np.minimum(np.bincount(where, weights=left), ONE_USER)
    return on_log_scale(np.bincount(distinct % items, weights=per_user, minlength=items))


def on_log_scale(deeds: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """(items,) 0…1 of (items,) sums."""
    total = np.log1p(deeds)
    highest = total.max(initial=0.0)
    return np.asarray(total / highest if highest > 0 else total, dtype=np.float32)


def seasons(found: Interactions, category_of: npt.NDArray[np.int64], categories: int) -> npt.NDArray[np.float32]:
    """(12, categories): how much more a category is wanted in a month than over the year, 1 where the data does not show it."""
    if not found.at.size:
        return np.ones((12, categories), dtype=np.float32)
    months = np.array([datetime.fromtimestamp(at, UTC).month - 1 for at in found.at], dtype=np.int64)
    counts = np.zeros((12, categories))
    np.add.at(counts, (months, category_of[found.item]), 1.0)
    return season_lift(counts, float(found.at.max() - found.at.min()))


def season_lift(counts: npt.NDArray[np.float64], span_seconds: float) -> npt.NDArray[np.float32]:
    """As ``seasons``, from the deeds counted by month and category (12, categories) over so much time."""
    lift = np.ones(counts.shape, dtype=np.float32)
    if span_seconds < _YEAR_DAYS * 86_400:
        return lift
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True) / counts.sum()
    sure = (np.maximum(counts, expected) >= _MINIMUM) & (np.abs(counts - expected) > _SURE * np.sqrt(np.maximum(expected, 1.0)))
    lift[sure] = np.clip(counts[sure] / np.maximum(expected[sure], 1.0), *_BOUNDS)
    return lift
