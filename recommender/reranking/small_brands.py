"""Which products are of small brands: those with the least attention, together a tenth of what all brands have."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recommender.profiles.taste import FacetTable

FACET = "brand"
SHARE = 0.1
_SEEN = 0.05  # what a product that nobody looks at adds to its brand: many such are no small brand


def of_small_brands(facets: FacetTable, popular: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """(n,). ``popular`` (n,) 0…1. A product without a brand is of none; where all brands are alike in size none is small."""
    rows, codes = facets.rows[FACET], facets.codes[FACET]
    attention = np.bincount(codes, weights=popular[rows] + _SEEN, minlength=len(facets.values[FACET]))
    small = np.zeros(attention.size, dtype=np.bool_)
    order = np.argsort(attention, kind="stable")
    small[order] = np.cumsum(attention[order]) <= SHARE * attention.sum()
    found = np.zeros(facets.size, dtype=np.bool_)
    found[rows] = small[codes]
    return found
