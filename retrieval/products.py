"""The product index: filters first, then four legs (BM25 and vectors, over titles and over full texts) fused into one score."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.columns import Mask, Rows
from retrieval.encoder.encoder import Encoder, Vectors
from retrieval.filters import Filters
from retrieval.fusion import Scores, fused
from retrieval.kinds import KindVectors, NearKind, common_kinds, nearest_kinds
from retrieval.mentions import Mentions
from retrieval.product_build import LEGS
from retrieval.query_type import wanted_type
from retrieval.relaxing import conditions_to_relax
from retrieval.segment import Segment, Segments
from retrieval.spelling import Spelling
from retrieval.text import Tokeniser, fold
from retrieval.types import type_words
from shop.errors import NotFound

#: Candidates of each leg that are scored by all four.
POOL = 200
#: What a product of the wanted type is ahead of one that is not, where all four legs together give at most 1: it settles
#: near-ties ("guitar strap" before a guitar with a strap) and outweighs no word. Types read from titles are often wrong.
TYPE_LEAD = 0.05
#: What a product loses when things of its type mostly stand in another category (a toy guitar among guitars).
STRAY_LOSS = 0.03
#: The same lead among products like a given one, where only cosines are compared: of the same type first.
SAME_TYPE = 0.35
#: Below this cosine in both vector legs, and with no word in common, a product has nothing to do with the query.
RELEVANT = 0.2

#: A price in the query is a filter's business; as words it would find model numbers.
_PRICE = re.compile(
    r"(?:\b(?:under|below|over|above|around|about|from|to|between|and|max|less than|more than|up to|at most|cheaper than)\s+)?"
    r"(?:[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:dollars?|euros?|pounds sterling|usd|eur|gbp)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hit:
    """``sku`` is the variant that fits the filters; ``score`` orders hits of one search and compares to no other search."""

    product_id: str
    sku: str
    score: float
    product_type: str
    brand: str


@dataclass(frozen=True)
class SearchResult:
    """``hits`` best first; ``total`` products satisfy the filters; ``relax`` names the fewest filters whose loss would
    leave some, least missed first."""

    hits: tuple[Hit, ...]
    total: int
    relax: tuple[str, ...] = ()


class ProductIndex:
    """One opened version. All methods may be called from many threads at once."""

    def __init__(self, segment: Segment, encoder: Encoder, version: str, kind_vectors: KindVectors | None = None):
        self.version = version
        self._encoder = encoder
        self._kind_vectors = kind_vectors or KindVectors(encoder)
        self._records = segment.records
        self._tokeniser = Tokeniser()
        self._mentions = Mentions(segment.records, self._having, self._tokeniser)
        self._columns = segment.columns.with_texts(self._mentions.of)
        self._dense = segment.dense
        self._lexical = segment.lexical
        self._spelling = Spelling(segment.words, segment.compounds, encoder.is_word)
        self._living: Rows = np.flatnonzero(segment.living)
        self._number: dict[str, int] = {self._records[row]["id"]: row for row in self._living.tolist()}
        self.product_ids: list[str] = list(self._number)
        self._types = {words for row in self._number.values() if (words := type_words(self._records[row]["type"]))}
        self._types |= {words[i:] for words in self._types for i in range(1, len(words))}
        self._stray = self._strayness()
        facets = {self._records[row][name] for row in self._number.values() for name in ("type", "category", "brand")}
        self._stems_of_facets = frozenset(self._tokeniser.stems(" ".join(facets)))

    @classmethod
    def open(cls, artifacts: Path, encoder: Encoder | None = None) -> ProductIndex:
        """The present version. Raises Corrupt when there is none, a file differs from its sha256, or the encoder changed."""
        return cls.opener(artifacts, encoder)()

    @classmethod
    def opener(cls, artifacts: Path, encoder: Encoder | None = None) -> Callable[[], ProductIndex]:
        """What opens the present version, again and again; of a version with new changes only the changes are read."""
        segments = Segments(artifacts / "index" / "products", encoder or Encoder(artifacts / "encoder"))
        kind_vectors = KindVectors(segments.encoder)
        return lambda: cls(segments.present(), segments.encoder, segments.version, kind_vectors)

    def __len__(self) -> int:
        return len(self.product_ids)

    def __contains__(self, product_id: str) -> bool:
        return product_id in self._number

    def search(self, query: str, filters: Filters, top_k: int, vector: Vectors | None = None) -> SearchResult:
        """Products that satisfy ``filters``, ranked by ``query``; by rating where the query is empty.

        ``vector`` (dimension,) saves encoding the query again. Where the filters name no type, a type that the query names
        leads without shutting others out.
        """
        mask = self._columns.mask(filters)
        rows = self._columns.products(mask)
        if not len(rows):
            return SearchResult((), 0, conditions_to_relax(self._columns, filters))
        query = _PRICE.sub(" ", query)
        if not query.strip():
            ranked, scores = self._by_rating(rows)
        else:
            if vector is None:
                vector = self._encoder.encode([query])[0]
            wanted = filters.types or tuple(filter(None, [wanted_type(query, self._types)]))
            ranked, scores = self._ranked(query, vector, rows, max(POOL, 4 * top_k), wanted, bool(filters.types))
        return SearchResult(self._hits(ranked[:top_k], scores[:top_k], mask), len(rows))

    def similar(self, product_id: str, filters: Filters, top_k: int) -> SearchResult:
        """Products like this one, best first, never itself; of the same type first. Raises NotFound for an unknown id."""
        number = self._find(product_id)
        filters = replace(filters, exclude_products=(*filters.exclude_products, product_id))
        mask = self._columns.mask(filters)
        rows = self._columns.products(mask)
        if not len(rows):
            return SearchResult((), 0, conditions_to_relax(self._columns, filters))
        vector = self.vectors([product_id])[0]
        pool = np.unique(np.concatenate([self._dense[leg].top(vector, rows, max(POOL, 4 * top_k)) for leg in LEGS]))
        scores = np.mean([self._dense[leg].vectors(pool) @ vector for leg in LEGS], axis=0)
        scores = scores + self._lead(pool, (self._records[number]["type"],)) * (SAME_TYPE / TYPE_LEAD)
        order = np.lexsort((pool, -scores))[:top_k]
        return SearchResult(self._hits(pool[order], scores[order], mask), len(rows))

    def kinds_near(self, thing: str, wish: str = "", top_k: int = 5) -> list[NearKind]:
        """The catalogue's kinds of things nearest in meaning to a thing that it does not name. ``wish``: all that was said of
        it, where that is more than its name ("a flashlight you wear on your head")."""
        kinds = common_kinds((self._records[row]["type"] for row in self._living.tolist()), len(self))
        vectors = self._encoder.encode([thing, *([wish] if wish else [])])
        return nearest_kinds(vectors[0], vectors[1] if wish else None, kinds, self._kind_vectors.of(kinds), top_k)

    def departments_near(self, wish: str, top_k: int) -> list[str]:
        """The catalogue's categories nearest in meaning to a wish, nearest first: by their names, or by the two nearest of the
        kinds of things that they hold."""
        held: dict[str, dict[str, None]] = {}
        for row in self._living.tolist():
            record = self._records[row]
            if record["category"]:
                held.setdefault(record["category"], {})[record["type"]] = None
        (vector,) = self._encoder.encode([wish])
        near = self._kind_vectors.of(list(held)) @ vector
        of_kinds = [
            np.sort(self._kind_vectors.of([k for k in kinds if k] or [name]) @ vector)[-2:].mean()
            for name, kinds in held.items()
        ]
        order = np.argsort(-np.maximum(near, of_kinds), kind="stable")[:top_k]
        return [list(held)[number] for number in order]

    def names(self, word: str) -> bool:
        """Does a product's name, type or category have this word, in any of its forms?"""
        stems = self._tokeniser.stems(word)
        if any(self._lexical["title"].scores([stem])[self._living].any() for stem in stems):
            return True
        return not self._stems_of_facets.isdisjoint(stems)

    def speaking_of(self, thing: str, filters: Filters) -> int:
        """How many of the products that satisfy ``filters`` speak of the thing."""
        return int(np.isin(self._columns.products(self._columns.mask(filters)), self._mentions.of(thing)).sum())

    def _having(self, stems: Sequence[str]) -> Rows:
        """Products whose full text has all of these stems."""
        has = np.ones(len(self._records), dtype=bool)
        for stem in stems:
            has &= self._lexical["text"].scores([stem]) > 0
        return np.flatnonzero(has)

    def facts(self, product_id: str) -> dict[str, Any]:
        """``{"type", "brand", "category", "materials"}`` as the index knows them. Raises NotFound for an unknown id."""
        record = self._records[self._find(product_id)]
        return {name: record[name] for name in ("type", "brand", "category", "material")}

    def vectors(self, product_ids: list[str]) -> Vectors:
        """(n, dimension), each of length 1: title and full text together. Raises NotFound for an unknown id."""
        rows = np.asarray([self._find(p) for p in product_ids], dtype=np.int64)
        both = sum((self._dense[leg].vectors(rows) for leg in LEGS), start=np.zeros((len(rows), 1), dtype=np.float32))
        found: Vectors = (both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-12)).astype(np.float32)
        return found

    def text_vectors(self) -> Vectors:
        """(products, dimension), in the order of ``product_ids``: the encoder's vectors of the full texts."""
        return self._dense["text"].vectors(self._living)

    def _find(self, product_id: str) -> int:
        try:
            return self._number[product_id]
        except KeyError:
            raise NotFound("This product is not in the index.", code="unknown_product") from None

    def _ranked(
        self, query: str, vector: Vectors, rows: Rows, pool_size: int, wanted: tuple[str, ...], strict: bool
    ) -> tuple[Rows, Scores]:
        tokens = self._tokeniser.stemmed(self._spelling.mended(self._tokeniser.words(query)))
        lexical = {leg: self._lexical[leg].scores(tokens) for leg in LEGS}
        pools = [self._dense[leg].top(vector, rows, pool_size) for leg in LEGS]
        for leg in LEGS:
            found = rows[np.flatnonzero(lexical[leg][rows])]
            if len(found) > pool_size:
                found = found[np.argpartition(-lexical[leg][found], pool_size - 1)[:pool_size]]
            pools.append(found)
        if wanted and not strict:
            pools.append(rows[self._columns_of(wanted)[rows]][: 4 * pool_size])
        pool = np.unique(np.concatenate(pools))
        cosines = {leg: self._dense[leg].vectors(pool) @ vector for leg in LEGS}
        scores = fused([lexical[leg][pool] for leg in LEGS], list(cosines.values())) + self._lead(pool, wanted)
        if not strict:
            near = np.max([cosines[leg] for leg in LEGS], axis=0) >= RELEVANT
            near |= np.max([lexical[leg][pool] for leg in LEGS], axis=0) > 0
            pool, scores = pool[near], scores[near]
        order = np.lexsort((pool, -scores))
        return pool[order], scores[order]

    def _columns_of(self, wanted: tuple[str, ...]) -> Mask:
        """Which products are of one of the wanted types: (products,) booleans."""
        mask = np.zeros(len(self._records), dtype=bool)
        mask[self._columns.owner[self._columns.having("types", wanted)]] = True
        return mask

    def _lead(self, pool: Rows, wanted: tuple[str, ...]) -> Scores:
        """The lead of products of a wanted type, less what strays lose."""
        if not any(wanted):
            return np.zeros(len(pool), dtype=np.float32)
        of_type = self._columns_of(wanted)[pool]
        lead: Scores = np.where(of_type, TYPE_LEAD - STRAY_LOSS * self._stray[pool], 0.0).astype(np.float32)
        return lead

    def _strayness(self) -> Scores:
        """0 for a product in its type's usual category, towards 1 the rarer its type is there: (products,)."""
        heads = [(type_words(r["type"])[-1:], fold(r["category"])) for r in self._records]
        counts = Counter(heads)
        most: dict[tuple[str, ...], int] = {}
        for (head, category), n in counts.items():
            if category:
                most[head] = max(most.get(head, 0), n)
        stray = [1 - counts[(h, c)] / most[h] if h and c and most[h] >= 5 else 0.0 for h, c in heads]
        return np.asarray(stray, dtype=np.float32)

    def _by_rating(self, rows: Rows) -> tuple[Rows, Scores]:
        rating = np.nan_to_num(self._columns.rating[rows], nan=0.0)
        scores = (rating / 5 * (1 - 1 / (2 + self._columns.rating_count[rows]))).astype(np.float32)
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]

    def _hits(self, rows: Rows, scores: Scores, mask: Mask) -> tuple[Hit, ...]:
        return tuple(
            Hit(
                record["id"],
                self._columns.fitting(int(row), mask),
                round(float(score), 6),
                record["type"],
                record["brand"],
            )
            for row, score in zip(rows, scores, strict=True)
            for record in (self._records[row],)
        )
