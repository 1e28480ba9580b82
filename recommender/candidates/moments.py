"""Popularity by the moment and the place of asking: what the month, the hour or the country adds to what is popular anyway.

A condition's lift of an item is its share there over its share anywhere, drawn to 1 as if ``pull`` deeds of the average were
added, and lifts multiply what the window before the newest deed says. A lift's counts are not windowed: a season is a year old.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
MONTHS, HOURS = 12, 24
_BESIDE = 0.5  # what a deed counts in the neighbouring month or hour
_DAY = 86_400


@dataclass(frozen=True)
class Condition:
    """``near`` (groups, groups): what a deed of one group (column) counts in another (row)."""

    name: str
    near: Floats

    @classmethod
    def ring(cls, name: str, size: int) -> Condition:
        """Groups in a circle (December is beside January), neighbours counting half."""
        own = np.eye(size)
        return cls(name, own + _BESIDE * (np.roll(own, 1, axis=1) + np.roll(own, -1, axis=1)))

    @classmethod
    def apart(cls, name: str, size: int) -> Condition:
        return cls(name, np.eye(size))


def months(at: Floats) -> Ints:
    """(n,) 0 for January, UTC."""
    return np.asarray(at.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % MONTHS)


def hours(at: Floats) -> Ints:
    """(n,) 0 … 23, UTC."""
    return np.asarray(at.astype(np.int64) % _DAY // 3600)


def lifts(item: Ints, group: Ints, condition: Condition, items: int, pull: float) -> Floats:
    """(groups, items) as ``of_counts``, from the deeds (n,) themselves."""
    count: Floats = np.zeros((len(condition.near), items))
    np.add.at(count, (group, item), 1.0)
    return of_counts(count, np.bincount(item, minlength=items), condition, pull)


def of_counts(count: Floats, overall: npt.NDArray[Any], condition: Condition, pull: float) -> Floats:
    """(groups, items) natural logarithms; 0 where the condition says nothing of the item. ``count`` (groups, items) deeds,
    ``overall`` (items,) all deeds of each item."""
    near: Floats = condition.near @ count
    average = overall / max(1, overall.sum())
    share = (near + pull * average) / np.maximum(near.sum(axis=1, keepdims=True) + pull, 1e-9)
    known = average > 0
    out: Floats = np.zeros(share.shape)
    out[:, known] = np.log(share[:, known] / average[known])
    return out


def scores(popular: Floats, given: Sequence[tuple[Floats, Ints]]) -> npt.NDArray[np.float32]:
    """(cases, items): ``popular`` (items,) shares, times the lift of each condition's group that a case is in."""
    base = np.log(np.maximum(popular, 1e-12))
    cases = len(given[0][1]) if given else 1
    total = np.broadcast_to(base, (cases, len(base))).copy()
    for table, group in given:
        total += table[group]
    return total.astype(np.float32)


def windowed(item: Ints, at: Floats, items: int, half_life: float) -> Floats:
    """(items,) shares; ``half_life``: after what share of the time the data spans a deed counts half, 0 for never."""
    weight = np.ones(len(at))
    span = float(np.ptp(at)) if len(at) else 0.0
    if half_life > 0 and span > 0:
        weight = np.exp2((at - at.max()) / (half_life * span))
    total = np.bincount(item, weights=weight, minlength=items)
    return np.asarray(total / max(float(total.sum()), 1e-9))
