"""What is measured of each customer at a moment, and the scale on which customers are near or far from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.customers.order_lines import Floats, Ints, OrderLines, orders

#: In the order of the columns. Days, orders, money, days, kinds, share, share, days. Nothing about the person.
NAMES = ("recency", "frequency", "money", "tenure", "breadth", "returns", "discounts", "gap")
_SKEWED = ("recency", "frequency", "money", "tenure", "breadth", "gap")  # compared by their logarithm
_FARTHEST = 3.0  # standard deviations; beyond, a customer is simply "very", and pulls no group towards itself


@dataclass(frozen=True)
class Features:
    """``values`` (n, 8) in the units of ``NAMES``, for the customers with an order before ``at``, by customer."""

    customer: Ints
    values: Floats
    at: float

    def column(self, name: str) -> Floats:
        return np.asarray(self.values[:, NAMES.index(name)])


def features(lines: OrderLines, at: float) -> Features:
    """``recency`` days since the last order, ``money`` paid and kept, ``tenure`` days since the first order, ``breadth``
    categories bought, ``returns`` and ``discounts`` shares of the money, ``gap`` mean days between orders (of a single
    order: the days since, which it is at least)."""
    seen = lines.before(at)
    found = orders(seen)
    customer, first, count = np.unique(found.customer, return_index=True, return_counts=True)
    last = first + count - 1
    n = customer.size
    place = np.searchsorted(customer, seen.customer)
    paid = np.bincount(place, weights=seen.value, minlength=n)
    back = np.bincount(place, weights=seen.returned, minlength=n)
    let_off = np.bincount(place, weights=seen.discount * seen.value, minlength=n)
    pairs = np.unique(place * max(len(lines.categories), 1) + seen.category)
    breadth = np.bincount(pairs // max(len(lines.categories), 1), minlength=n)
    tenure = at - found.day[first]
    recency = at - found.day[last]
    gap = np.where(count > 1, (tenure - recency) / np.maximum(count - 1, 1), recency)
    whole = np.maximum(paid, 1e-9)
    columns = (recency, count, paid - back, tenure, breadth, back / whole, let_off / whole, gap)
    return Features(customer, np.stack([np.asarray(c, dtype=np.float64) for c in columns], axis=1).reshape(n, len(NAMES)), at)


@dataclass(frozen=True)
class Scale:
    """Mean and spread of each feature, logarithms taken; fitted on one set of customers and used for all."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]  # 0 for a feature that is the same for all, which then says nothing

    def of(self, values: Floats) -> Floats:
        """(n, 8) in standard deviations from the mean, at most ``_FARTHEST``."""
        spread = np.asarray(self.spread)
        scaled = (straight(values) - np.asarray(self.mean)) / np.where(spread > 0, spread, 1.0)
        return np.asarray(np.clip(np.where(spread > 0, scaled, 0.0), -_FARTHEST, _FARTHEST))

    def back(self, scaled: Floats) -> Floats:
        """From standard deviations to the straightened values (logarithms), where scales can be compared."""
        return np.asarray(scaled * np.asarray(self.spread) + np.asarray(self.mean))

    def straightened(self, values: Floats) -> Floats:
        """The inverse of ``back``."""
        spread = np.asarray(self.spread)
        return np.asarray(np.where(spread > 0, (values - np.asarray(self.mean)) / np.where(spread > 0, spread, 1.0), 0.0))


def straight(values: Floats) -> Floats:
    """Skewed features by the logarithm of one more than they are."""
    out = np.array(values, dtype=np.float64)
    for name in _SKEWED:
        column = NAMES.index(name)
        out[:, column] = np.log1p(np.maximum(out[:, column], 0.0))
    return out


def fit_scale(values: Floats) -> Scale:
    straightened = straight(values)
    spread = straightened.std(axis=0)
    return Scale(_plain(straightened.mean(axis=0)), _plain(np.where(spread > 1e-9, spread, 0.0)))


def _plain(values: Sequence[float] | Floats) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
