"""The list has each category in about the proportion that the customer's interests have it (Steck, RecSys 2018).

The distance is KL(interests ‖ list), the list's shares drawn a little to the interests so that it stays finite. Each place is
charged what it adds to the distance of the list so far, so that every beginning of the list is calibrated too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recommender.profiles.taste import FacetTable
from shop.customers import Profile

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
FACET = "category"
_DRAWN = 0.01  # how far the list's shares are drawn to the interests


def interests_of(profile: Profile | None, facets: FacetTable) -> Floats | None:
    """(categories,) summing to 1, by the codes of ``facets``; None when nothing speaks for any category of the shop."""
    known = profile.affinities.get(FACET, {}) if profile else {}
    weights = np.array([max(0.0, known.get(name, 0.0)) for name in facets.values[FACET]])
    total = weights.sum()
    return weights / total if total > 0 else None


def categories_of(facets: FacetTable) -> Codes:
    """(products,) the category's code, −1 without one."""
    codes = np.full(facets.size, -1, dtype=np.intp)
    codes[facets.rows[FACET]] = facets.codes[FACET]
    return codes


def miscalibration(interests: Floats, codes: Codes) -> float:
    """KL in nats between ``interests`` (categories,) and a list whose products have ``codes``; 0 when they are the same."""
    counts = np.bincount(codes[codes >= 0], minlength=interests.size)
    return float(_distance(interests, counts, max(1, codes.size)).sum())


def _distance(interests: Floats, counts: npt.NDArray[np.int64], size: int) -> Floats:
    """(categories,) each one's part of the distance."""
    shares = (1 - _DRAWN) * counts / size + _DRAWN * interests
    liked = interests > 0
    ratio = np.divide(interests, shares, out=np.ones_like(interests), where=liked)
    return np.asarray(interests * np.log(ratio), dtype=np.float64)


class Calibration:
    """``interests`` (categories,); ``codes`` (n,) of the candidates. Charges ``strength`` per nat, less where a product brings
    the list nearer: the charge may be below 0."""

    def __init__(self, interests: Floats, codes: Codes, strength: float):
        self._interests = interests
        self._codes = codes
        self._strength = strength
        self._counts = np.zeros(interests.size, dtype=np.int64)
        self._size = 0
        self._now = float(_distance(interests, self._counts, 1).sum())
        self._next = self._with_one_more()

    def cost(self) -> Floats:
        return np.asarray(self._strength * (self._next[self._codes] - self._now), dtype=np.float64)

    def take(self, candidate: int) -> None:
        code = self._codes[candidate]
        self._now = float(self._next[code])
        self._size += 1
        if code >= 0:
            self._counts[code] += 1
        self._next = self._with_one_more()

    def _with_one_more(self) -> Floats:
        """(categories + 1,) the distance of the list with one more of each category; the last, at −1, with one of none."""
        size = self._size + 1
        without = _distance(self._interests, self._counts, size)
        with_one = _distance(self._interests, self._counts + 1, size)
        total = without.sum()
        return np.append(total - without + with_one, total)
