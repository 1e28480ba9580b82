"""The catalogue as columns, so that filters are boolean masks over variants, applied before anything is ranked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.facts import Facts, size_values, spelt
from retrieval.filters import FACETS, Filters
from retrieval.text import fold
from retrieval.types import matches, type_words
from shop.catalogue import Product

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

COLUMNS = ("owner", "price", "stock", "rating", "rating_count")


def write_columns(products: Sequence[Product], facts: Sequence[Facts], folder: Path) -> None:
    """``columns.npz`` and ``columns.json``. A product without variants gets none and is found by no filter on variants."""
    skus: list[str] = []
    owner: list[int] = []
    price: list[int] = []
    stock: list[int] = []
    values: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    pairs: dict[str, list[tuple[int, int]]] = {facet: [] for facet in FACETS}

    def add(facet: str, row: int, *given: str) -> None:
        for value in dict.fromkeys(given):
            if value:
                pairs[facet].append((row, values[facet].setdefault(value, len(values[facet]))))

    for number, (product, fact) in enumerate(zip(products, facts, strict=True)):
        for variant, (colours, sizes, materials) in zip(product.variants, fact.variants, strict=True):
            row = len(skus)
            skus.append(variant.sku)
            owner.append(number)
            price.append(variant.price)
            stock.append(variant.stock)
            add("types", row, fact.type)
            add("brands", row, fold(fact.brand))
            add("categories", row, fold(fact.category))
            add("materials", row, *fact.materials, *materials)
            add("colours", row, *colours)
            add("sizes", row, *sizes)
    arrays: dict[str, Any] = {
        "owner": np.asarray(owner, dtype=np.int64),
        "price": np.asarray(price, dtype=np.int64),
        "stock": np.asarray(stock, dtype=np.int64),
        "rating": np.asarray([np.nan if p.rating is None else p.rating for p in products], dtype=np.float64),
        "rating_count": np.asarray([p.rating_count for p in products], dtype=np.int64),
    }
    for facet in FACETS:
        arrays[f"{facet}_pairs"] = np.asarray(pairs[facet], dtype=np.int64).reshape(-1, 2)
    np.savez(folder / "columns.npz", **arrays)
    words = {"skus": skus, "values": {facet: list(found) for facet, found in values.items()}}
    (folder / "columns.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


class Columns:
    """Opened columns. Rows of variants are grouped by product, in the order of the index.

    ``facets`` maps a facet to the variants of each of its values. ``gone`` products (their numbers) are found by no filter.
    ``speaking`` gives the numbers of the products that speak of a thing; without it no product speaks of anything.
    """

    def __init__(
        self,
        product_ids: Sequence[str],
        skus: list[str],
        arrays: Mapping[str, Any],
        facets: Mapping[str, dict[str, Rows]],
        gone: Sequence[int] = (),
        speaking: Callable[[str], Rows] | None = None,
    ):
        self.skus = skus
        self._speaking = speaking
        self.owner: Rows = arrays["owner"]
        self.price: Rows = arrays["price"]
        self.stock: Rows = arrays["stock"]
        self.rating: npt.NDArray[np.float64] = arrays["rating"]
        self.rating_count: Rows = arrays["rating_count"]
        self.size = len(product_ids)
        self.product_ids = product_ids
        self.facets = facets
        self._gone = gone
        self._there: Mask = ~np.isin(self.owner, np.asarray(gone, dtype=np.int64))
        dead = set(gone)
        self._number = {product_id: i for i, product_id in enumerate(product_ids) if i not in dead}
        self._by_head: dict[tuple[str, ...], list[str]] = {}
        for name in facets["types"]:
            self._by_head.setdefault(type_words(name)[-1:], []).append(name)

    @classmethod
    def open(cls, folder: Path, product_ids: Sequence[str]) -> Columns:
        with np.load(folder / "columns.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        words = json.loads((folder / "columns.json").read_text(encoding="utf-8"))
        facets: dict[str, dict[str, Rows]] = {}
        for facet in FACETS:
            pairs = arrays[f"{facet}_pairs"]
            order = np.argsort(pairs[:, 1], kind="stable")
            rows, codes = pairs[order, 0], pairs[order, 1]
            names = words["values"][facet]
            starts = np.searchsorted(codes, np.arange(len(names) + 1))
            facets[facet] = {name: rows[starts[i] : starts[i + 1]] for i, name in enumerate(names)}
        return cls(product_ids, words["skus"], arrays, facets)

    def joined(self, other: Columns, gone: Sequence[int]) -> Columns:
        """These products and behind them the other's; ``gone`` are numbers of these."""
        arrays = {name: np.concatenate([getattr(self, name), getattr(other, name)]) for name in COLUMNS}
        arrays["owner"] = np.concatenate([self.owner, other.owner + self.size])
        facets = {}
        for facet in FACETS:
            facets[facet] = dict(self.facets[facet])
            for value, rows in other.facets[facet].items():
                before = facets[facet].get(value, rows[:0])
                facets[facet][value] = np.concatenate([before, rows + len(self.skus)])
        return Columns([*self.product_ids, *other.product_ids], [*self.skus, *other.skus], arrays, facets, gone)

    def with_texts(self, speaking: Callable[[str], Rows]) -> Columns:
        """The same columns, whose filters know what the products speak of."""
        arrays = {name: getattr(self, name) for name in COLUMNS}
        return Columns(self.product_ids, self.skus, arrays, self.facets, self._gone, speaking)

    def having(self, facet: str, wanted: Sequence[str]) -> Mask:
        """The variants that have one of the values."""
        mask = np.zeros(len(self.skus), dtype=bool)
        known = self.facets[facet]
        for value in wanted:
            if facet == "types":
                for name in self._by_head.get(type_words(value)[-1:], ()):
                    if matches(value, name):
                        mask[known[name]] = True
                continue
            folded = fold(value)
            names = size_values(value)[:1] if facet == "sizes" else {folded, " ".join(spelt(w) for w in folded.split())}
            for name in names:
                if name in known:
                    mask[known[name]] = True
        return mask

    def mask(self, filters: Filters) -> Mask:
        """The variants that satisfy every filter."""
        mask = self._there.copy()
        for facet in FACETS:
            wanted = getattr(filters, facet)
            if wanted:
                mask &= self.having(facet, wanted)
        for facet, unwanted in filters.exclude.items():
            mask &= ~self.having(facet, unwanted)
        if self._speaking is not None:
            for thing in filters.exclude_words:
                mask &= ~np.isin(self.owner, self._speaking(thing))
            for thing in filters.speaks_of:
                mask &= np.isin(self.owner, self._speaking(thing))
        if filters.price_min is not None or filters.price_max is not None:
            mask &= self.price > 0
        if filters.price_min is not None:
            mask &= self.price >= filters.price_min
        if filters.price_max is not None:
            mask &= self.price <= filters.price_max
        if filters.in_stock:
            mask &= self.stock > 0
        if filters.rating_min is not None:
            with np.errstate(invalid="ignore"):
                mask &= (self.rating >= filters.rating_min)[self.owner]
        numbers = [self._number[p] for p in filters.exclude_products if p in self._number]
        if numbers:
            mask &= ~np.isin(self.owner, numbers)
        return mask

    def products(self, mask: Mask) -> Rows:
        """Numbers of the products that have a variant in the mask, ascending."""
        found = np.zeros(self.size, dtype=bool)
        found[self.owner[mask]] = True
        return np.flatnonzero(found)

    def fitting(self, product: int, mask: Mask) -> str:
        """The variant to show: of those in the mask one in stock, then with a known price, then the cheapest."""
        first, last = np.searchsorted(self.owner, (product, product + 1))
        rows = [int(r) for r in range(first, last) if mask[r]]
        if not rows:
            return ""
        return self.skus[min(rows, key=lambda r: (self.stock[r] <= 0, self.price[r] <= 0, self.price[r], r))]
