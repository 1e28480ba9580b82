"""Ranked products for a customer or a visitor, each with the reason that produced its rank."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recommender.contributions import Contributions, contributions
from recommender.praise import Said
from recommender.profiles.taste import Facts
from recommender.reason import Reason
from recommender.reranking.rerank import rerank
from recommender.shelf import Shelf, read_shelf
from recommender.train import FOLDER
from recommender.versions import current
from shop.catalogue import Product
from shop.customers import Profile
from shop.reranking import SHIPPED, Reranking

__all__ = ["Reason", "Recommended", "Recommender"]

POOL = 4  # candidates per wanted product among which re-ranking chooses


@dataclass(frozen=True)
class Recommended:
    """``score`` is the sum of the contributions; re-ranking may place a product below one of lower score."""

    product_id: str
    score: float
    reason: Reason


class Recommender:
    def __init__(self, shelf: Shelf, said: Callable[[], Said] | None = None, reranking: Reranking = SHIPPED):
        self.reranking = reranking
        self._bare = shelf
        self._said = said
        self._praised: tuple[Said, Shelf] | None = None

    @classmethod
    def open(
        cls,
        artifacts: Path,
        products_provider: Callable[[], Iterable[Product]],
        facts: Facts | None = None,
        said: Callable[[], Said] | None = None,
        reranking: Reranking = SHIPPED,
    ) -> Recommender:
        """Reads the current version and the catalogue once. ``said`` is asked with each answer for what reviews say at present;
        while nothing changed it gives the same object. Raises Corrupt when there is no version or a file was changed.
        """
        return cls(read_shelf(current(artifacts / FOLDER), products_provider(), facts), said, reranking)

    @classmethod
    def of(cls, version: Path, products: Iterable[Product], facts: Facts | None = None) -> Recommender:
        """What lies in one version's folder, whichever is current. Raises Corrupt when it cannot be read."""
        return cls(read_shelf(version, products, facts))

    @property
    def _shelf(self) -> Shelf:
        if self._said is None:
            return self._bare
        said, known = self._said(), self._praised
        if known is None or known[0] is not said:
            known = self._praised = said, self._bare.with_praise(said)
        return known[1]

    @property
    def product_ids(self) -> list[str]:
        """All on the shelf, sorted."""
        return [product.product_id for product in self._bare.products]

    def popular(self, top_k: int) -> list[str]:
        """Product ids that most people want at present, the most wanted first; none that nobody wants."""
        shelf = self._bare
        order = np.argsort(-shelf.popular, kind="stable")[:top_k]
        return [shelf.products[row].product_id for row in order if shelf.popular[row] > 0]

    def recommend(
        self,
        profile: Profile | None,
        *,
        top_k: int,
        now: datetime,
        filters: Callable[[str], bool],
        exclude: Collection[str] = (),
        recent: Sequence[str] = (),
        intention: Mapping[str, float] | None = None,
        region: str = "",
    ) -> list[Recommended]:
        """Best first, at most ``top_k``; never what is owned, excluded, or refused by ``filters`` (stock by today's record).

        ``filters`` is asked only for products on their way into the result. Without profile and ``recent``: what is popular.
        ``intention``: category (small letters) to the chance that the customer soon buys of it, where that is clear.
        ``region``: where the customer is, as it was called in learning; "" for unknown.
        """
        if top_k <= 0 or not self._bare.products:
            return []
        shelf = self._shelf
        found = contributions(profile, recent, shelf, now, intention, self.reranking, region)
        hidden = set(exclude) | set(profile.owned if profile and self.reranking.owned else ())
        pool: list[int] = []
        for row in _best_first(found.total, POOL * top_k + len(hidden)):
            product_id = shelf.products[row].product_id
            if product_id not in hidden and filters(product_id):
                pool.append(row)
                if len(pool) == POOL * top_k:
                    break
        rows = np.array(pool, dtype=np.intp)
        chosen = rerank(rows, found.total[rows], self._bare, profile, top_k, self.reranking)
        return _recommended(shelf, found, chosen)

    def score(
        self,
        profile: Profile | None,
        product_id: str,
        *,
        now: datetime,
        recent: Sequence[str] = (),
        intention: Mapping[str, float] | None = None,
        region: str = "",
    ) -> Recommended | None:
        """One product's score and reason, or None for a product that is not on the shelf."""
        shelf = self._shelf
        row = shelf.row_of.get(product_id)
        if row is None:
            return None
        found = contributions(profile, recent, shelf, now, intention, self.reranking, region)
        return _recommended(shelf, found, [row])[0]

    def scores(
        self,
        profile: Profile | None,
        product_ids: Sequence[str],
        *,
        now: datetime,
        recent: Sequence[str] = (),
        region: str = "",
    ) -> npt.NDArray[np.float32]:
        """(n,) of many products at once, in their order, as logarithms of chances; 0 for one that is not on the shelf."""
        shelf = self._shelf
        total = contributions(profile, recent, shelf, now, reranking=self.reranking, region=region).as_chances
        rows = [shelf.row_of.get(product_id) for product_id in product_ids]
        return np.array([0.0 if row is None else total[row] for row in rows], dtype=np.float32)


def _best_first(total: npt.NDArray[np.float32], likely: int) -> Iterator[int]:
    """All rows by ``total``, of equals the lower; the ``likely`` first ones are sorted alone, the rest only when asked for."""
    first = np.arange(len(total))
    if likely < len(total):
        first = np.flatnonzero(total >= np.partition(total, -likely)[-likely])
    yield from first[np.argsort(-total[first], kind="stable")].tolist()
    rest = np.setdiff1d(np.arange(len(total)), first, assume_unique=True)
    yield from rest[np.argsort(-total[rest], kind="stable")].tolist()


def _recommended(shelf: Shelf, found: Contributions, rows: Sequence[int]) -> list[Recommended]:
    reasons = found.reasons(shelf, rows)
    return [
        Recommended(shelf.products[row].product_id, float(found.total[row]), reason)
        for row, reason in zip(rows, reasons, strict=True)
    ]
