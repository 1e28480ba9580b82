"""Build everything that search and understanding need from the catalogue: product index, FAQ index, lookups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from retrieval.encoder.encoder import Encoder
from retrieval.faq import build_faq
from retrieval.learnt import learn
from retrieval.lookups import entries_of, write_lookups
from retrieval.product_build import build_products
from retrieval.versions import switching
from shop.catalogue import Faq, Product


def build_indexes(
    products: Iterable[Product],
    faqs: Iterable[Faq],
    encoder: Encoder,
    artifacts: Path,
    now: datetime,
    progress: Callable[[str, float], None],
    marks: Mapping[str, str] | None = None,
    changes: Callable[[Path], str | None] | None = None,
) -> dict[str, Any]:
    """Write ``index/products``, ``index/faq`` and ``lookups`` below ``artifacts``; inactive products are left out.

    ``progress`` is told the step ("types", "products", "faq", "lookups") and how much of it is done, 0 to 1. Returns counts.

    ``marks`` and ``changes``: see retrieval.changes. Without marks the first later change asks for a rebuild.
    """
    catalogue = [p for p in products if p.active]
    progress("types", 0.0)
    learnt, facts = learn(catalogue)
    progress("types", 1.0)
    folder = artifacts / "index" / "products"
    made = build_products(catalogue, facts, encoder, folder, now, progress, learnt, marks or {}, changes)
    progress("faq", 0.0)
    answers = build_faq(list(faqs), encoder, artifacts / "index" / "faq", now)
    progress("faq", 1.0)
    with switching(folder):
        write_lookups(entries_of(catalogue, facts), len(catalogue), artifacts / "lookups", now, {"encoder": encoder.revision})
    progress("lookups", 1.0)
    derived = sum(1 for p, f in zip(catalogue, facts, strict=True) if f.type and not p.type)
    return {**made, **answers, "types_derived": derived, "types_unknown": sum(1 for f in facts if not f.type)}
