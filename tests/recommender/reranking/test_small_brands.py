"""Which brands are small."""

from __future__ import annotations

import numpy as np

from recommender.profiles.taste import FacetTable
from recommender.reranking.small_brands import of_small_brands
from tests.recommender.reranking.made_up_shelf import made


def small(brands: list[str], popular: list[float]) -> list[bool]:
    facets = FacetTable.of([made(row, brand=brand) for row, brand in enumerate(brands)])
    return of_small_brands(facets, np.array(popular, dtype=np.float32)).tolist()


def test_the_brands_with_the_least_attention_are_small() -> None:
    brands = ["Alder"] * 10 + ["Quill"] * 10 + ["Moss", ""]
    assert small(brands, [0.5] * 22) == [False] * 20 + [True, False]


def test_a_brand_with_many_products_that_nobody_looks_at_can_be_large() -> None:
    brands = ["Alder"] * 5 + ["Quill"] * 40
    assert not any(small(brands, [1.0] * 5 + [0.0] * 40))


def test_where_all_brands_are_alike_or_there_is_one_none_is_small() -> None:
    assert not any(small(["Alder", "Quill", "Moss", "Harrow"] * 5, [0.5] * 20))
    assert not any(small(["Alder"] * 5, [0.5] * 5))
    assert not any(small([""] * 5, [0.5] * 5))
