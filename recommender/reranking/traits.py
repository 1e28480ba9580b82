"""What the stages that serve the shop know of each product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recommender.profiles.taste import FacetTable
from recommender.reranking.margin import margins_of
from recommender.reranking.newness import is_new
from recommender.reranking.small_brands import of_small_brands
from shop.catalogue import Product


@dataclass(frozen=True)
class Traits:
    """Arrays (n,) in the order of the products: ``margin`` 0…1 or NaN, ``new``, ``small`` (of a small brand)."""

    margin: npt.NDArray[np.float64]
    new: npt.NDArray[np.bool_]
    small: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        products: Sequence[Product],
        facets: FacetTable,
        popular: npt.NDArray[np.float32],
        age_days: npt.NDArray[np.float32],
    ) -> Traits:
        """``age_days`` (n,) since the first deed, NaN without one."""
        return cls(margins_of(products), is_new(age_days), of_small_brands(facets, popular))
