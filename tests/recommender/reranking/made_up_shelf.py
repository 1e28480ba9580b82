"""A shelf made up from draws: products of few categories, types and brands, with margins, new ones and small brands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st
from scipy import sparse

from recommender.profiles.taste import FacetTable
from recommender.reranking.traits import Traits
from recommender.shelf import Shelf
from shop.catalogue import Product, Variant
from shop.customers import Profile
from shop.reranking import LARGEST, Reranking

CATEGORIES = ("tents", "lamps", "mugs", "")


@dataclass(frozen=True)
class Case:
    """``pool``: rows of the shelf, best first; ``worth`` their scores."""

    shelf: Shelf
    pool: npt.NDArray[np.intp]
    worth: npt.NDArray[np.float32]
    profile: Profile | None
    top_k: int


def shelf_of(products: list[Product], seed: int = 0, new: tuple[int, ...] = (), popular: list[float] | None = None) -> Shelf:
    """``new`` are rows; all others have been known for a year."""
    rng = np.random.default_rng(seed)
    size = len(products)
    vectors = rng.normal(size=(size, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    facets = FacetTable.of(products)
    wanted = np.array(popular if popular is not None else rng.random(size), dtype=np.float32)
    ages = np.full(size, 365.0, dtype=np.float32)
    ages[list(new)] = 3.0
    ones = np.ones(size, dtype=np.float32)
    return Shelf(
        products=tuple(products),
        row_of={product.product_id: row for row, product in enumerate(products)},
        facets=facets,
        popular=wanted,
        popular_in_category=wanted,
        goodwill=ones,
        seasons=np.ones((12, size), dtype=np.float32),
        vectors=vectors,
        alike=sparse.csr_matrix((size, size), dtype=np.float32),
        price=ones,
        traits=Traits.of(products, facets, wanted, ages),
    )


def made(row: int, price: int = 1000, cost: int | None = 500, category: str = "tents", brand: str = "") -> Product:
    variants = (Variant(f"s{row}", price, cost=cost, stock=1),) if price or cost else ()
    return Product(f"p{row:03}", f"Thing {row}", category=category, type=f"kind {row % 5}", brand=brand, variants=variants)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    size = draw(st.integers(0, 45))
    rows = range(size)
    products = [
        made(
            row,
            price=draw(st.integers(0, 5000)),
            cost=draw(st.none() | st.integers(0, 6000)),
            category=draw(st.sampled_from(CATEGORIES)),
            brand=draw(st.sampled_from(("", "Alder", "Quill", "Harrow", "Moss"))),
        )
        for row in rows
    ]
    new = tuple(row for row in rows if draw(st.integers(0, 9)) == 0)
    shelf = shelf_of(products, draw(st.integers(0, 99)), new)
    kept = [row for row in draw(st.permutations(list(rows))) if draw(st.integers(0, 4))]
    steps = draw(st.lists(st.sampled_from((0.0, 0.01, 0.03, 0.2)), min_size=len(kept), max_size=len(kept)))
    worth = (2.0 - np.cumsum(steps)).astype(np.float32)
    likes = draw(st.dictionaries(st.sampled_from(CATEGORIES[:3]), st.floats(-2, 9), max_size=3))
    profile = draw(st.none() | st.just(Profile("ana", affinities={"category": likes})))
    return Case(shelf, np.array(kept, dtype=np.intp), worth, profile, draw(st.integers(0, 15)))


def strengths() -> st.SearchStrategy[Reranking]:
    return st.builds(Reranking, **{name: st.just(0.0) | st.floats(0, most) for name, most in LARGEST.items()})
