"""``shoptalk evaluate aspects``: what is said of a given term, beside the whole sentence's reading and the larger class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from cli.build import ensure_sentiment
from cli.environment import JsonFile
from cli.evaluate.bootstrap import paired_gain
from cli.evaluate.report import report
from cli.evaluate.sentiment import LABELS, Ints, summary
from cli.evaluate.tables import read_rows
from cli.steps import Steps
from recommender.sentiment.adapt import labels_of
from recommender.sentiment.aspects import Named, term_logits
from recommender.sentiment.scorer import SentimentScorer
from shop.errors import InvalidInput
from shop.settings import load_settings


def aspects_command(
    test: Annotated[Path, typer.Option(help="CSV: text, term (as it stands in the text; start may say where), label.")],
    json_file: JsonFile = None,
) -> None:
    """Read what a text says of a term in it: negative, neutral or positive. Nothing is trained on the file."""
    steps = Steps()
    settings = load_settings()
    terms, truth = read_terms(test)
    ensure_sentiment(settings, steps)
    report("Aspects", evaluate(terms, truth, SentimentScorer.shipped(settings.artifacts / "sentiment"), steps), json_file)


def read_terms(path: Path) -> tuple[list[Named], Ints]:
    """Raises InvalidInput on an unknown label. A term that its text lacks is read as the whole text."""
    terms, truth = [], []
    for number, row in enumerate(read_rows(path, ["text", "term", "label"]), 2):
        label = row["label"].lower()
        if label not in LABELS:
            raise InvalidInput(f"{path}, row {number}: label {row['label'][:20]!r} is none of {', '.join(LABELS)}.")
        start = int(row["start"]) if row.get("start", "").isdigit() else row["text"].lower().find(row["term"].lower())
        inside = 0 <= start < len(row["text"])
        terms.append(Named(row["text"], start, start + len(row["term"])) if inside else Named(row["text"], 0, len(row["text"])))
        truth.append(LABELS.index(label))
    return terms, np.array(truth, dtype=np.intp)


def evaluate(terms: list[Named], truth: Ints, scorer: SentimentScorer, steps: Steps) -> dict[str, Any]:
    with steps.step(f"Reading {len(terms):,} terms"):
        found = term_logits(scorer, terms).argmax(axis=1)
    with steps.step("Reading whole sentences"):
        whole = labels_of(scorer.logits([term.text for term in terms]))
    others = {"sentence": whole, "majority": np.full_like(truth, int(np.bincount(truth).argmax()))}
    right = (found == truth).astype(float).tolist()
    return {
        "terms": len(terms),
        **summary(truth, found),
        "baselines": {name: summary(truth, labels) for name, labels in others.items()},
        "gain": {name: paired_gain(right, (labels == truth).astype(float).tolist()) for name, labels in others.items()},
    }
