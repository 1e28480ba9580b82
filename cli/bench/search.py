"""Search quality on two public sets beside plain BM25 and plain vectors, what each part adds, and the time a query takes.

The indexes stay in ``var/bench/search``, so that a second run encodes nothing anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from cli.bench.search_parts import PARTS, without
from cli.build import ensure_encoder
from cli.evaluate.bootstrap import paired_gain
from cli.evaluate.search import SHOWN, Labelled, built, compared, index_rank, read_catalogue, read_labelled
from cli.steps import Steps
from data.public import crowdflower, homedepot
from retrieval.metrics import ndcg
from retrieval.products import ProductIndex
from shop.settings import load_settings

SETS = {"crowdflower": (crowdflower.read, None), "homedepot": (homedepot.read, 1500)}


def run() -> dict[str, Any]:
    settings = load_settings()
    steps = Steps()
    ensure_encoder(settings, steps)
    encoder = settings.artifacts / "encoder"
    result: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()]}
    for name in SETS:
        result[name] = _measured(name, encoder, settings.var / "bench" / "search" / name, steps)
    result["load_average_after"] = [round(x, 1) for x in os.getloadavg()]
    return result


def _measured(name: str, encoder: Path, artifacts: Path, steps: Steps) -> dict[str, Any]:
    read, limit = SETS[name]
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        read().write(Path(folder))
        labelled = read_labelled(Path(folder) / "queries.csv", Path(folder) / "labels.csv", limit)
        catalogue, _ = read_catalogue(Path(folder) / "products.csv", load_settings(), lambda fraction, text: None)
    index, seconds = built(catalogue, encoder, artifacts, steps)
    result, ours = compared(index, catalogue, labelled, encoder, steps)
    half = np.asarray([int(hashlib.sha256(f"half {q}".encode()).hexdigest(), 16) % 2 for q, _ in labelled.queries])
    result |= {"build_seconds_with_kept_vectors": seconds, "halves": _halves(ours.ndcg_at_10, half), "without": {}}
    for part in PARTS:
        with steps.step(f"Without {part.replace('_', ' ')}"):
            scores = _ndcg(without(index, part), labelled)
        result["without"][part] = {
            "ndcg_at_10": round(float(np.mean(scores)), 4),
            "halves": _halves(scores, half),
            "worth": paired_gain(ours.ndcg_at_10, scores),
        }
    return result


def _ndcg(index: ProductIndex, labelled: Labelled) -> list[float]:
    rank = index_rank(index)
    return [ndcg(rank(text, SHOWN), labelled.grades[query_id]) for query_id, text in labelled.queries]


def _halves(scores: list[float], half: np.ndarray[Any, np.dtype[np.int64]]) -> list[float]:
    return [round(float(np.asarray(scores)[half == side].mean()), 4) for side in (0, 1)]
