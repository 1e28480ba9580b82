"""The chance that a customer buys of a category within some days: a logistic regression over earlier windows of orders.

Each window gives one row per customer and category. The intercept is that at which the latest window comes out right, as what
people buy moves with the season.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recommender.customers.intention_columns import LATELY, Everyone, IntentionColumns
from recommender.customers.linear import Linear, fit_logistic
from recommender.customers.order_lines import Floats, Ints, OrderLines
from shop.errors import InvalidInput

WITHIN = (7.0, 30.0)  # days
WINDOWS = {7.0: 8, 30.0: 4}  # that are learnt from, at most
FEWEST = 100  # customers in a window
MOST_ROWS = 1_000_000  # in memory at once: learnt from in all windows together, of customers drawn where there would be more
_SEED = 5


@dataclass(frozen=True)
class Chances:
    """``chance`` (n, categories) for ``customer`` (n,)."""

    customer: Ints
    chance: Floats


@dataclass(frozen=True)
class Intention:
    """``rates``: the chance for who did not and who did buy of the category in the last period, for want of a regression.
    ``everyone``: what a single customer's chances need of all, as of when it was learnt; None without a regression."""

    days: float
    rates: tuple[float, float]
    linear: Linear | None = None
    everyone: Everyone | None = None

    def of_some(self, lines: OrderLines, at: float) -> Chances | None:
        """Of the customers of ``lines`` alone, without the others' orders; None where what is needed of all was not kept."""
        return None if self.linear is not None and self.everyone is None else self._of(lines, at, self.everyone)

    def of(self, lines: OrderLines, at: float) -> Chances:
        """``lines`` are those of all customers."""
        return self._of(lines, at, None)

    def _of(self, lines: OrderLines, at: float, everyone: Everyone | None) -> Chances:
        customer = np.unique(lines.customer[lines.day < at])
        if self.linear is None:
            return Chances(customer, as_last_period(lines, at, self.days, self.rates, customer))
        columns = IntentionColumns(lines, at, self.days, everyone)
        parts = np.array_split(np.arange(customer.size), 1 + customer.size * len(lines.categories) // MOST_ROWS)
        chance = np.concatenate([self.linear.chance(columns.of(rows)) for rows in parts])
        return Chances(customer, chance.reshape(customer.size, len(lines.categories)))


def as_last_period(lines: OrderLines, at: float, days: float, rates: tuple[float, float], customer: Ints) -> Floats:
    """The baseline: whoever bought of it in the last period does so again, as often as that has been so."""
    return np.asarray(np.where(bought(lines, at - days, at)[customer], rates[1], rates[0]))


def bought(lines: OrderLines, first: float, last: float) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """(customers, categories): whether an order from ``first`` until before ``last`` held the category."""
    found = lines.between(first, last)
    out = np.zeros((len(lines.customer_ids), len(lines.categories)), dtype=bool)
    out[found.customer, found.category] = True
    return out


def fit_intention(lines: OrderLines, now: float, days: float) -> tuple[Intention, Mapping[str, int]]:
    """From orders before ``now``. Returns also how many windows and rows were learnt from."""
    columns, happened = [], []
    seen, again = np.full(2, 2.0), np.full(2, 1.0)
    begin = np.floor(lines.day.min()) if len(lines) else now
    for back in range(1, WINDOWS.get(days, 4) + 1):
        origin = now - back * days
        if origin - LATELY < begin or np.unique(lines.customer[lines.day < origin]).size < FEWEST:
            break
        customer = np.unique(lines.customer[lines.day < origin])
        after = bought(lines, origin, origin + days)[customer]
        before = bought(lines, origin - days, origin)[customer]
        for value in (0, 1):
            seen[value] += (before == value).sum()
            again[value] += after[before == value].sum()
        try:
            seen_then = IntentionColumns(lines, origin, days)
        except InvalidInput:
            continue
        drawn = _drawn(customer.size, MOST_ROWS // (WINDOWS.get(days, 4) * len(lines.categories)))
        columns.append(seen_then.of(drawn))
        happened.append(after[drawn].ravel().astype(np.float64))
    rates = (float(again[0] / seen[0]), float(again[1] / seen[1]))
    rows = sum(part.size for part in happened)
    if not rows or not 0 < sum(part.sum() for part in happened) < rows:
        return Intention(days, rates), {"windows": 0, "rows": 0}
    linear = fit_logistic(np.concatenate(columns), np.concatenate(happened))
    if 0 < happened[0].mean() < 1:
        linear = linear.moved_to(columns[0], float(happened[0].mean()))
    return Intention(days, rates, linear, IntentionColumns(lines, now, days).everyone), {"windows": len(columns), "rows": rows}


def _drawn(customers: int, most: int) -> Ints:
    if customers <= most:
        return np.arange(customers)
    return np.sort(np.random.default_rng(_SEED).choice(customers, most, replace=False))
