"""``shoptalk evaluate sentiment`` and ``evaluate aspects``: what they read, refuse and report."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from cli.evaluate import aspects, sentiment
from cli.steps import Steps
from recommender.sentiment.scorer import SentimentScorer
from shop.errors import InvalidInput

REVIEWS = [
    ("It broke after a day. Never again!", 1),
    ("Nobody answers, and the refund never came. Awful.", 2),
    ("Good fabric. But it runs small and the colour is dull.", 3),
    ("I love it. It fits perfectly and looks great.", 5),
    ("Wonderful quality, quick delivery. Would buy again.", 4),
]


def written(path: Path, header: list[str], rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def test_stars_are_read_as_three_classes_beside_baselines(tmp_path: Path, sentiment_artifacts: Path) -> None:
    asked = sentiment.read_labelled(written(tmp_path / "s.csv", ["text", "stars"], REVIEWS))
    assert asked.classes.tolist() == [0, 0, 1, 2, 2]
    found = sentiment.evaluate(asked, None, sentiment_artifacts / "sentiment", Steps())
    assert found["accuracy"] >= 0.8
    assert found["texts_per_second"] > 0
    assert set(found["baselines"]) == {"majority"}
    assert {"gain", "low", "high"} == set(found["gain"]["majority"])
    assert "auc" not in found


def test_with_two_classes_only_those_are_predicted(tmp_path: Path, sentiment_artifacts: Path) -> None:
    rows = [("dreadful", "negative"), ("wonderful", "positive"), ("a chair", "positive"), ("it is what it is", "negative")]
    asked = sentiment.read_labelled(written(tmp_path / "s.csv", ["text", "label"], rows))
    scorer = SentimentScorer.shipped(sentiment_artifacts / "sentiment")
    logits = sentiment.read(scorer, asked.texts, [0, 2])
    assert set(sentiment.predicted(logits, [0, 2]).tolist()) <= {0, 2}
    found = sentiment.evaluate(asked, None, sentiment_artifacts / "sentiment", Steps())
    assert 0 <= found["auc"] <= 1
    assert found["classes"] == ["negative", "positive"]


def test_a_training_part_brings_tfidf_and_the_shops_own_head(tmp_path: Path, sentiment_artifacts: Path) -> None:
    asked = sentiment.read_labelled(written(tmp_path / "s.csv", ["text", "stars"], REVIEWS))
    taught = sentiment.Labelled([text for text, _ in REVIEWS] * 30, np.array([0, 0, 1, 2, 2] * 30))
    found = sentiment.evaluate(asked, taught, sentiment_artifacts / "sentiment", Steps())
    assert "tfidf" in found["baselines"]
    assert found["adapted"]["taken"] in (True, False)


def test_a_title_is_read_with_the_text(tmp_path: Path) -> None:
    path = written(tmp_path / "s.csv", ["title", "text", "stars"], [("Awful", "It broke.", 1), ("", "Fine.", 4)])
    assert sentiment.read_labelled(path).texts == ["Awful. It broke.", "Fine."]


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        (["text", "label"], ("a", "happy"), "happy"),
        (["text", "stars"], ("a", "9"), "1 to 5"),
        (["text", "stars"], ("a", "many"), "1 to 5"),
        (["text", "mark"], ("a", "1"), "label or stars"),
        (["words", "label"], ("a", "positive"), "lacks the column text"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, header: list[str], row: tuple[object, ...], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        sentiment.read_labelled(written(tmp_path / "s.csv", header, [row]))


def test_terms_are_judged_by_what_is_said_around_them(tmp_path: Path, sentiment_artifacts: Path) -> None:
    text = "The screen is wonderful, but the battery is terrible"
    rows = [(text, "screen", "positive"), (text, "battery", "negative"), ("I bought a lamp", "missing", "neutral")]
    terms, truth = aspects.read_terms(written(tmp_path / "a.csv", ["text", "term", "label"], rows))
    found = aspects.evaluate(terms, truth, SentimentScorer.shipped(sentiment_artifacts / "sentiment"), Steps())
    assert found["accuracy"] >= 0.66
    assert found["terms"] == 3
    assert set(found["baselines"]) == {"sentence", "majority"}


def test_an_unknown_polarity_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="conflict"):
        aspects.read_terms(written(tmp_path / "a.csv", ["text", "term", "label"], [("a", "a", "conflict")]))
