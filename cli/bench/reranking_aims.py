"""What each stage of re-ranking is for, as a figure of one list of ten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from recommender.releases.cases import Case
from recommender.reranking.calibration import categories_of, interests_of, miscalibration
from recommender.shelf import Shelf

FIRST = 5  # cards are shown at once
Aim = Callable[[Shelf, Case, Sequence[int]], float]


def distance_within(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    """The mean of 1 − cosine over all pairs of the list."""
    vectors = shelf.vectors[list(rows)]
    return float(np.mean([1 - float(vectors[a] @ vectors[b]) for a, b in combinations(range(len(rows)), 2)] or [0.0]))


def categories(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    return float(len({shelf.products[row].category for row in rows}))


def distance_from_interests(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    """KL in nats; NaN for those whose interests are not known."""
    interests = interests_of(case.profile, shelf.facets)
    return float("nan") if interests is None else miscalibration(interests, categories_of(shelf.facets)[list(rows)])


def outside_price_band(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    """Share of places with a price more than half as high again, or under a third, of what the customer pays; NaN: unknown."""
    if case.profile is None or not case.profile.price_low or not case.profile.price_high:
        return float("nan")
    price = shelf.price[list(rows)]
    return float(np.mean((price > 1.5 * case.profile.price_high) | (price < case.profile.price_low / 3)))


def ill_rated(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    """Share of places with products that lost part of their goodwill by their ratings."""
    return float(np.mean(shelf.goodwill[list(rows)] < 1))


def margin_of_first(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    """The mean margin of the first five; NaN where none is known."""
    known = [value for value in shelf.traits.margin[list(rows[:FIRST])] if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def new_places(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    return float(shelf.traits.new[list(rows)].mean())


def small_brand_places(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    return float(shelf.traits.small[list(rows)].mean())


def owned_places(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    owned = case.profile.owned if case.profile else ()
    return float(np.mean([shelf.products[row].product_id in owned for row in rows]))


def sold_out_places(shelf: Shelf, case: Case, rows: Sequence[int]) -> float:
    return float(np.mean([not any(v.buyable for v in shelf.products[row].variants) for row in rows]))


AIMS: dict[str, Aim] = {
    "distance_within": distance_within,
    "categories": categories,
    "distance_from_interests": distance_from_interests,
    "outside_price_band": outside_price_band,
    "ill_rated": ill_rated,
    "margin_of_first": margin_of_first,
    "new_places": new_places,
    "small_brand_places": small_brand_places,
    "owned_places": owned_places,
    "sold_out_places": sold_out_places,
}
