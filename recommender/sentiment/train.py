"""Train the tracked sentiment weights: ``python -m recommender.sentiment.train fit`` and then ``… finish``.

``fit`` fine-tunes the installed encoder by each of ``RECIPES`` on public sets in ``SHOPTALK_DATASETS`` (only such as may shape
shipped weights), averages the ten networks (a model soup: Wortsman and others, 2022), and keeps the change at rank ``RANK``.
Six minutes on a GPU that runs the ten side by side; some hours on two cores. ``finish`` draws the bias of the labels on the
development rows with the 8-bit model that serves, measures on rows that trained nothing, and writes card and manifest. Ten
minutes on two cores.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file
from sklearn.metrics import accuracy_score, f1_score
from tokenizers import Tokenizer

from recommender.sentiment.card import card_text
from recommender.sentiment.export import FP32, tuned_network, write_draft
from recommender.sentiment.fine_tune import Recipe, fine_tune
from recommender.sentiment.low_rank import compress
from recommender.sentiment.network import SentimentNetwork, base_folder, tuned_parts
from recommender.sentiment.scorer import INT8, SHIPPED, WEIGHTS, SentimentScorer, label_of, softmax
from recommender.sentiment.sentences import sentences
from recommender.sentiment.training_rows import LABELS, Row, clothing, set_aside, stanford, training_rows
from shop.manifest import sha256_of, write_manifest

SEED = 7
RANK = 128
MAX_TOKENS = 256
RECIPES = (
    Recipe(5e-5, 2, 32),
    Recipe(5e-5, 3, 64),
    Recipe(1e-4, 3, 64),
    Recipe(1e-4, 4, 128),
    Recipe(8e-5, 3, 64, smoothing=0.1),
    Recipe(8e-5, 4, 64),
    Recipe(2e-4, 3, 128),
    Recipe(1e-4, 3, 64, seed=8),
    Recipe(1e-4, 3, 64, seed=9),
    Recipe(1.5e-4, 5, 128),
)
SETS = (
    "reviews/womens_clothing", "sentiment/sst2_glue_train", "sentiment/uci_imdb", "sentiment/uci_yelp",
    "sentiment/vader_tweets", "sentiment/vader_movieReviewSnippets", "faq/bitext_support_instructions", "search/wands_queries",
)  # fmt: skip
Logits = npt.NDArray[np.float32]


def fresh(base: Path) -> SentimentNetwork:
    """All recipes start from one head: networks that part there do not average."""
    torch.manual_seed(0)
    return SentimentNetwork.from_base(base)


def fit(root: Path, out: Path, device: str) -> None:
    """Write ``WEIGHTS`` into ``out``."""
    base = base_folder()
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    rows, _ = set_aside(training_rows(root), SEED)
    total: dict[str, torch.Tensor] = {}
    for number, recipe in enumerate(RECIPES, 1):
        sys.stderr.write(f"{number} of {len(RECIPES)}: {recipe}\n")

        def told(step: int, steps: int, loss: float) -> None:
            sys.stderr.write(f"\r  {step} of {steps} steps, loss {loss:.3f}")

        network = fine_tune(fresh(base), tokenizer, rows, recipe, device, told)
        parts = {**tuned_parts(network), **{f"head.{k}": v.cpu() for k, v in network.head.state_dict().items()}}
        for name, value in parts.items():
            total[name] = total.get(name, torch.zeros_like(value)) + value / len(RECIPES)
    before = tuned_parts(fresh(base))
    kept = compress(before, {name: value for name, value in total.items() if name in before}, RANK)
    kept |= {name: value.half().contiguous() for name, value in total.items() if name.startswith("head.")}
    out.mkdir(parents=True, exist_ok=True)
    save_file(kept, str(out / WEIGHTS))


def three_classes(rows: Sequence[Row], logits: Logits) -> dict[str, float]:
    probabilities = softmax(logits)
    labels = [label_of(float(p[2] - p[0])) for p in probabilities]
    truth = [LABELS[row[1]] for row in rows]
    return {
        "accuracy": round(float(accuracy_score(truth, labels)), 4),
        "macro_f1": round(float(f1_score(truth, labels, average="macro")), 4),
    }


def biased(rows: Sequence[Row], logits: Logits, bias: Sequence[float]) -> Logits:
    """As ``SentimentScorer.review_logits`` adds it: to texts of several sentences."""
    several = np.array([[len(sentences(row[0])) > 1] for row in rows])
    return np.asarray(logits + several * np.asarray(bias), dtype=np.float32)


def bias_of_labels(rows: Sequence[Row], logits: Logits) -> list[float]:
    """What is added to the logits so that labels meet the stars best (macro-F1), in steps of a quarter."""
    grid = [[c, b, 0.0] for b in np.arange(-1.5, 3.1, 0.25).tolist() for c in np.arange(-1, 1.1, 0.25).tolist()]
    return max(grid, key=lambda bias: three_classes(rows, biased(rows, logits, bias))["macro_f1"])


def two_classes(rows: Sequence[Row], logits: Logits) -> float:
    return round(float(np.mean((logits[:, 2] > logits[:, 0]) == (np.array([row[1] for row in rows]) == 2))), 4)


def finish(root: Path, out: Path, now: datetime) -> dict[str, Any]:
    """Card and manifest for the weights in ``out``; returns the manifest."""
    base = base_folder()
    everything = training_rows(root)
    rows, development = set_aside(everything, SEED)
    sentences, reviews = stanford(root, "validation"), clothing(root, test=True)
    stars = [row for row in development if row[2] == "womens_clothing"]
    metrics: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="shoptalk-sentiment-") as name:
        draft = Path(name)
        write_draft(base, tuned_network(base, load_file(out / WEIGHTS)), draft)
        write_manifest(draft, now=now, inputs={}, settings={"max_tokens": MAX_TOKENS, "bias": [0.0, 0.0, 0.0]})
        small, plain = (SentimentScorer.shipped(draft, model) for model in (INT8, FP32))
        bias = bias_of_labels(stars, small.review_logits([row[0] for row in stars]))
        for said, scorer in (("", small), ("fp32_", plain)):
            found = biased(reviews, scorer.review_logits([row[0] for row in reviews]), bias)
            metrics[f"{said}sst2_validation_accuracy"] = two_classes(sentences, scorer.logits([row[0] for row in sentences]))
            metrics |= {f"{said}womens_clothing_{k}": v for k, v in three_classes(reviews, found).items()}
    counted = dict(sorted(Counter(row[2] for row in rows).items()))
    (out / WEIGHTS).chmod(0o644)
    (out / "card.md").write_text(card_text(counted, metrics, base.parent.name, RANK), encoding="utf-8")
    return write_manifest(
        out,
        now=now,
        inputs={name: sha256_of(root / f"{name}.csv.gz") for name in SETS},
        settings={
            "base_sha256": sha256_of(base / "model.safetensors"),
            "max_tokens": MAX_TOKENS,
            "bias": bias,
            "rank": RANK,
            "recipes": [str(recipe) for recipe in RECIPES],
            "rows": counted,
        },
        metrics=metrics,
        seed=SEED,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the sentiment weights that are tracked beside this code.")
    parser.add_argument("step", choices=("fit", "finish"))
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    given = parser.parse_args()
    datasets = os.environ.get("SHOPTALK_DATASETS", "")
    if not datasets:
        parser.error("set SHOPTALK_DATASETS to the folder of the public data sets")
    if given.step == "fit":
        fit(Path(datasets), given.out, given.device)
    else:
        sys.stdout.write(f"{finish(Path(datasets), given.out, datetime.now(UTC))['metrics']}\n")


if __name__ == "__main__":
    main()
