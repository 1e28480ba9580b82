"""Reads the sentiment of texts: an ``encode`` function that is handed in, and the tracked linear head over its vectors.

``value`` = p(positive) − p(negative), −1…1. The label follows from the value, so that a label and what it moves never disagree:
beyond ``NEUTRAL_BAND`` on either side it is positive or negative, within it is neutral and moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file

from recommender.sentiment.words import word_buckets
from shop.errors import Corrupt
from shop.manifest import check_manifest

SHIPPED = Path(__file__).parent / "shipped"
NEUTRAL_BAND = 0.25
Floats = npt.NDArray[np.float32]
Encode = Callable[[list[str]], npt.NDArray[Any]]


@dataclass(frozen=True)
class Sentiment:
    """``probabilities`` are (negative, neutral, positive) and sum to 1."""

    value: float
    label: str
    probabilities: tuple[float, float, float]


def label_of(value: float) -> str:
    return "positive" if value > NEUTRAL_BAND else "negative" if value < -NEUTRAL_BAND else "neutral"


class SentimentScorer:
    """``vectors`` (3, dim) weigh the encoder's vector, ``words`` (3, buckets) the hashed words of the text, ``bias`` (3,)."""

    def __init__(self, encode: Encode, vectors: Floats, words: Floats, bias: Floats):
        self._encode = encode
        self._vectors = vectors
        self._words = words
        self._bias = bias

    @classmethod
    def open(cls, encode: Encode, folder: Path = SHIPPED) -> SentimentScorer:
        """Raises Corrupt when the head does not match its manifest."""
        check_manifest(folder)
        try:
            tensors = load_file(folder / "head.safetensors")
            return cls(encode, *(tensors[name].astype(np.float32) for name in ("vectors", "words", "bias")))
        except (SafetensorError, KeyError) as error:
            raise Corrupt("The sentiment head cannot be read.", code="artifact_corrupt") from error

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        """One Sentiment per text, in order. A blank text is neutral."""
        if not texts:
            return []
        logits = self._logits(list(texts))
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
        return [
            self._sentiment(row) if text.strip() else Sentiment(0.0, "neutral", (0.0, 1.0, 0.0))
            for text, row in zip(texts, probabilities.tolist(), strict=True)
        ]

    def _logits(self, texts: list[str]) -> npt.NDArray[np.float64]:
        encoded = np.asarray(self._encode(texts), dtype=np.float32)
        if encoded.shape != (len(texts), self._vectors.shape[1]):
            raise Corrupt(
                f"The sentiment head was trained on vectors of {self._vectors.shape[1]} dimensions; the encoder gives others.",
                code="encoder_mismatch",
            )
        logits = encoded @ self._vectors.T + self._bias
        for row, text in enumerate(texts):
            buckets, weights = word_buckets(text, self._words.shape[1])
            logits[row] += self._words[:, buckets] @ weights
        return np.asarray(logits, dtype=np.float64)

    @staticmethod
    def _sentiment(row: Sequence[float]) -> Sentiment:
        negative, neutral, positive = row
        value = max(-1.0, min(1.0, positive - negative))
        return Sentiment(value, label_of(value), (negative, neutral, positive))
