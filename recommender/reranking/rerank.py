"""The stages in their order: the customer's own first, then what serves the shop, within a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from recommender.reranking.calibration import Calibration, categories_of, interests_of
from recommender.reranking.diversity import Diversity
from recommender.reranking.exposure import with_place_for
from recommender.reranking.greedy import Charge, customers_order
from recommender.reranking.head import HEAD
from recommender.reranking.margin import by_margin
from shop.customers import Profile
from shop.reranking import Reranking

if TYPE_CHECKING:  # the shelf holds the traits of this package
    from recommender.shelf import Shelf

SPARE = 30  # so many places more than wanted are reckoned exactly; further down a product counts by its score
MARGINS_PART = 0.5  # of the bound, so that some is left for new products and small brands


def rerank(
    pool: npt.NDArray[np.intp],
    worth: npt.NDArray[Any],
    shelf: Shelf,
    profile: Profile | None,
    top_k: int,
    strengths: Reranking,
) -> list[int]:
    """The first ``top_k`` rows of ``pool`` (n,) in their new order; places alone change, never a score or a reason.

    ``pool`` are rows of the shelf, best first, and ``worth`` (n,) their scores. Against the customer's order (variety and
    interests) the stages for the shop cost the list ``strengths.bound`` at most, as ``loss`` counts it.
    """
    if not pool.size or top_k <= 0:
        return []
    order, value = customers_order(worth, _charges(pool, shelf, profile, strengths), top_k + SPARE)
    others = np.delete(np.arange(pool.size), order)
    rows = pool[np.concatenate([order, others])]
    value = np.concatenate([value, np.minimum(worth[others], value[-1])])
    anew = rows[_for_the_shop(rows, value, shelf, strengths)]
    return [int(row) for row in anew[:top_k]]


def _charges(pool: npt.NDArray[np.intp], shelf: Shelf, profile: Profile | None, strengths: Reranking) -> list[Charge]:
    charges: list[Charge] = []
    if strengths.diversity > 0:
        types = [shelf.products[row].type for row in pool]
        charges.append(Diversity(shelf.vectors[pool], types, strengths.diversity))
    if strengths.calibration > 0 and (interests := interests_of(profile, shelf.facets)) is not None:
        charges.append(Calibration(interests, categories_of(shelf.facets)[pool], strengths.calibration))
    return charges


def _for_the_shop(
    rows: npt.NDArray[np.intp], value: npt.NDArray[np.float64], shelf: Shelf, strengths: Reranking
) -> npt.NDArray[np.intp]:
    """(m,) places of the customer's order, anew."""
    order = np.arange(rows.size, dtype=np.intp)
    if strengths.margin > 0:
        budget = MARGINS_PART * strengths.bound
        order = by_margin(order, value, shelf.traits.margin[rows], strengths.margin, budget)
    kept = np.zeros(rows.size, dtype=np.bool_)
    for strength, kind in ((strengths.new, shelf.traits.new[rows]), (strengths.small_brands, shelf.traits.small[rows])):
        if strength > 0:
            order = with_place_for(order, value, kind, kept, strength, strengths.bound)
            kept[order[:HEAD]] |= kind[order[:HEAD]]
    return order
