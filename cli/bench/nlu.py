"""Intents from few examples: Banking77 10-shot and HINT3 SOFMattress inside Rasa, and what each part gave on training folds."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.build import ensure_encoder
from cli.evaluate.nlu import Labelled, evaluate
from cli.evaluate.nlu_metrics import OOS
from cli.evaluate.nlu_project import measure_heads
from cli.steps import Steps
from shop.errors import ShopError
from shop.settings import load_settings

BANKING = "intents/banking77_fewshot.csv.gz"
HINT3 = "intents/hint3_sofmattress.csv.gz"
HINT3_OOS = "NO_NODES_DETECTED"
#: From the papers, for the same split; HINT3's with the threshold that was best on its test set.
PUBLISHED = {
    "banking77_10_shot": {"accuracy": {"USE+ConveRT": 0.852, "CPFT": 0.872, "ICDA": 0.898}},
    "hint3_sofmattress_v1": {"accuracy": {"best of four systems": 0.713}},
}


def _rows(path: Path, **wanted: str) -> Labelled:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if all(row[k] == v for k, v in wanted.items())]
    return Labelled([r["text"] for r in rows], [OOS if r["intent"] == HINT3_OOS else r["intent"] for r in rows])


def run() -> dict[str, Any]:
    settings = load_settings()
    datasets = settings.datasets
    if datasets is None or not all((datasets / name).is_file() for name in (BANKING, HINT3)):
        raise ShopError(f"This suite needs public data: set SHOPTALK_DATASETS to the folder that holds {BANKING} and {HINT3}.")
    steps = Steps()
    ensure_encoder(settings, steps)
    encoder = settings.artifacts / "encoder"
    sets = {
        "banking77_10_shot": (_rows(datasets / BANKING, split="train_10"), _rows(datasets / BANKING, split="test")),
        "hint3_sofmattress_v1": (
            _rows(datasets / HINT3, version="v1", split="train"),
            _rows(datasets / HINT3, version="v1", split="test"),
        ),
    }
    result: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()]}
    for name, (taught, asked) in sets.items():
        found = evaluate(taught, asked, encoder, steps)
        with TemporaryDirectory(prefix="shoptalk-bench-") as folder, steps.step(f"{name}: parts on folds of the training part"):
            parts = measure_heads(taught.texts, taught.intents, Path(folder), encoder)
        result[name] = {**found, "published": PUBLISHED[name], "parts_on_training_folds": parts}
    result["load_average_after"] = [round(x, 1) for x in os.getloadavg()]
    return result
