"""How well products do in what a customer cares about, by what reviews say of the products.

Per aspect it is the customer's caring (0…1) times the product's praise (−1…1). Praise and blame are added up apart, each as a
noisy-or: every aspect adds, and no number of them exceeds 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from recommender.profiles.cares import cares_of
from shop.customers import Profile

Floats = npt.NDArray[np.float32]
#: Product id to aspect to the mean (−1…1) of the reviews that praise or blame it, and how many these are.
Said = Mapping[str, Mapping[str, tuple[float, int]]]
ASPECTS = 0.8  # how much they count at most; as much as a brand
_DOUBT = 2.0  # so many reviews that say nothing stand against the first ones


def praise_of(mean: float, reviews: int) -> float:
    """−1…1: one voice alone does not make a product praised."""
    return mean * reviews / (reviews + _DOUBT)


@dataclass(frozen=True)
class Praise:
    """``values``: aspect to (n,) −1…1 in the order of the products; 0 where no review says anything."""

    size: int
    values: Mapping[str, Floats]

    @classmethod
    def of(cls, product_ids: Sequence[str], said: Said) -> Praise:
        values: dict[str, Floats] = {}
        for row, product_id in enumerate(product_ids):
            for aspect, (mean, reviews) in said.get(product_id, {}).items():
                if aspect not in values:
                    values[aspect] = np.zeros(len(product_ids), dtype=np.float32)
                values[aspect][row] = praise_of(mean, reviews)
        return cls(len(product_ids), values)

    def parts(self, cares: Mapping[str, float]) -> tuple[Floats, Floats]:
        """(n,) for and (n,) against, both 0…1."""
        lacks_up, lacks_down = np.ones(self.size), np.ones(self.size)
        for aspect, caring in cares.items():
            if aspect in self.values:
                share = caring * self.values[aspect]
                lacks_up *= 1 - np.maximum(share, 0)
                lacks_down *= 1 + np.minimum(share, 0)
        return (1 - lacks_up).astype(np.float32), (1 - lacks_down).astype(np.float32)

    def best(self, row: int, cares: Mapping[str, float]) -> str:
        """The aspect that speaks most for a product; "" when none does."""
        found = {aspect: caring * float(self.values[aspect][row]) for aspect, caring in cares.items() if aspect in self.values}
        best = max(found, key=lambda aspect: found[aspect], default="")
        return best if found.get(best, 0.0) > 0 else ""


NO_PRAISE = Praise(0, {})


def praise_scores(profile: Profile, product_ids: Sequence[str], said: Said, now: datetime) -> Floats:
    """(n,) −``ASPECTS``…``ASPECTS``. Of a product that the customer reviewed their own word stands: 0."""
    up, down = Praise.of(product_ids, said).parts(cares_of(profile, now))
    own = np.array([product_id in profile.reviewed for product_id in product_ids], dtype=bool)
    return np.asarray(np.where(own, 0.0, ASPECTS * (up - down)), dtype=np.float32)
