"""Ranked products for a customer or a visitor, each with the reason that produced its rank."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recommender.contributions import Contributions, contributions
from recommender.profiles.taste import Facts
from recommender.reason import Reason
from recommender.shelf import Shelf, read_shelf
from recommender.train import FOLDER
from recommender.versions import current
from shop.catalogue import Product
from shop.customers import Profile

__all__ = ["Reason", "Recommended", "Recommender"]

_POOL = 4  # candidates per wanted product among which diversity chooses
_SAMENESS = 0.35  # what being just like a better-placed product costs


@dataclass(frozen=True)
class Recommended:
    """``score`` is the sum of the contributions; diversity may place a product below one of lower score."""

    product_id: str
    score: float
    reason: Reason


class Recommender:
    def __init__(self, shelf: Shelf):
        self._shelf = shelf

    @classmethod
    def open(
        cls, artifacts: Path, products_provider: Callable[[], Iterable[Product]], facts: Facts | None = None
    ) -> Recommender:
        """Reads the current version and the catalogue once. Raises Corrupt when there is no version or a file was changed."""
        return cls.of(current(artifacts / FOLDER), products_provider(), facts)

    @classmethod
    def of(cls, version: Path, products: Iterable[Product], facts: Facts | None = None) -> Recommender:
        """What lies in one version's folder, whichever is current. Raises Corrupt when it cannot be read."""
        return cls(read_shelf(version, products, facts))

    def popular(self, top_k: int) -> list[str]:
        """Product ids that most people want at present, the most wanted first; none that nobody wants."""
        order = np.argsort(-self._shelf.popular, kind="stable")[:top_k]
        return [self._shelf.products[row].product_id for row in order if self._shelf.popular[row] > 0]

    def recommend(
        self,
        profile: Profile | None,
        *,
        top_k: int,
        now: datetime,
        filters: Callable[[str], bool],
        exclude: Collection[str] = (),
        recent: Sequence[str] = (),
    ) -> list[Recommended]:
        """Best first, at most ``top_k``; never what is owned, excluded, or refused by ``filters`` (stock by today's record).

        ``filters`` is asked only for products on their way into the result. Without profile and ``recent``: what is popular.
        """
        if top_k <= 0 or not self._shelf.products:
            return []
        found = contributions(profile, recent, self._shelf, now)
        hidden = set(exclude) | set(profile.owned if profile else ())
        pool: list[int] = []
        for row in np.argsort(-found.total, kind="stable").tolist():
            product_id = self._shelf.products[row].product_id
            if product_id not in hidden and filters(product_id):
                pool.append(row)
                if len(pool) == _POOL * top_k:
                    break
        return [self._recommended(found, row) for row in self._diverse(np.array(pool, dtype=np.intp), found, top_k)]

    def score(
        self, profile: Profile | None, product_id: str, *, now: datetime, recent: Sequence[str] = ()
    ) -> Recommended | None:
        """One product's score and reason, or None for a product that is not on the shelf."""
        row = self._shelf.row_of.get(product_id)
        return None if row is None else self._recommended(contributions(profile, recent, self._shelf, now), row)

    def _recommended(self, found: Contributions, row: int) -> Recommended:
        return Recommended(self._shelf.products[row].product_id, float(found.total[row]), found.reason(self._shelf, row))

    def _diverse(self, pool: npt.NDArray[np.intp], found: Contributions, top_k: int) -> list[int]:
        """Greedy: the best score less the likeness to what was already chosen; of equals the better-placed."""
        if not pool.size:
            return []
        worth = found.total[pool].copy()
        vectors = self._shelf.vectors[pool]
        close = np.clip(vectors @ vectors.T, 0.0, 1.0)
        types = np.array([self._shelf.products[row].type or str(row) for row in pool])
        same = np.zeros(pool.size, dtype=np.float32)
        chosen: list[int] = []
        for _ in range(min(top_k, pool.size)):
            place = int(np.argmax(worth - _SAMENESS * same))
            chosen.append(int(pool[place]))
            worth[place] = -np.inf
            likeness = 0.5 * close[place] + 0.5 * (types == types[place])
            same = np.maximum(same, likeness)
        return chosen
