"""How well products meet a taste: one array per facet, over all products at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.profiles.facts import stated_weights
from recommender.profiles.fold import decay
from shop.catalogue import Product
from shop.customers import Profile

Floats = npt.NDArray[np.float32]
Facts = Callable[[str], Mapping[str, Any]]

#: Facet to how much it counts. Material has no weight of its own: it only speaks against ("no leather").
FACETS: Mapping[str, float] = {"type": 1.0, "category": 0.8, "brand": 0.8, "colour": 0.4, "material": 0.4}
HALF_WAY = 6.0  # the weight at which half of a facet's score is reached


@dataclass(frozen=True)
class FacetTable:
    """Products as integer codes. ``rows[facet]`` and ``codes[facet]`` pair product rows with ``values[facet]`` (lower case)."""

    size: int
    rows: Mapping[str, npt.NDArray[np.intp]]
    codes: Mapping[str, npt.NDArray[np.intp]]
    values: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, products: Sequence[Product], facts: Facts | None = None) -> FacetTable:
        """``facts(product_id)`` gives the derived ``type`` and ``brand`` where the product itself has none."""
        rows: dict[str, list[int]] = {facet: [] for facet in FACETS}
        codes: dict[str, list[int]] = {facet: [] for facet in FACETS}
        index: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
        for row, product in enumerate(products):
            for facet, value in _values(product, facts):
                rows[facet].append(row)
                codes[facet].append(index[facet].setdefault(value, len(index[facet])))
        return cls(
            len(products),
            {facet: np.array(found, dtype=np.intp) for facet, found in rows.items()},
            {facet: np.array(found, dtype=np.intp) for facet, found in codes.items()},
            {facet: tuple(found) for facet, found in index.items()},
        )

    def best(self, facet: str, row: int, weights: Mapping[str, float]) -> str:
        """The value of a product that weighs most, lower case; "" when it has none."""
        found = [self.values[facet][int(code)] for code in self.codes[facet][self.rows[facet] == row]]
        return max(found, key=lambda value: weights.get(value, 0.0), default="")

    def spread(self, facet: str, weights: Mapping[str, float]) -> Floats:
        """Per product the weight of its value; of several values (colours) the best; 0 where nothing is known."""
        by_code = np.array([weights.get(value, 0.0) for value in self.values[facet]], dtype=np.float32)
        out = np.full(self.size, -np.inf, dtype=np.float32)
        np.maximum.at(out, self.rows[facet], by_code[self.codes[facet]])
        out[np.isneginf(out)] = 0.0
        return out


def _values(product: Product, facts: Facts | None) -> list[tuple[str, str]]:
    derived: Mapping[str, Any] = facts(product.product_id) if facts and not (product.type and product.brand) else {}
    pairs = [
        ("type", product.type or str(derived.get("type") or "")),
        ("category", product.category),
        ("brand", product.brand or str(derived.get("brand") or "")),
        ("material", product.material),
    ]
    colours = {v.options.get("colour") or v.options.get("color") or "" for v in product.variants}
    colours.add(product.attributes.get("colour", ""))
    pairs += [("colour", colour) for colour in sorted(colours)]
    return [(facet, key) for facet, value in pairs if (key := value.strip().lower())]


def saturate(weight: float) -> float:
    """Into −1…1, growing all the way, so that more of a cause is always more of its effect."""
    return weight / (HALF_WAY + abs(weight))


def facet_weights(profile: Profile, now: datetime) -> dict[str, dict[str, float]]:
    """Facet to value to −1…1, at ``now``, with what the customer said outright."""
    left = decay(profile.watermark_at.timestamp(), now.timestamp()) if profile.watermark_at else 1.0
    weights = {facet: {v: w * left for v, w in profile.affinities.get(facet, {}).items()} for facet in FACETS}
    for (facet, value), weight in stated_weights(profile.facts).items():
        if facet in weights:
            weights[facet][value] = weights[facet].get(value, 0.0) + weight
    return {facet: {value: saturate(weight) for value, weight in values.items()} for facet, values in weights.items()}


def facet_scores(profile: Profile, table: FacetTable, now: datetime) -> dict[str, Floats]:
    """Per facet an array (products,) of its share of the score, the facet's weight included."""
    found: dict[str, Floats] = {}
    for facet, values in facet_weights(profile, now).items():
        if values:
            spread = table.spread(facet, values)
            part = np.minimum(spread, 0) if facet == "material" else spread
            found[facet] = (FACETS[facet] * part).astype(np.float32)
    return found


def scores(profile: Profile, facts: Facts | None, products: Sequence[Product], now: datetime | None = None) -> Floats:
    """The taste for each of ``products`` in their order, (n,) float32; ``now`` defaults to the profile's own time."""
    table = FacetTable.of(products, facts)
    total = np.zeros(len(products), dtype=np.float32)
    at = now or profile.watermark_at
    if at is not None:
        for part in facet_scores(profile, table, at).values():
            total += part
    return total
