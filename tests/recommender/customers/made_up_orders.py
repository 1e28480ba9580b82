"""Orders of made-up customers, for tests: seeded, with what is true of them known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from recommender.customers.order_lines import OrderLine, OrderLines, order_lines

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
KINDS = ("bags", "cups", "lamps", "tents")


def shop(customers: int = 400, days: int = 365, seed: int = 1) -> OrderLines:
    """Customers who buy at their own rate, of mostly one kind, and at some time leave."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(customers):
        at, rate = rng.uniform(0, days * 0.7), rng.gamma(1.2, 0.03) + 0.003
        leaves = at + rng.exponential(400)
        own, price = rng.integers(len(KINDS)), rng.gamma(4, 15)
        while at < min(leaves, days):
            number = len(rows)
            kind = own if rng.random() < 0.8 else rng.integers(len(KINDS))
            value = round(float(price * rng.gamma(5, 0.2)) + 1, 2)
            back = value if rng.random() < 0.05 else 0.0
            rows.append(OrderLine(f"c{person:04}", f"o{number:06}", BEGIN + timedelta(days=at), value, KINDS[kind], back))
            at += rng.exponential(1 / rate)
    return order_lines(rows)


def day(lines: OrderLines) -> float:
    """The midnight after the last order."""
    return float(np.floor(lines.day.max()) + 1)
