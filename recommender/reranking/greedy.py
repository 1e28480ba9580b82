"""The customer's order: at each place the product that is worth most after what the stages charge for it there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


class Charge(Protocol):
    """A stage that charges candidates by what was chosen before them."""

    def cost(self) -> Floats:
        """(n,) in units of the score, for the next place."""
        ...

    def take(self, candidate: int) -> None:
        """``candidate`` got the next place."""
        ...


def customers_order(worth: Floats, charges: Sequence[Charge], places: int) -> tuple[Places, Floats]:
    """The first ``places`` of the candidates (n,), and what each was worth there, (places,), never rising.

    ``worth`` (n,) the better-placed first; of equals the better-placed goes first. Without charges: by worth.
    """
    left = worth.astype(np.float64)
    order = np.empty(min(places, left.size), dtype=np.intp)
    value = np.empty(order.size)
    for place in range(order.size):
        net = left.copy()
        for charge in charges:
            net -= charge.cost()
        best = int(np.argmax(net))
        order[place], value[place] = best, net[best]
        left[best] = -np.inf
        for charge in charges:
            charge.take(best)
    return order, np.minimum.accumulate(value)
