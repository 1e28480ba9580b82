"""Which product a customer picks at a time of the year: taste × popularity × season."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from data.sample.products import Made
from data.sample.tastes import Taste
from shop.catalogue import Variant

Weights = NDArray[np.float64]


def season_factor(season: str, month: int, climate: str) -> float:
    """How much more (above 1) or less a thing of that season is wanted in a month (1–12) in a climate."""
    if season == "winter":
        high, low = {"cold": (2.6, 0.55), "wet": (2.0, 0.6), "mild": (1.8, 0.65), "warm": (1.2, 0.5)}[climate]
        return high if month in (10, 11, 12, 1, 2) else low
    if season == "summer":
        high, low = {"cold": (2.2, 0.4), "wet": (2.1, 0.5), "mild": (1.9, 0.7), "warm": (1.7, 0.9)}[climate]
        return high if month in (4, 5, 6, 7, 8) else low
    if season == "rain":
        wet = 1.7 if climate == "wet" else 1.0
        return wet * (1.7 if month in (3, 4, 9, 10, 11) else 0.8)
    return 1.0


class Choosing:
    """Holds the weights (customers, products) of taste, and those of season per month and climate."""

    def __init__(self, made: Sequence[Made], tastes: Sequence[Taste]):
        self.made = made
        self._tastes = tastes
        self._base = np.array([[_fondness(taste, m) for m in made] for taste in tastes])
        self._middle = np.median(self._base, axis=1)
        self._spread = self._base.std(axis=1)
        popular = np.array([m.popularity for m in made])
        self._weights: Weights = np.exp(self._base) * popular
        self._seasons: dict[tuple[int, str], Weights] = {}

    def pick(self, rng: random.Random, customer: int, at: datetime) -> int:
        """The place of the chosen product."""
        key = (at.month, self._tastes[customer].climate)
        if key not in self._seasons:
            self._seasons[key] = np.array([season_factor(m.kind.season, *key) for m in self.made])
        total = np.cumsum(self._weights[customer] * self._seasons[key])
        return int(np.searchsorted(total, rng.random() * total[-1]))

    def match(self, customer: int, product: int) -> float:
        """How well a product suits a customer, about −2 … 2 around 0."""
        distance = self._base[customer, product] - self._middle[customer]
        return float(np.clip(distance / (self._spread[customer] + 1e-9), -2, 2))

    def variant(self, rng: random.Random, customer: int, product: int) -> Variant:
        """The variant in the size of the customer and, mostly, a colour that they like."""
        taste = self._tastes[customer]
        variants = self.made[product].product.variants
        sizes = list(dict.fromkeys(v.options.get("size", "") for v in variants))
        size = sizes[int(taste.size * len(sizes))]
        fitting = [v for v in variants if v.options.get("size", "") == size]
        return max(fitting, key=lambda v: taste.colours[v.options["colour"]] + rng.gauss(0, 0.4))


def _fondness(taste: Taste, made: Made) -> float:
    product = made.product
    colour = max(taste.colours[v.options["colour"]] for v in product.variants)
    reduced = 0.9 * taste.discount if any(v.compare_at for v in product.variants) else 0.0
    return (
        taste.categories[product.category]
        + taste.brands[product.brand]
        + 0.6 * colour
        - 3.0 * (made.quality - taste.level) ** 2
        + reduced
    )
