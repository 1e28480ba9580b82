"""What an order costs the customer beside their own, in units of the score."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


def loss(order: Places, value: Floats) -> float:
    """At each place, how much less the product there is worth than the best of those that come after it, summed up.

    ``order`` (m,) are indices into ``value`` (m,). 0 for an order by value. No beginning of the list is worth less than the
    same number of the best by more than this.
    """
    placed = value[order]
    best_left = np.maximum.accumulate(placed[::-1])[::-1]
    return float((best_left - placed).sum())
