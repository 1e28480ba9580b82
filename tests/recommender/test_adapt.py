"""A shop's own head over the shipped network."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recommender.sentiment.adapt import Adapted, adapt, labels_of, save_own
from recommender.sentiment.scorer import Head, SentimentScorer, _own_head
from shop.errors import Corrupt, InvalidInput

NOW = datetime(2026, 1, 5, tzinfo=UTC)


class Seen(SentimentScorer):
    """Texts are "class noise"; the vector tells the class as well as ``clear`` lets it, the shipped head guesses."""

    def __init__(self, clear: float, own: Head | None = None):
        self._clear = clear
        self._own = own

    def with_head(self, own: Head | None) -> Seen:
        return Seen(self._clear, own)

    def review_readings(self, texts: Any) -> Any:
        rng = np.random.default_rng(1)
        vectors = rng.normal(size=(len(texts), 8)).astype(np.float32)
        for row, text in enumerate(texts):
            vectors[row, int(text)] += self._clear
        return vectors, rng.normal(size=(len(texts), 3)).astype(np.float32)


def rows(of_each: int = 60) -> tuple[list[str], list[int]]:
    classes = [0, 1, 2] * of_each
    return [str(c) for c in classes], classes


def test_a_head_that_is_surely_better_is_taken_and_kept(tmp_path: Path) -> None:
    texts, classes = rows()
    found = adapt(Seen(5.0), texts, classes)
    assert found.head is not None
    assert found.own_f1 > found.shipped_f1
    assert found.gain[1] > 0
    save_own(found, tmp_path, NOW)
    kept = _own_head(tmp_path / "sentiment_own")
    assert kept is not None
    assert np.allclose(kept.weights, found.head.weights)


def test_where_the_reviews_tell_nothing_the_shipped_head_stays(tmp_path: Path) -> None:
    texts, classes = rows()
    found = adapt(Seen(0.0), texts, [classes[i] for i in np.random.default_rng(5).permutation(len(classes))])
    assert found.head is None
    with pytest.raises(ValueError, match="nothing to save"):
        save_own(found, tmp_path, NOW)


def test_too_few_of_a_kind_are_refused_with_their_number() -> None:
    with pytest.raises(InvalidInput, match="2 neutral"):
        adapt(Seen(5.0), ["0"] * 40 + ["1"] * 2 + ["2"] * 40, [0] * 40 + [1] * 2 + [2] * 40)


def test_a_damaged_head_is_refused(tmp_path: Path) -> None:
    save_own(
        Adapted(Head(np.ones((3, 2), np.float32), np.zeros(3, np.float32)), 0.5, 0.6, (0.1, 0.05, 0.15), 90), tmp_path, NOW
    )
    (tmp_path / "sentiment_own" / "head.npz").write_bytes(b"no")
    with pytest.raises(Corrupt):
        _own_head(tmp_path / "sentiment_own")


def test_labels_follow_the_value() -> None:
    assert labels_of(np.array([[9.0, 0, 0], [0, 9, 0], [0, 0, 9], [1, 0, 1]])).tolist() == [0, 1, 2, 1]
