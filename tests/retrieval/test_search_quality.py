"""A floor under search quality: small fixed samples of two public sets, so that no later change loses what was won.

A sample is easier than its whole set, because few products compete; what the whole sets give is in docs/bench/search.json.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from cli.evaluate.plain_legs import PlainBm25
from data.public import crowdflower, homedepot
from data.public.search_set import SearchSet
from retrieval.encoder import Encoder
from retrieval.filters import Filters
from retrieval.metrics import ndcg
from retrieval.products import ProductIndex
from shop.catalogue import Product, Variant

pytestmark = pytest.mark.skipif(not os.environ.get("SHOPTALK_DATASETS"), reason="SHOPTALK_DATASETS is unset: no public data")

QUERIES, PRODUCTS = 60, 8


def smallest(ids: list[str], n: int) -> list[str]:
    return sorted(ids, key=lambda i: hashlib.sha256(i.encode()).hexdigest())[:n]


def sample(whole: SearchSet) -> tuple[list[Product], dict[str, str], dict[str, dict[str, float]]]:
    """Queries with something to find, and of each some judged products, always by the smallest hashes."""
    judged: dict[str, dict[str, float]] = {}
    for query_id, product_id, grade in whole.labels:
        judged.setdefault(query_id, {})[product_id] = float(grade)
    few = {q: {p: grades[p] for p in smallest(list(grades), PRODUCTS)} for q, grades in judged.items()}
    chosen = smallest([q for q, grades in few.items() if any(grades.values())], QUERIES)
    wanted = {p for q in chosen for p in few[q]}
    found = (row for row in whole.products if row[0] in wanted)
    products = [Product(i, name, text, variants=(Variant(i, 100, stock=1),)) for i, name, text in found]
    texts = dict(whole.queries)
    return products, {q: texts[q] for q in chosen}, few


@pytest.mark.parametrize(
    ("read", "floor", "gain"),
    [(crowdflower.read, 0.885, 0.07), (homedepot.read, 0.795, 0.065)],
    ids=["crowdflower", "homedepot"],
)
def test_search_stays_as_good_as_it_was(tmp_path: Path, build, encoder: Encoder, read, floor: float, gain: float) -> None:
    products, queries, grades = sample(read())
    build(tmp_path, products=products, faqs=())
    index = ProductIndex.open(tmp_path, encoder)
    plain = PlainBm25(products, tmp_path / "plain")
    ours = [ndcg([h.product_id for h in index.search(t, Filters(), 10).hits], grades[q]) for q, t in queries.items()]
    theirs = [ndcg(plain.top(t, 10), grades[q]) for q, t in queries.items()]
    assert np.mean(ours) >= floor
    assert np.mean(ours) - np.mean(theirs) >= gain
