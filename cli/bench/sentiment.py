"""Sentiment: Stanford sentences, shops' reviews by their stars, aspects, texts a second, when to offer a person."""

from __future__ import annotations

import csv
import gzip
import json
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from cli.bench import mood
from cli.build import ensure_sentiment
from cli.evaluate import aspects
from cli.evaluate.sentiment import LABELS, Labelled, evaluate
from cli.steps import Steps
from recommender.sentiment.aspects import Named
from recommender.sentiment.scorer import SentimentScorer
from recommender.sentiment.training_rows import class_of_stars, clothing, stanford
from shop.errors import ShopError
from shop.settings import load_settings

#: Single sentences, from the papers and from runs of our own.
PUBLISHED = {"sst2": {"accuracy": {"DistilBERT": 0.913, "TF-IDF": 0.821, "VADER": 0.631}}}
SHORT_WORDS = 12
MOST_REVIEWS = 2000
SHORT_TEXTS = 4000


def run() -> dict[str, Any]:
    settings, steps = load_settings(), Steps()
    root = settings.datasets
    if root is None or not (root / "sentiment").is_dir():
        raise ShopError("This suite needs public data: set SHOPTALK_DATASETS to the folder that holds sentiment/ and reviews/.")
    ensure_sentiment(settings, steps)
    folder = settings.artifacts / "sentiment"
    result: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()]}
    scorer = SentimentScorer.shipped(folder)
    with steps.step("Short texts"):
        result["short_texts"] = _speed(scorer, root)
    sentences = stanford(root, "train")[::4]
    result["sst2"] = {
        **evaluate(_labelled(stanford(root, "validation")), _labelled(sentences), folder, steps),
        "published": PUBLISHED["sst2"],
    }
    taught = _labelled(clothing(root, test=False))
    result["womens_clothing"] = evaluate(_labelled(clothing(root, test=True)), taught, folder, steps)
    for name in ("amazon5core_musical_instruments", "amazon5core_gift_cards"):
        result[name] = evaluate(_labelled(_other_shop(root / "reviews" / f"{name}.csv.gz")), None, folder, steps)
    for name in ("laptops", "restaurants"):
        terms, truth = _terms(root / "sentiment" / f"semeval14_{name}14_train.jsonl.gz")
        result[f"aspects_{name}"] = aspects.evaluate(terms, truth, scorer, steps)
    if (root / mood.FILE).is_file():
        with steps.step("When to offer a person"):
            result["hand_over"] = mood.run(root, settings.artifacts)
    result["load_average_after"] = [round(x, 1) for x in os.getloadavg()]
    return result


def _labelled(rows: list[tuple[str, int, str]]) -> Labelled:
    return Labelled([row[0] for row in rows], np.array([row[1] for row in rows], dtype=np.intp))


def _other_shop(path: Path) -> list[tuple[str, int, str]]:
    """Reviews of shops that trained nothing, title and text."""
    rows = []
    for row in _rows(path):
        text = ". ".join(part for part in (row["summary"].strip(), row["reviewText"].strip()) if part)
        if text:
            rows.append((text, class_of_stars(int(float(row["overall"]))), path.name))
    return rows[:: max(1, len(rows) // MOST_REVIEWS)]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _terms(path: Path) -> tuple[list[Named], np.ndarray[Any, Any]]:
    """Aspect terms with their polarity; those of conflicting polarity are left out, as in the papers."""
    terms, truth = [], []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            for term in row["aspect_terms"]:
                if term["polarity"] in LABELS:
                    terms.append(Named(row["text"], term["start"], term["end"]))
                    truth.append(LABELS.index(term["polarity"]))
    return terms, np.array(truth, dtype=np.intp)


def _speed(scorer: SentimentScorer, root: Path) -> dict[str, Any]:
    """Texts of at most ``SHORT_WORDS`` words, as chat messages are: batches as they come, and one at a time."""
    texts = [row[0] for row in stanford(root, "train") if 3 <= len(row[0].split()) <= SHORT_WORDS][:SHORT_TEXTS]
    scorer.logits(texts[:500])
    return {
        "texts": len(texts),
        "words_per_text": round(float(np.mean([len(text.split()) for text in texts])), 1),
        "texts_per_second": round(len(texts) / _seconds(lambda: scorer.logits(texts))),
        "one_text_ms_p50": round(
            1000 * float(np.median([_seconds(partial(scorer.logits, [text])) for text in texts[:300]])), 2
        ),
    }


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
