"""The category that a customer clearly intends to buy of: products of it are shown sooner, the question asks for it first.

It is worked out from the customer's own orders and what was learnt of all customers, in a millisecond or so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from recommender.customers.from_orders import OTHER, lines_of
from recommender.customers.intention import Chances
from recommender.customers.models import CustomerModels
from recommender.customers.order_lines import OrderLines, order_lines
from shop.orders import Order

DAYS = 30.0
CLEAR = 1.5  # times the chance of the next likeliest: from here on the first was bought of twice as often (docs/customers.md)
LIKELY = 0.1  # below it nine of ten would be asked for nothing


@dataclass(frozen=True)
class CategoryIntention:
    """``chance`` of buying of ``category`` (small letters) within ``DAYS``."""

    category: str
    chance: float


@dataclass(frozen=True)
class CategoryChances:
    """Category (small letters) to the chance of buying of it; ``kept`` are those of which something was bought and kept."""

    chances: Mapping[str, float]
    kept: frozenset[str]

    def named(self) -> dict[str, float]:
        """Without "other", which is no category to ask for."""
        return {name: chance for name, chance in self.chances.items() if name not in ("", OTHER)}

    def clear(self) -> CategoryIntention | None:
        """The likeliest, where it is clearly above the others and was bought of before."""
        ranked = sorted(self.named().items(), key=lambda one: (-one[1], one[0]))
        if len(ranked) < 2:
            return None
        (name, chance), (_, second) = ranked[:2]
        return CategoryIntention(name, chance) if name in self.kept and chance >= max(LIKELY, CLEAR * second) else None


def category_chances(
    orders: Iterable[Order], models: CustomerModels, category_of: Callable[[str], str], at: float
) -> CategoryChances | None:
    """From all ``orders`` of one customer; ``at`` in days since 1970.

    None without an order before ``at``, and where nothing was learnt of intentions.
    """
    rows = [line for order in orders for line in lines_of(order, category_of)]
    intention = models.intention.get(DAYS)
    if not rows or intention is None:
        return None
    lines = _with_categories(order_lines(rows), models.categories).before(at)
    found = intention.of_some(lines, at) if len(lines) else None
    return next(iter(chances_by_customer(lines, found)), None) if found is not None else None


def chances_by_customer(lines: OrderLines, found: Chances) -> list[CategoryChances]:
    """In the order of ``found``, which is of the customers of ``lines``."""
    kept = np.zeros((len(lines.customer_ids), len(lines.categories)), dtype=bool)
    rest = lines.value > lines.returned
    kept[lines.customer[rest], lines.category[rest]] = True
    names = lines.categories
    return [
        CategoryChances(
            {name: float(chance) for name, chance in zip(names, chances, strict=True)},
            frozenset(names[code] for code in np.flatnonzero(kept[customer]).tolist()),
        )
        for customer, chances in zip(found.customer.tolist(), found.chance, strict=True)
    ]


def _with_categories(lines: OrderLines, categories: tuple[str, ...]) -> OrderLines:
    """The same lines in the categories that were learnt of; of others they are "other", or left out where that was none."""
    code_of = {name: code for code, name in enumerate(categories)}
    new = np.array([code_of.get(name, code_of.get(OTHER, -1)) for name in lines.categories], dtype=np.int64)
    category = new[lines.category]
    return replace(lines, categories=categories, category=category).where(category >= 0)
