"""What goes with one product: what its own people turn to, more than anybody's do.

What many like is foreseen of everyone, so that the shop's best-seller would go with a lamp as with a pan. Set against how a
product stands after other things, what is left is what this one adds.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import numpy as np
import numpy.typing as npt

from recommender.recommend import Recommended, Recommender

LOOKED_AT = 60  # ranked products among which company is chosen
SAMPLE = 40  # products, evenly over the catalogue, after which a product usually stands as it does
DISCOUNT = 0.5  # how much of its usual standing is held against a product; 1 would leave popularity no say


class Company:
    """Of one recommender as it is. Safe from several threads: at worst two work out the same."""

    def __init__(self, recommender: Recommender):
        self.recommender = recommender
        self._usual: dict[str, float] | None = None

    def of(self, product_id: str, *, now: datetime, exclude: Collection[str] = ()) -> list[Recommended]:
        """Those for which this product is the reason, the closest company first."""
        ranked = self.recommender.recommend(
            None, top_k=LOOKED_AT, now=now, filters=lambda _: True, exclude=exclude, recent=[product_id]
        )
        mine = [one for one in ranked if one.reason.product_id == product_id]
        if not mine:
            return []
        usual = self._usually(now)
        here = self._standing([one.product_id for one in mine], now, product_id)
        closeness = {one.product_id: float(s) - DISCOUNT * usual[one.product_id] for one, s in zip(mine, here, strict=True)}
        return sorted(mine, key=lambda one: -closeness[one.product_id])

    def _usually(self, now: datetime) -> dict[str, float]:
        """Product id to its mean standing after anything; worked out once."""
        if self._usual is None:
            every = self.recommender.product_ids
            some = every[:: max(1, len(every) // SAMPLE)][:SAMPLE]
            means = np.mean([self._standing(every, now, one) for one in some], axis=0)
            self._usual = dict(zip(every, map(float, means), strict=True))
        return self._usual

    def _standing(self, product_ids: list[str], now: datetime, after: str) -> npt.NDArray[np.float32]:
        return self.recommender.scores(None, product_ids, now=now, recent=[after])
