"""Order lines as columns: what all figures about customers are computed from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from shop.errors import InvalidInput

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
DAY = 86400.0


@dataclass(frozen=True)
class OrderLine:
    """``value`` is what was paid and ``returned`` the part of it sent back, in one currency; ``discount`` the share let off."""

    customer_id: str
    order_id: str
    placed_at: datetime
    value: float
    category: str = ""
    returned: float = 0.0
    discount: float = 0.0


@dataclass(frozen=True)
class OrderLines:
    """``customer``, ``order`` and ``category`` (n,) are places in the three tuples of names, which are sorted. ``day``
    counts days since 1970. A part (``before``, ``between``) keeps the names, so that its codes mean the same."""

    customer_ids: tuple[str, ...]
    order_ids: tuple[str, ...]
    categories: tuple[str, ...]
    customer: Ints
    order: Ints
    category: Ints
    day: Floats
    value: Floats
    returned: Floats
    discount: Floats

    def __len__(self) -> int:
        return int(self.day.size)

    def where(self, mask: npt.NDArray[np.bool_]) -> OrderLines:
        columns = ("customer", "order", "category", "day", "value", "returned", "discount")
        return replace(self, **{name: getattr(self, name)[mask] for name in columns})

    def before(self, day: float) -> OrderLines:
        return self.where(self.day < day)

    def between(self, first: float, last: float) -> OrderLines:
        """``first`` ≤ day < ``last``."""
        return self.where((self.day >= first) & (self.day < last))


@dataclass(frozen=True)
class Orders:
    """One row per order, by customer and then by time. ``kept`` is what was paid and not sent back."""

    customer: Ints
    day: Floats
    paid: Floats
    kept: Floats


def order_lines(rows: Iterable[OrderLine]) -> OrderLines:
    """Columns from rows in any order.

    Raises InvalidInput: no row, an order of two customers, a value that is no number or below 0, more sent back than paid.
    """
    given = list(rows)
    if not given:
        raise InvalidInput("There is no order to learn from.", code="no_rows")
    value, returned = (np.array([getattr(row, name) for row in given], dtype=np.float64) for name in ("value", "returned"))
    if not (np.isfinite(value) & np.isfinite(returned) & (value >= 0) & (returned >= 0) & (returned <= value + 0.005)).all():
        raise InvalidInput("An order's value and what was returned of it are numbers from 0 on, returned at most the value.")
    customers, customer = _codes([row.customer_id for row in given])
    orders, order = _codes([row.order_id for row in given])
    owner = np.full(len(orders), -1, dtype=np.int64)
    owner[order] = customer
    if (owner[order] != customer).any():
        raise InvalidInput("An order belongs to one customer; one order_id names two.", fields={"order_id": "two customers"})
    categories, category = _codes([row.category for row in given])
    return OrderLines(
        customers,
        orders,
        categories,
        customer,
        order,
        category,
        np.array([row.placed_at.timestamp() / DAY for row in given], dtype=np.float64),
        value,
        np.minimum(returned, value),
        np.clip(np.array([row.discount for row in given], dtype=np.float64), 0.0, 1.0),
    )


def _codes(names: list[str]) -> tuple[tuple[str, ...], Ints]:
    known = tuple(sorted(set(names)))
    place = {name: code for code, name in enumerate(known)}
    return known, np.array([place[name] for name in names], dtype=np.int64)


def orders(lines: OrderLines) -> Orders:
    """Lines of one order added up; its time is that of its first line."""
    if not len(lines):
        nothing = np.empty(0)
        return Orders(np.empty(0, dtype=np.int64), nothing, nothing, nothing)
    known, place = np.unique(lines.order, return_inverse=True)
    day = np.full(known.size, np.inf)
    np.minimum.at(day, place, lines.day)
    customer = np.empty(known.size, dtype=np.int64)
    customer[place] = lines.customer
    paid = np.bincount(place, weights=lines.value).astype(np.float64)
    kept = np.asarray(paid - np.bincount(place, weights=lines.returned), dtype=np.float64)
    by = np.lexsort((day, customer))
    return Orders(customer[by], day[by], paid[by], kept[by])
