"""Of what a customer's orders are made."""

from __future__ import annotations

import numpy as np

from recommender.customers.order_lines import Floats, Ints, OrderLines


def category_shares(lines: OrderLines, customer: Ints, at: float) -> Floats:
    """(n, categories): √ of the share of each category in the lines bought before ``at``, of ``customer`` (n,)."""
    seen = lines.before(at)
    kinds = len(lines.categories)
    counts = np.bincount(seen.customer * kinds + seen.category, minlength=len(lines.customer_ids) * kinds)
    counts = counts.reshape(-1, kinds)[customer].astype(np.float64)
    return np.asarray(np.sqrt(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)))
