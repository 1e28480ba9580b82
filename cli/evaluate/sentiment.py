"""``shoptalk evaluate sentiment``: the 8-bit model that serves, on labelled texts, beside TF-IDF and the larger class."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.pipeline import make_pipeline

from cli.build import ensure_sentiment
from cli.environment import JsonFile
from cli.evaluate.bootstrap import paired_gain
from cli.evaluate.report import report
from cli.evaluate.tables import read_rows
from cli.steps import Steps
from recommender.sentiment.adapt import adapt, labels_of
from recommender.sentiment.export import FP32
from recommender.sentiment.scorer import SentimentScorer, softmax
from shop.errors import InvalidInput
from shop.settings import load_settings

LABELS = ("negative", "neutral", "positive")
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Labelled:
    """``classes`` (n,): 0 negative, 1 neutral, 2 positive."""

    texts: list[str]
    classes: Ints


def sentiment_command(
    test: Annotated[
        Path, typer.Option(help="CSV: text and label (negative, neutral, positive) or stars (1–5); title may be there.")
    ],
    train: Annotated[Path | None, typer.Option(help="The same columns: the shop's own reviews, to adapt to.")] = None,
    json_file: JsonFile = None,
) -> None:
    """Read the sentiment of labelled texts. With two classes in the file only those two are predicted."""
    steps = Steps()
    settings = load_settings()
    asked = read_labelled(test)
    taught = read_labelled(train) if train else None
    ensure_sentiment(settings, steps)
    report("Sentiment", evaluate(asked, taught, settings.artifacts / "sentiment", steps), json_file)


def read_labelled(path: Path) -> Labelled:
    """Title and text together, as a review is read. Raises InvalidInput on an unknown label or number of stars."""
    rows = read_rows(path, ["text"])
    if "label" not in rows[0] and "stars" not in rows[0]:
        raise InvalidInput(f"{path} needs a column label or stars beside text.", code="missing_column")
    texts, classes = [], []
    for number, row in enumerate(rows, 2):
        text = ". ".join(part for part in (row.get("title", ""), row["text"]) if part)
        if text:
            texts.append(text)
            classes.append(_class_of(row, path, number))
    if not texts:
        raise InvalidInput(f"{path} holds no text.", code="no_rows")
    return Labelled(texts, np.array(classes, dtype=np.intp))


def _class_of(row: dict[str, str], path: Path, number: int) -> int:
    if "label" in row:
        label = row["label"].lower()
        if label not in LABELS:
            raise InvalidInput(f"{path}, row {number}: label {row['label'][:20]!r} is none of {', '.join(LABELS)}.")
        return LABELS.index(label)
    try:
        stars = float(row["stars"])
    except ValueError:
        stars = 0.0
    if not 1 <= stars <= 5:
        raise InvalidInput(f"{path}, row {number}: stars {row['stars'][:20]!r} are not from 1 to 5.")
    return 0 if stars < 2.5 else 2 if stars > 3.5 else 1


def read(scorer: SentimentScorer, texts: Sequence[str], classes: Sequence[int]) -> npt.NDArray[Any]:
    """(n, 3): three classes are those of reviews; two are sentences for or against."""
    return scorer.review_logits(texts) if len(classes) == 3 else scorer.logits(texts)


def predicted(logits: npt.NDArray[Any], classes: Sequence[int]) -> Ints:
    """The labels that serve (of ``review_logits``); where only two classes are asked for, the likelier (of ``logits``)."""
    if len(classes) == 3:
        return labels_of(logits)
    known = np.array(sorted(classes), dtype=np.intp)
    found: Ints = known[logits[:, known].argmax(axis=1)]
    return found


def summary(truth: Ints, found: Ints, logits: npt.NDArray[Any] | None = None) -> dict[str, float]:
    known = sorted(set(truth.tolist()))
    result = {
        "accuracy": round(float(accuracy_score(truth, found)), 4),
        "macro_f1": round(float(f1_score(truth, found, labels=known, average="macro")), 4),
    }
    if len(known) == 2 and logits is not None:
        pair = softmax(logits[:, known])
        result["auc"] = round(float(roc_auc_score(truth == known[1], pair[:, 1])), 4)
    return result


def evaluate(asked: Labelled, taught: Labelled | None, folder: Path, steps: Steps) -> dict[str, Any]:
    """Everything that the command reports; ``folder`` is ``artifacts/sentiment``."""
    scorer, known = SentimentScorer.shipped(folder), sorted(set(asked.classes.tolist()))
    scorer.logits(asked.texts[:50])  # the first call of a length is slower
    result: dict[str, Any] = {"texts": len(asked.texts), "classes": [LABELS[c] for c in known]}
    with steps.step("Reading in 8 bits"):
        started = time.perf_counter()
        small = read(scorer, asked.texts, known)
        seconds = time.perf_counter() - started
    found = predicted(small, known)
    result |= summary(asked.classes, found, small)
    result["texts_per_second"] = round(len(asked.texts) / seconds)
    result["words_per_text"] = round(float(np.mean([len(text.split()) for text in asked.texts])), 1)
    with steps.step("Reading in single precision"):
        plain = read(SentimentScorer.shipped(folder, FP32), asked.texts, known)
    result["fp32"] = summary(asked.classes, predicted(plain, known), plain)
    most = int(np.bincount(asked.classes).argmax())
    others = {"majority": np.full_like(asked.classes, most)}
    if taught is not None:
        with steps.step("Adapting to the training part, and fitting TF-IDF to it"):
            others["tfidf"] = tfidf(taught, asked.texts)
            result["adapted"], found = _adapted(scorer, taught, asked, small, known)
    result["baselines"] = {name: summary(asked.classes, labels) for name, labels in others.items()}
    result["gain"] = {
        name: paired_gain((found == asked.classes).astype(float).tolist(), (labels == asked.classes).astype(float).tolist())
        for name, labels in others.items()
    }
    return result


def _adapted(
    scorer: SentimentScorer, taught: Labelled, asked: Labelled, shipped: npt.NDArray[Any], known: list[int]
) -> tuple[dict[str, Any], Ints]:
    """What a head of the shop's own gives, and whether its own reviews say that it should be taken."""
    if len(set(taught.classes.tolist())) < 3:
        return {"taken": False, "why": "needs reviews of all three kinds"}, predicted(shipped, known)
    own = adapt(scorer, taught.texts, taught.classes.tolist())
    told = {"taken": own.head is not None, "folds_macro_f1": own.own_f1, "folds_shipped_macro_f1": own.shipped_f1}
    if own.head is None:
        return told, predicted(shipped, known)
    logits = read(scorer.with_head(own.head), asked.texts, [0, 1, 2])
    found = predicted(logits, known)
    return {**told, **summary(asked.classes, found, logits)}, found


def tfidf(taught: Labelled, texts: Sequence[str]) -> Ints:
    """Logistic regression over words and word pairs, the usual first try."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = make_pipeline(words, LogisticRegression(C=4, max_iter=1000, class_weight="balanced"))
    return np.asarray(model.fit(taught.texts, taught.classes).predict(list(texts)), dtype=np.intp)
