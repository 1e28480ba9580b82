"""One place among the first ten for a product of some kind, where that costs the customer little."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recommender.reranking.head import HEAD
from recommender.reranking.loss import loss

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
HIGHEST = 4  # the fifth place: five cards are shown at once
_ROUNDING = 1e-9


def with_place_for(order: Places, value: Floats, kind: Mask, kept: Mask, strength: float, bound: float) -> Places:
    """``order`` (m,) indexes ``value``, ``kind`` and ``kept`` (m,). Where none of ``kind`` is among the first ten, the best one
    gets the highest place from the fifth to the tenth at which it costs ``strength`` at most, and the whole list ``bound``;
    else nothing changes. Those in ``kept`` stay among the first ten.
    """
    head, rest = order[:HEAD], order[HEAD:]
    fitting = rest[kind[rest]]
    if kind[head].any() or not fitting.size:
        return order
    newcomer = fitting[int(np.argmax(value[fitting]))]
    before = loss(order, value)
    for place in range(HIGHEST, HEAD):
        leaving = [at for at in range(place, HEAD) if not kept[head[at]]]
        if not leaving:
            break
        stays = np.delete(head, leaving[-1])
        moved = np.concatenate([np.insert(stays, place, newcomer), head[leaving[-1:]], rest[rest != newcomer]])
        cost = loss(moved, value)
        if cost - before <= strength + _ROUNDING and cost <= bound + _ROUNDING:
            return moved
    return order
