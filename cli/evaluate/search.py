"""``shoptalk evaluate search``: the shipped index and ranking on labelled queries, beside plain BM25 and plain vectors."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from cli.build import ensure_encoder
from cli.environment import JsonFile
from cli.evaluate.bootstrap import paired_gain
from cli.evaluate.plain_legs import PlainBm25, PlainVectors
from cli.evaluate.report import report
from cli.evaluate.tables import read_rows
from cli.steps import Report, Steps
from retrieval.build import build_indexes
from retrieval.encoder.encoder import Encoder
from retrieval.filters import Filters
from retrieval.metrics import ndcg, recall, reciprocal_rank
from retrieval.products import ProductIndex
from shop.catalogue import Product
from shop.errors import InvalidInput
from shop.settings import Settings, load_settings
from storage.imports import read_records

#: So far down a ranking is judged; of customers' searches the first ten count, and those are what is timed.
DEPTH = 100
SHOWN = 10
WARM = 5

#: The best ``k`` product ids for a query.
Rank = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True)
class Labelled:
    """``queries``: (query_id, text) with something to find; ``grades``: query_id → product_id → grade."""

    queries: list[tuple[str, str]]
    grades: dict[str, dict[str, float]]


@dataclass(frozen=True)
class Measured:
    """Scores of one ranking, each one value a query in the order of ``Labelled.queries``."""

    ndcg_at_10: list[float]
    recall_at_100: list[float]
    mrr: list[float]
    query_ms: list[float]

    def summary(self) -> dict[str, float]:
        return {
            "ndcg_at_10": round(float(np.mean(self.ndcg_at_10)), 4),
            "recall_at_100": round(float(np.mean(self.recall_at_100)), 4),
            "mrr": round(float(np.mean(self.mrr)), 4),
            "query_ms_p50": round(float(np.percentile(self.query_ms, 50)), 2),
            "query_ms_p95": round(float(np.percentile(self.query_ms, 95)), 2),
        }


def search_command(
    products: Annotated[Path, typer.Option(help="CSV: product_id, name, description, and whatever an import understands.")],
    queries: Annotated[Path, typer.Option(help="CSV: query_id, query.")],
    labels: Annotated[Path, typer.Option(help="CSV: query_id, product_id, grade (0 or more, larger is better).")],
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many queries: those with the smallest sha256.")] = None,
    json_file: JsonFile = None,
) -> None:
    """Rank the whole catalogue for labelled queries with the shipped search, and with its legs alone."""
    steps = Steps()
    settings = load_settings()
    labelled = read_labelled(queries, labels, limit)
    with steps.step(f"Reading {products.name}") as told:
        catalogue, rejected = read_catalogue(products, settings, told)
        told(1.0, f"{len(catalogue):,} products" + (f", {rejected:,} rows do not fit" if rejected else ""))
    ensure_encoder(settings, steps)
    result = evaluate(catalogue, labelled, settings.artifacts / "encoder", steps)
    report("Search", {**result, "products_rejected": rejected}, json_file)


def read_catalogue(path: Path, settings: Settings, told: Report) -> tuple[list[Product], int]:
    """Products as an import would read them, and how many rows it would reject. Raises InvalidInput when none is left."""
    read_rows(path, ["product_id", "name"])
    found, rejected = read_records("products", path, currency=settings.currency, now=datetime.now(UTC), progress=told)
    if not any(p.active for p in found):
        raise InvalidInput(f"No row of {path} is a product that could be imported.", code="no_rows")
    return [p for p in found if p.active], rejected


def read_labelled(queries: Path, labels: Path, limit: int | None) -> Labelled:
    """Raises InvalidInput for a grade that is no number from 0 to 30, and when no query has a positive grade."""
    texts = {row["query_id"]: row["query"] for row in read_rows(queries, ["query_id", "query"])}
    grades: dict[str, dict[str, float]] = {}
    for number, row in enumerate(read_rows(labels, ["query_id", "product_id", "grade"]), 2):
        try:
            grade = float(row["grade"])
        except ValueError:
            grade = -1.0
        if not 0 <= grade <= 30:
            raise InvalidInput(f"{labels}, row {number}: grade is a number from 0 to 30, not {row['grade'][:20]!r}.")
        grades.setdefault(row["query_id"], {})[row["product_id"]] = grade
    good = [q for q in texts if any(g > 0 for g in grades.get(q, {}).values())]
    if not good:
        raise InvalidInput(f"No query of {queries} has a product with a positive grade in {labels}.", code="no_labels")
    good.sort(key=lambda q: hashlib.sha256(q.encode()).hexdigest())
    return Labelled([(q, texts[q]) for q in good[:limit]], grades)


def evaluate(catalogue: Sequence[Product], labelled: Labelled, encoder: Path, steps: Steps) -> dict[str, Any]:
    """Everything that the command reports, for active products; ``build_seconds`` holds the encoding of all of them.

    ``encoder``: its folder. It builds on all cores and reads queries on one, as where customers are answered.
    """
    with tempfile.TemporaryDirectory(prefix="shoptalk-evaluate-") as folder:
        index, seconds = built(catalogue, encoder, Path(folder), steps)
        return {**compared(index, catalogue, labelled, encoder, steps)[0], "build_seconds": seconds}


def built(catalogue: Sequence[Product], encoder: Path, artifacts: Path, steps: Steps) -> tuple[ProductIndex, float]:
    """The index that a shop with this catalogue would search, and the seconds that its build took."""
    started = time.perf_counter()
    with steps.step("Building the index") as told:
        build_indexes(catalogue, [], Encoder(encoder), artifacts, datetime.now(UTC), lambda step, done: told(done, step))
    seconds = round(time.perf_counter() - started, 2)
    return ProductIndex.open(artifacts, Encoder(encoder, threads=1)), seconds


def compared(
    index: ProductIndex, catalogue: Sequence[Product], labelled: Labelled, encoder: Path, steps: Steps
) -> tuple[dict[str, Any], Measured]:
    """The shipped search beside plain BM25 and plain vectors, and its scores query by query."""
    with tempfile.TemporaryDirectory(prefix="shoptalk-evaluate-") as folder:
        started = time.perf_counter()
        with steps.step("Building plain BM25"):
            bm25 = PlainBm25(catalogue, Path(folder) / "plain.bm25")
        bm25_seconds = round(time.perf_counter() - started, 2)
    vectors = PlainVectors(index, Encoder(encoder, threads=1))
    ours = measure("the shipped search", index_rank(index), labelled, steps)
    words = measure("BM25 alone", bm25.top, labelled, steps)
    meaning = measure("vectors alone", vectors.top, labelled, steps)
    return {
        "products": len(catalogue),
        "queries": len(labelled.queries),
        **ours.summary(),
        "bm25_only": {**words.summary(), "build_seconds": bm25_seconds},
        "dense_only": meaning.summary(),
        "gain_over_bm25_only": paired_gain(ours.ndcg_at_10, words.ndcg_at_10),
        "gain_over_dense_only": paired_gain(ours.ndcg_at_10, meaning.ndcg_at_10),
    }, ours


def index_rank(index: ProductIndex) -> Rank:
    return lambda query, k: [hit.product_id for hit in index.search(query, Filters(), k).hits]


def measure(name: str, rank: Rank, labelled: Labelled, steps: Steps) -> Measured:
    """One query at a time; timed are the first ``SHOWN`` products from the query's text on."""
    out = Measured([], [], [], [])
    for _, text in labelled.queries[:WARM]:
        rank(text, SHOWN)
    with steps.step(f"Ranking with {name}") as told:
        for done, (query_id, text) in enumerate(labelled.queries, 1):
            started = time.perf_counter()
            rank(text, SHOWN)
            out.query_ms.append(1000 * (time.perf_counter() - started))
            ranked, grades = rank(text, DEPTH), labelled.grades[query_id]
            out.ndcg_at_10.append(ndcg(ranked, grades, 10))
            out.recall_at_100.append(recall(ranked, grades, DEPTH))
            out.mrr.append(reciprocal_rank(ranked, grades))
            told(done / len(labelled.queries), f"{done:,} of {len(labelled.queries):,} queries")
    return out
