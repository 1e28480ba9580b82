"""What search is compared with: BM25 as everybody knows it, and the encoder's cosine, over name and description."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import Stemmer

from retrieval.encoder.encoder import Encoder
from retrieval.lexical import Lexical
from retrieval.products import ProductIndex
from retrieval.words import STOP
from shop.catalogue import Product

_TOKEN = re.compile(r"[a-z0-9]+")


class PlainBm25:
    """k1 1.2, b 0.75, English stop words and stems; no care for units or spelling."""

    def __init__(self, products: Sequence[Product], folder: Path):
        self._stemmer = Stemmer.Stemmer("english")
        self._ids = [p.product_id for p in products]
        Lexical.build([self._tokens(f"{p.name} {p.description}") for p in products], folder, k1=1.2, b=0.75)
        self._leg = Lexical.open(folder, len(products))

    def top(self, query: str, k: int) -> list[str]:
        return _best(self._leg.scores(self._tokens(query)), self._ids, k)

    def _tokens(self, text: str) -> list[str]:
        found: list[str] = self._stemmer.stemWords([w for w in _TOKEN.findall(text.lower()) if w not in STOP])
        return found


class PlainVectors:
    """Exact cosine of the query with name and description together."""

    def __init__(self, index: ProductIndex, encoder: Encoder):
        self._encoder = encoder
        self._ids = index.product_ids
        self._vectors = index.text_vectors()

    def top(self, query: str, k: int) -> list[str]:
        return _best(self._vectors @ self._encoder.encode([query])[0], self._ids, k)


def _best(scores: np.ndarray, ids: Sequence[str], k: int) -> list[str]:
    k = min(k, len(ids))
    best = np.argpartition(-scores, k - 1)[:k]
    return [ids[i] for i in best[np.lexsort((best, -scores[best]))]]
