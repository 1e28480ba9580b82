"""Of what a customer likes about as much, that on which the shop earns more comes first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from recommender.reranking.head import HEAD
from shop.catalogue import Product, Variant

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


def margins_of(products: Sequence[Product]) -> Floats:
    """(n,) 0…1: the share of the price that is left after the cost, of the cheapest variant that can be bought (of the cheapest
    at all where none can); NaN where price or cost is not known."""
    return np.array([_margin(product) for product in products], dtype=np.float64)


def _margin(product: Product) -> float:
    priced = [variant for variant in product.variants if variant.price > 0]
    if not priced:
        return float("nan")
    cheapest = min([v for v in priced if v.buyable] or priced, key=_by_price)
    if cheapest.cost is None or cheapest.cost < 0:
        return float("nan")
    return max(0, cheapest.price - cheapest.cost) / cheapest.price


def _by_price(variant: Variant) -> tuple[int, str]:
    return variant.price, variant.sku


def by_margin(order: Places, value: Floats, margin: Floats, strength: float, budget: float) -> Places:
    """``order`` (m,) indexes ``value`` and ``margin`` (m,). A product rises over one that is worth less than ``strength`` more;
    all of it costs ``budget`` at most. A margin that is not known counts like the mean of those that are.
    """
    known = ~np.isnan(margin)
    if not known.any():
        return order
    bonus = np.where(known, strength * (np.nan_to_num(margin) - margin[known].mean()), 0.0)
    left, chosen, spent = order.copy(), [], 0.0
    for _ in range(min(HEAD, order.size)):
        worth = value[left]
        cost = worth.max() - worth
        net = np.where(cost <= budget - spent, worth + bonus[left], -np.inf)
        at = int(np.argmax(net))
        spent += float(cost[at])
        chosen.append(left[at])
        left = np.delete(left, at)
    return np.concatenate([np.array(chosen, dtype=np.intp), left])
