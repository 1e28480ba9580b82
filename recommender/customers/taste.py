"""Of what a customer's orders are made."""

from __future__ import annotations

import numpy as np

from recommender.customers.order_lines import Floats, Ints, OrderLines


def category_counts(lines: OrderLines, customer: Ints, at: float) -> Floats:
    """(n, categories): the logarithm of one more than the lines of each category bought before ``at``, of ``customer`` (n,)."""
    seen = lines.before(at)
    kinds = len(lines.categories)
    counts = np.bincount(seen.customer * kinds + seen.category, minlength=len(lines.customer_ids) * kinds)
    return np.asarray(np.log1p(counts.reshape(-1, kinds)[customer].astype(np.float64)))
