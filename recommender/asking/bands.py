"""Prices as a few bands to choose from, cut where the candidates' own prices divide them into equal parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from recommender.asking.tables import Weights

BANDS = 4


@dataclass(frozen=True)
class Band:
    """Minor units, bounds included; None: open on that side."""

    low: int | None
    high: int | None

    @property
    def name(self) -> str:
        return f"{'' if self.low is None else self.low}:{'' if self.high is None else self.high}"

    @classmethod
    def named(cls, name: str) -> Band:
        """The reverse of ``name``."""
        low, _, high = name.partition(":")
        return cls(int(low) if low else None, int(high) if high else None)

    def holds(self, price: int) -> bool:
        """A price of 0 is unknown and lies in no band."""
        return price > 0 and (self.low is None or price >= self.low) and (self.high is None or price <= self.high)


def price_bands(
    prices: Sequence[int], weights: Weights | Sequence[float] | None = None, count: int = BANDS
) -> tuple[Band, ...]:
    """At most ``count`` bands, ascending, about equally heavy, with round bounds; fewer where prices lie close together, and
    none where one band would hold them all. Prices are minor units, 0 where unknown; ``weights`` are 0 or more."""
    given = [1.0] * len(prices) if weights is None else list(weights)
    known = sorted((price, weight) for price, weight in zip(prices, given, strict=True) if price > 0 and weight > 0)
    if len(known) < 2:
        return ()
    values = np.array([price for price, _ in known], dtype=np.float64)
    heavy = np.cumsum([weight for _, weight in known])
    places = np.searchsorted(heavy, heavy[-1] * np.arange(1, count) / count, side="right")
    bounds: list[int] = []
    for cut in sorted({_round(float(values[min(place, len(values) - 1)])) for place in places.tolist()}):
        below = values[values < cut]
        if below.size and values[-1] > cut and (not bounds or below[-1] > bounds[-1]):  # something lies in each band
            bounds.append(cut)
    if not bounds:
        return ()
    edges: list[int | None] = [None, *bounds, None]
    return tuple(Band(low, high) for low, high in pairwise(edges))


def _round(price: float) -> int:
    """To half a unit of its first digit: 8,730 → 8,500, 12,300 → 10,000 or 15,000. Never 0."""
    step = max(1, int(10 ** math.floor(math.log10(price))) // 2)
    return max(step, round(price / step) * step)
