"""The catalogue as arrays, row by row in the order of product ids, with what training learnt brought to the same rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from recommender.alike import unit_rows
from recommender.foreseen import Foresight
from recommender.praise import NO_PRAISE, Praise, Said
from recommender.profiles.taste import FacetTable, Facts
from recommender.ranker.stored import read_ranking
from recommender.reranking.traits import Traits
from recommender.worsening import read_worsening
from shop.catalogue import Product
from shop.errors import Corrupt

Floats = npt.NDArray[np.float32]
_ALIKE = 0.5  # what being described alike counts at most
_DOUBT = 4.0  # so many ratings of the mean stand against the first ones
_DISLIKED, _LIKED = 2.0, 3.8  # smoothed ratings from which on popularity counts, and counts in full
_WORSENING = 0.35  # what is left of the goodwill of a product that goes wrong more often than it used to


@dataclass(frozen=True)
class Shelf:
    """``popular``, ``popular_in_category``, ``goodwill`` (n,) 0…1; ``seasons`` (12, n); ``vectors`` (n, dim), unit or 0;
    ``price`` (n,) the lowest known price in minor units or NaN; ``alike`` CSR (n, n) 0…1; ``traits`` for re-ranking;
    ``praise`` what reviews say; ``foresight`` None where nothing was learnt from deeds."""

    products: tuple[Product, ...]
    row_of: Mapping[str, int]
    facets: FacetTable
    popular: Floats
    popular_in_category: Floats
    goodwill: Floats
    seasons: Floats
    vectors: Floats
    alike: Any
    price: Floats
    traits: Traits
    praise: Praise = NO_PRAISE
    foresight: Foresight | None = None

    def with_praise(self, said: Said) -> Shelf:
        return replace(self, praise=Praise.of([product.product_id for product in self.products], said))

    def likeness(self, rows: Sequence[int]) -> Floats:
        """(len(rows), n) 0…1: how near each product is by its description to those in ``rows``; 0 to itself."""
        return np.asarray(_ALIKE * self.alike[np.array(rows, dtype=np.intp)].toarray(), dtype=np.float32)


def read_shelf(folder: Path, products: Iterable[Product], facts: Facts | None) -> Shelf:
    """``folder`` is a checked version; products that it does not know have neither popularity nor vector. Raises Corrupt."""
    active = sorted((p for p in products if p.active), key=lambda p: p.product_id)
    row_of = {product.product_id: row for row, product in enumerate(active)}
    try:
        names = json.loads((folder / "products.json").read_text(encoding="utf-8"))
        with np.load(folder / "popularity.npz", allow_pickle=False) as learnt:
            popularity, seasons = learnt["popularity"], learnt["seasons"]
            # a version that was learnt before ages were kept: nothing that it knows is new
            age_days = learnt["age_days"] if "age_days" in learnt else np.full(popularity.shape, np.inf)
        vectors = np.load(folder / "vectors.npy", allow_pickle=False)
        neighbours = sparse.load_npz(folder / "alike.npz").tocoo()
        ids, categories = names["product_ids"], {name: code for code, name in enumerate(names["categories"])}
    except (OSError, ValueError, KeyError) as error:
        raise Corrupt("The recommender's files cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error
    size = len(active)
    here = np.array([row_of.get(product_id, -1) for product_id in ids], dtype=np.intp)
    known = here >= 0

    ages = np.full(size, np.nan, dtype=np.float32)
    ages[here[known]] = age_days[known]
    popular = np.zeros(size, dtype=np.float32)
    popular[here[known]] = popularity[known]
    left = _left(active, read_worsening(folder))
    goodwill = _goodwill(active) * left
    popular = np.maximum(popular * goodwill, 0.5 * _rated(active) * left)
    unit = np.zeros((size, vectors.shape[1]), dtype=np.float32)
    unit[here[known]] = vectors[known].astype(np.float32)
    unit = unit_rows(unit)
    lift = np.ones((12, size), dtype=np.float32)
    for row, product in enumerate(active):
        code = categories.get(product.category.strip().lower())
        if code is not None:
            lift[:, row] = seasons[:, code]
    both = known[neighbours.row] & known[neighbours.col]
    alike = sparse.csr_matrix(
        (neighbours.data[both], (here[neighbours.row[both]], here[neighbours.col[both]])), shape=(size, size), dtype=np.float32
    )
    code_of = np.full(size, -1, dtype=np.int64)
    code_of[here[known]] = np.flatnonzero(known)
    prices = [product.prices() for product in active]
    facets = FacetTable.of(active, facts)
    return Shelf(
        products=tuple(active),
        row_of=row_of,
        facets=facets,
        popular=popular,
        popular_in_category=_within(popular, [p.category.strip().lower() for p in active]),
        goodwill=goodwill,
        seasons=lift,
        vectors=unit,
        alike=alike,
        price=np.array([p[0] if p else np.nan for p in prices], dtype=np.float32),
        traits=Traits.of(active, facets, popular, ages),
        foresight=Foresight(read_ranking(folder), here.astype(np.int64), code_of),
    )


def smoothed_ratings(products: Sequence[Product]) -> Floats:
    """(n,) 1…5: each rating drawn to the catalogue's mean as if that many more had given it; the mean where there is none."""
    counts = np.array([max(1, p.rating_count) if p.rating else 0 for p in products], dtype=np.float32)
    ratings = np.array([p.rating or 0.0 for p in products], dtype=np.float32)
    mean = float((counts * ratings).sum() / counts.sum()) if counts.sum() else 3.0
    return np.asarray((counts * ratings + _DOUBT * mean) / (counts + _DOUBT), dtype=np.float32)


def _goodwill(products: Sequence[Product]) -> Floats:
    """0…1: what popularity is worth once people have it at home. A product that its owners dislike is not put in front."""
    return np.asarray(np.clip((smoothed_ratings(products) - _DISLIKED) / (_LIKED - _DISLIKED), 0.0, 1.0), dtype=np.float32)


def _left(products: Sequence[Product], worsening: Collection[str]) -> Floats:
    """1, less where a product got worse: its popularity was earned before."""
    return np.array([_WORSENING if p.product_id in worsening else 1.0 for p in products], dtype=np.float32)


def _rated(products: Sequence[Product]) -> Floats:
    """0…1 by how many rated it and how well: what is known of popularity before there are any deeds."""
    counts = np.array([p.rating_count if p.rating else 0 for p in products], dtype=np.float32)
    good = np.clip((smoothed_ratings(products) - 1.0) / 4.0, 0.0, 1.0)
    highest = np.log1p(counts.max(initial=0.0))
    return np.asarray(good * np.log1p(counts) / highest if highest > 0 else counts, dtype=np.float32)


def _within(popular: Floats, categories: Sequence[str]) -> Floats:
    """Popularity as a share of the most popular of the same category; 0 without a category."""
    highest: dict[str, float] = {}
    for name, value in zip(categories, popular.tolist(), strict=True):
        highest[name] = max(highest.get(name, 0.0), value)
    top = np.array([highest[name] if name else 0.0 for name in categories], dtype=np.float32)
    return np.asarray(np.divide(popular, top, out=np.zeros_like(popular), where=top > 0), dtype=np.float32)
