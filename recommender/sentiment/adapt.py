"""A shop's own head: the shipped network read by a linear head that is fitted to the shop's own reviews, if that is better.

Fits in seconds, since the network itself stays. It is compared with the shipped head on five folds of the shop's reviews and
taken only when the gain in macro-F1 has a bootstrap interval above zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from recommender.sentiment.scorer import HEAD, NEUTRAL_BAND, OWN, Floats, Head, SentimentScorer, softmax
from shop.errors import InvalidInput
from shop.manifest import write_manifest

#: Fewer of a class tell nothing of it.
LEAST_OF_CLASS = 30
#: More are sampled: they would tell little more and take minutes to read.
MOST_REVIEWS = 6000
FOLDS = 5
STRENGTHS = (0.003, 0.01, 0.03, 0.1)
SAMPLES = 1000


@dataclass(frozen=True)
class Adapted:
    """``head`` is None where the shipped one stays; F1 values are macro, from folds; ``gain`` with its 95% interval."""

    head: Head | None
    shipped_f1: float
    own_f1: float
    gain: tuple[float, float, float]
    rows: int


def labels_of(logits: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """(n,) 0 negative, 1 neutral, 2 positive, by the value as everywhere."""
    found = softmax(logits)
    value = found[:, 2] - found[:, 0]
    return np.where(value > NEUTRAL_BAND, 2, np.where(value < -NEUTRAL_BAND, 0, 1)).astype(np.intp)


def adapt(scorer: SentimentScorer, texts: Sequence[str], classes: Sequence[int], seed: int = 7) -> Adapted:
    """``classes``: 0 negative, 1 neutral, 2 positive. Raises InvalidInput when there are too few of a class."""
    truth = np.asarray(classes, dtype=np.intp)
    counts = np.bincount(truth, minlength=3)
    if counts.min() < LEAST_OF_CLASS:
        names = ("negative", "neutral", "positive")
        few = [f"{counts[c]} {name}" for c, name in enumerate(names) if counts[c] < LEAST_OF_CLASS]
        raise InvalidInput(
            f"At least {LEAST_OF_CLASS} reviews of each kind (1–2, 3, 4–5 stars) are needed; there are {', '.join(few)}.",
            code="too_few_reviews",
        )
    chosen = np.random.default_rng(seed).permutation(len(truth))[:MOST_REVIEWS]
    truth = truth[chosen]
    vectors, logits = scorer.with_head(None).review_readings([texts[row] for row in chosen])
    shipped = labels_of(logits)
    best: tuple[float, float, npt.NDArray[np.intp]] | None = None
    for strength in STRENGTHS:
        found = np.empty_like(truth)
        for fitting, asking in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(vectors, truth):
            head = _fit(vectors[fitting], truth[fitting], strength)
            found[asking] = labels_of(vectors[asking] @ head.weights.T + head.bias)
        score = float(f1_score(truth, found, average="macro"))
        if best is None or score > best[0]:
            best = (score, strength, found)
    assert best is not None  # noqa: S101 - there are strengths
    gain = _gain(truth, best[2], shipped, seed)
    taken = _fit(vectors, truth, best[1]) if gain[1] > 0 else None
    return Adapted(taken, round(float(f1_score(truth, shipped, average="macro")), 4), round(best[0], 4), gain, len(truth))


def save_own(adapted: Adapted, artifacts: Path, now: datetime) -> None:
    """Write ``artifacts/sentiment_own/``; processes that read take it at their next reading."""
    if adapted.head is None:
        raise ValueError("the shipped head stays: there is nothing to save")
    folder = artifacts / OWN
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").unlink(missing_ok=True)
    np.savez(folder / HEAD, weights=adapted.head.weights, bias=adapted.head.bias)
    metrics = {"macro_f1": adapted.own_f1, "shipped_macro_f1": adapted.shipped_f1, "gain": list(adapted.gain)}
    write_manifest(folder, now=now, inputs={}, settings={"rows": adapted.rows}, metrics=metrics)


def _fit(vectors: Floats, classes: npt.NDArray[np.intp], strength: float) -> Head:
    """Scaling is folded into the weights. Classes count alike, since stars are mostly high."""
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=500, class_weight="balanced").fit((vectors - mean) / spread, classes)
    weights = model.coef_ / spread
    return Head(weights.astype(np.float32), (model.intercept_ - weights @ mean).astype(np.float32))


def _gain(
    truth: npt.NDArray[np.intp], ours: npt.NDArray[np.intp], other: npt.NDArray[np.intp], seed: int
) -> tuple[float, float, float]:
    """Macro-F1 of ours less that of the other, with a paired bootstrap interval of 95%."""
    rng = np.random.default_rng(seed)

    def difference(rows: npt.NDArray[np.intp]) -> float:
        return _macro(truth[rows], ours[rows]) - _macro(truth[rows], other[rows])

    drawn = [difference(rng.integers(0, len(truth), len(truth))) for _ in range(SAMPLES)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return round(difference(np.arange(len(truth))), 4), round(float(low), 4), round(float(high), 4)


def _macro(truth: npt.NDArray[np.intp], found: npt.NDArray[np.intp]) -> float:
    """Macro-F1 over three classes, fast enough to be drawn a thousand times."""
    table = np.bincount(3 * truth + found, minlength=9).reshape(3, 3)
    right, sizes = np.diag(table), table.sum(axis=0) + table.sum(axis=1)
    return float(np.mean(np.divide(2 * right, sizes, out=np.zeros(3), where=sizes > 0)))
