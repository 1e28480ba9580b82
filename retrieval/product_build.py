"""Write one version of the product index."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.columns import write_columns
from retrieval.dense import Dense
from retrieval.encoder.encoder import Encoder, Vectors
from retrieval.facts import Facts
from retrieval.learnt import Learnt
from retrieval.lexical import Lexical
from retrieval.spelling import compounds
from retrieval.text import Tokeniser
from retrieval.versions import new_version, open_current
from shop.catalogue import Product
from shop.errors import Corrupt

#: Tokens of a description that count for its vector; the encoder learnt from texts of this length.
TEXT_TOKENS = 128
#: The two texts of a product, each with a BM25 and a dense leg; all four weigh the same.
LEGS = ("title", "text")
K1B = {"title": (0.8, 0.5), "text": (1.2, 0.75)}
#: Words seen less often than this may be misspelt themselves.
RARE = 2
CHUNK = 1024


def long_text(product: Product) -> str:
    """Title, description, type, brand, category, attributes, tags and options, as one text."""
    options = sorted({v for variant in product.variants for v in variant.options.values()})
    parts = [
        product.name, product.description, product.type, product.brand, product.category.replace("_", " "), product.material,
        *(f"{k} {v}" for k, v in product.attributes.items()), *product.tags, *options,
    ]  # fmt: skip
    return ". ".join(p for p in parts if p)


def texts_of(product: Product) -> dict[str, str]:
    """The text of each leg."""
    return {"title": product.name, "text": long_text(product)}


def build_products(
    products: Sequence[Product],
    facts: Sequence[Facts],
    encoder: Encoder,
    folder: Path,
    now: datetime,
    progress: Callable[[str, float], None],
    learnt: Learnt,
    marks: Mapping[str, str],
    changes: Callable[[Path], str | None] | None = None,
) -> dict[str, Any]:
    """Write and switch to a new version in ``folder``. Vectors of texts that the present version holds are taken from it.

    ``learnt`` and ``marks`` are kept for later changes (see changes); ``changes`` names those that are there already.
    """
    tokeniser = Tokeniser()
    by_product = [texts_of(p) for p in products]
    texts = {leg: [t[leg] for t in by_product] for leg in LEGS}
    digests = {leg: [digest(t) for t in texts[leg]] for leg in LEGS}
    inputs = {
        "products": hashlib.sha256("".join(d for leg in LEGS for d in digests[leg]).encode()).hexdigest(),
        "encoder": encoder.revision,
    }
    settings = {"dimension": encoder.dimension, "text_tokens": TEXT_TOKENS, "language": encoder.language}
    metrics: dict[str, Any] = {"products": len(products)}
    mean_tokens: dict[str, float] = {}
    counts: Counter[str] = Counter()
    with new_version(folder, now=now, inputs=inputs, settings=settings, metrics=metrics, changes=changes) as draft:
        metrics["encoded"] = 0
        said_before: dict[str, Vectors] = {}
        for step, leg in enumerate(LEGS):
            old = _old_vectors(folder, leg, encoder) | said_before
            vectors, fresh = encoded(texts[leg], digests[leg], old, encoder, partial(_report, progress, step))
            metrics["encoded"] += fresh
            said_before.update(zip(digests[leg], vectors, strict=True))  # a title without more is its own full text
            metrics[f"{leg}_index"] = Dense.build(vectors, draft / f"{leg}.faiss")
            words = [tokeniser.words(t) for t in texts[leg]]
            counts.update(w for found in words for w in set(found))
            mean_tokens[leg] = float(np.mean([max(1, len(w)) for w in words])) if words else 1.0
            Lexical.build([tokeniser.stemmed(w) for w in words], draft / f"{leg}.bm25", k1=K1B[leg][0], b=K1B[leg][1])
        progress("products", 0.96)
        write_columns(products, facts, draft)
        known = {w: n for w, n in counts.items() if n >= RARE and w.isalpha()}
        write_json(draft / "words.json", {"counts": known, "compounds": compounds(words)})
        write_json(draft / "mean_tokens.json", mean_tokens)
        write_json(draft / "marks.json", dict(marks))
        learnt.save(draft)
        write_json(draft / "digests.json", digests)
        write_json(draft / "products.json", [record(p, f) for p, f in zip(products, facts, strict=True)])
    progress("products", 1.0)
    return metrics


def encoded(
    texts: list[str], digests: list[str], old: dict[str, Vectors], encoder: Encoder, progress: Callable[[float], None]
) -> tuple[Vectors, int]:
    """Vectors of all texts, (n, dimension), and how many had to be computed."""
    vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    todo = []
    for row, digest in enumerate(digests):
        if digest in old:
            vectors[row] = old[digest]
        else:
            todo.append(row)
    todo.sort(key=lambda row: len(texts[row]))
    for start in range(0, len(todo), CHUNK):
        rows = todo[start : start + CHUNK]
        vectors[rows] = encoder.encode([texts[r] for r in rows], max_tokens=TEXT_TOKENS)
        progress(min(1.0, (start + len(rows)) / len(todo)))
    return vectors, len(todo)


def _old_vectors(folder: Path, leg: str, encoder: Encoder) -> dict[str, Vectors]:
    """Vectors of the present version by digest of their text; none when there is no intact one of the same encoder."""
    try:
        present, manifest = open_current(folder)
        if manifest["inputs"].get("encoder") != encoder.revision or manifest["settings"].get("text_tokens") != TEXT_TOKENS:
            return {}
        digests: list[str] = json.loads((present / "digests.json").read_text(encoding="utf-8"))[leg]
        vectors = Dense.open(present / f"{leg}.faiss").vectors(np.arange(len(digests)))
    except Corrupt:
        return {}
    return dict(zip(digests, vectors, strict=True))


def record(product: Product, facts: Facts) -> dict[str, object]:
    """What answering needs of a product."""
    return {
        "id": product.product_id,
        "name": product.name,
        "description": product.description,
        "type": facts.type,
        "brand": product.brand,
        "category": product.category,
        "material": product.material,
        "attributes": dict(product.attributes),
        "options": {
            key: sorted({v.options[key] for v in product.variants if key in v.options})
            for key in sorted({k for v in product.variants for k in v.options})
        },
    }


def _report(progress: Callable[[str, float], None], step: int, done: float) -> None:
    progress("products", (step + done) * 0.47)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
