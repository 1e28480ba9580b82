"""What a customer will be worth in the next days: expected orders times the expected kept value of an order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recommender.customers.gamma_gamma import GammaGamma, fit_gamma_gamma, spending
from recommender.customers.next_purchase import NextPurchase
from recommender.customers.order_lines import Floats, Ints, OrderLines
from shop.errors import InvalidInput


@dataclass(frozen=True)
class Worth:
    """Of ``customer`` (n,): the mean kept value of an order to come, and of all orders in the period, in the orders' money."""

    customer: Ints
    order_value: Floats
    value: Floats


def fit_order_value(lines: OrderLines, now: float) -> GammaGamma | None:
    """None where too few bought twice."""
    try:
        return fit_gamma_gamma(spending(lines, -np.inf, now))
    except InvalidInput:
        return None


def worth(lines: OrderLines, at: float, buying: NextPurchase, ordering: GammaGamma | None) -> Worth:
    """Without ``ordering`` an order is worth what this customer's orders were on average."""
    outlook = buying.of(lines, at)
    seen = spending(lines, -np.inf, at)
    anyone = ordering.of_anyone if ordering else float(seen.mean.sum()) / max(seen.mean.size, 1)
    each = np.full(len(lines.customer_ids), anyone)
    each[seen.customer] = ordering.expected(seen) if ordering else seen.mean
    value = each[outlook.customer]
    return Worth(outlook.customer, value, value * outlook.expected)
