"""What the regression of intentions sees of each customer and category at a moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recommender.customers.bg_nbd import BgNbd, fit_bg_nbd, purchases
from recommender.customers.features import features
from recommender.customers.order_lines import Floats, Ints, OrderLines

LATELY, BEFORE = 30.0, 90.0
_NEVER = 30.0  # days added to the tenure where a category was never bought
_PULL = 3.0  # orders' worth of everybody's taste in one customer's


@dataclass(frozen=True)
class Everyone:
    """What the columns of one customer take from all: how customers come and go, and by category the share who bought of it
    lately."""

    bg_nbd: BgNbd
    popular: tuple[float, ...]


class IntentionColumns:
    """``customer`` (n,) are those with an order before ``at``. Rows are made on demand, so that a large shop fits in memory.

    ``lines`` are those of all customers, or of some with ``everyone`` as it was of all. Raises InvalidInput ``too_few`` where
    no BG/NBD can be fitted.
    """

    def __init__(self, lines: OrderLines, at: float, days: float, everyone: Everyone | None = None) -> None:
        lines = lines.before(at)
        seen = purchases(lines, at)
        bg_nbd = everyone.bg_nbd if everyone else fit_bg_nbd(seen)
        found = features(lines, at)
        who = self.customer = found.customer
        count, tenure, recency = found.column("frequency"), found.column("tenure"), found.column("recency")
        self._count, self._tenure, self._at = count, tenure, at
        self._own = np.column_stack(
            [
                np.log(bg_nbd.buys(seen, days)),
                np.log((count + 0.5) / (tenure + 45.0)),
                np.log1p(recency),
                np.log1p(count),
                np.log1p(_orders_since(lines, at - LATELY)[who]),
                np.log1p(_orders_since(lines, at - days)[who]),
                np.log1p(found.column("gap")),
            ]
        )
        last = np.full((len(lines.customer_ids), len(lines.categories)), -np.inf)
        np.maximum.at(last, (lines.customer, lines.category), lines.day)
        self._last = last[who]
        self._lately, self._before, self._ever = (_orders_with(lines, at - back)[who] for back in (LATELY, BEFORE, np.inf))
        lately = np.asarray(everyone.popular) if everyone else (self._lately > 0).mean(axis=0)
        self.everyone = everyone or Everyone(bg_nbd, tuple(lately.tolist()))
        self._popular = lately + 1e-4

    def of(self, rows: Ints) -> Floats:
        """(rows × categories, 14) of the customers at these places, a customer's categories one after the other."""
        count, tenure = self._count[rows, None], self._tenure[rows, None]
        last, ever = self._last[rows], self._ever[rows].astype(np.float64)
        had = np.isfinite(last)
        since = np.where(had, self._at - np.where(had, last, 0.0), tenure + _NEVER)
        share = (ever + _PULL * self._popular / self._popular.sum()) / (count + _PULL)
        wide = np.ones(since.shape)
        columns = [
            np.log1p(since),
            had * wide,
            np.log1p(self._lately[rows].astype(np.float64)),
            np.log1p(self._before[rows].astype(np.float64)),
            np.log1p(ever),
            np.log(share),
            np.log(self._popular) * wide,
            *(own[:, None] * wide for own in self._own[rows].T),
        ]
        return np.stack(columns, axis=-1).reshape(-1, len(columns))


def _orders_with(lines: OrderLines, first: float) -> npt.NDArray[np.int32]:
    """(customers, categories): orders since ``first`` that hold the category."""
    found = lines.where(lines.day >= first)
    kinds = len(lines.categories)
    cell = found.customer * kinds + found.category
    once = np.unique(cell * len(lines.order_ids) + found.order) // len(lines.order_ids)
    counts = np.bincount(once, minlength=len(lines.customer_ids) * kinds)
    return counts.reshape(-1, kinds).astype(np.int32)


def _orders_since(lines: OrderLines, first: float) -> Floats:
    found = lines.where(lines.day >= first)
    _, place = np.unique(found.order, return_index=True)
    return np.bincount(found.customer[place], minlength=len(lines.customer_ids)).astype(np.float64)
