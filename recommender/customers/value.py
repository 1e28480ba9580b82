"""What a customer will be worth in the next days: expected orders times the expected kept value of an order, where that won.

As with the number of orders, the shop's own past decides: the forecast stands against "as much as in the last period" on an
earlier period, and is used only when its absolute error is smaller beyond chance. (The absolute one, as a few large orders
make most of the squared error.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recommender.customers.gamma_gamma import GammaGamma, fit_gamma_gamma, spending
from recommender.customers.next_purchase import LAST_PERIOD, SURE, NextPurchase, fit_next_purchase
from recommender.customers.order_lines import Floats, Ints, OrderLines, orders
from shop.errors import InvalidInput

EXPECTED = "orders_times_value"


@dataclass(frozen=True)
class Worth:
    """Of ``customer`` (n,): the mean kept value of an order to come, and of all orders in the period, in the orders' money."""

    customer: Ints
    order_value: Floats
    value: Floats


@dataclass(frozen=True)
class WorthModel:
    """``order_value`` is None where too few bought twice: then an order is worth what this customer's were on average."""

    days: float
    way: str
    order_value: GammaGamma | None

    def of(self, lines: OrderLines, at: float, buying: NextPurchase, way: str | None = None) -> Worth:
        """By ``way``, or by the one that was chosen. ``buying`` is the forecast of orders over the same days."""
        outlook = buying.of(lines, at)
        seen = spending(lines, -np.inf, at)
        model = self.order_value
        anyone = model.of_anyone if model else float(seen.mean.sum()) / max(seen.mean.size, 1)
        each = np.full(len(lines.customer_ids), anyone)
        each[seen.customer] = model.expected(seen) if model else seen.mean
        value = each[outlook.customer]
        if (way or self.way) == LAST_PERIOD:
            return Worth(outlook.customer, value, money_between(lines, at - self.days, at)[outlook.customer])
        return Worth(outlook.customer, value, value * outlook.expected)


def money_between(lines: OrderLines, first: float, last: float) -> Floats:
    """What was paid and kept of the orders from ``first`` until before ``last``, one number per name in ``customer_ids``."""
    found = orders(lines.between(first, last))
    return np.bincount(found.customer, weights=found.kept, minlength=len(lines.customer_ids)).astype(np.float64)


def fit_worth(lines: OrderLines, now: float, days: float) -> WorthModel:
    """From orders before ``now``."""
    return WorthModel(days, _chosen(lines, now - days, days), _order_value(lines, now))


def _chosen(lines: OrderLines, at: float, days: float) -> str:
    before = lines.before(at)
    if not len(before) or at - days < float(before.day.min()):
        return LAST_PERIOD
    buying, _ = fit_next_purchase(before, at, days)
    model = WorthModel(days, EXPECTED, _order_value(before, at))
    happened = money_between(lines, at, at + days)
    errors = []
    for way in (EXPECTED, LAST_PERIOD):
        found = model.of(before, at, buying, way)
        errors.append(np.abs(found.value - happened[found.customer]))
    gain = errors[1] - errors[0]
    sure = float(gain.mean()) > SURE * float(gain.std()) / np.sqrt(gain.size)
    return EXPECTED if sure else LAST_PERIOD


def _order_value(lines: OrderLines, now: float) -> GammaGamma | None:
    try:
        return fit_gamma_gamma(spending(lines, -np.inf, now))
    except InvalidInput:
        return None
