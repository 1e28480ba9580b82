"""Reads the sentiment of texts with the exported network (``recommender.sentiment.export`` makes it at set-up) and onnxruntime.

``value`` = p(positive) − p(negative), −1…1. The label follows from the value, so that a label and what it moves never disagree:
beyond ``NEUTRAL_BAND`` on either side it is positive or negative, within it is neutral and moves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from recommender.sentiment.sentences import sentences
from shop.errors import Corrupt
from shop.manifest import check_manifest

SHIPPED = Path(__file__).parent / "shipped"
WEIGHTS = "changes.safetensors"
INT8, TOKENIZER = "model.int8.onnx", "tokenizer.json"
#: A shop's own head, where one was trained (``shoptalk train sentiment``): beside the exported model.
OWN = "sentiment_own"
HEAD = "head.npz"
NEUTRAL_BAND = 0.25
_BATCH = 32
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sentiment:
    """``probabilities`` are (negative, neutral, positive) and sum to 1."""

    value: float
    label: str
    probabilities: tuple[float, float, float]


def label_of(value: float) -> str:
    return "positive" if value > NEUTRAL_BAND else "negative" if value < -NEUTRAL_BAND else "neutral"


@dataclass(frozen=True)
class Head:
    """A linear head (3, dim) and (3,) over the pooled vectors, in place of the network's own."""

    weights: Floats
    bias: Floats


class SentimentScorer:
    """``score`` may be called from many threads at once. Texts longer than the model's ``max_tokens`` are cut."""

    def __init__(self, session: Any, tokenizer: Tokenizer, max_tokens: int, bias: Sequence[float], own: Head | None = None):
        self._session = session
        self._tokenizer = tokenizer
        self._max_tokens = max_tokens
        self._bias = np.asarray(bias, dtype=np.float32)
        self._own = own

    @classmethod
    def open(cls, artifacts: Path, model: str = INT8, threads: int = 0) -> SentimentScorer:
        """``artifacts`` holds ``sentiment/`` and, where the shop trained one, ``sentiment_own/``. Raises Corrupt."""
        own = _own_head(artifacts / OWN)
        return cls._open(artifacts / "sentiment", model, threads, own)

    @classmethod
    def shipped(cls, folder: Path, model: str = INT8, threads: int = 0) -> SentimentScorer:
        """The model in ``folder`` as it is shipped, whatever head the shop may have. Raises Corrupt."""
        return cls._open(folder, model, threads, None)

    @classmethod
    def _open(cls, folder: Path, model: str, threads: int, own: Head | None) -> SentimentScorer:
        manifest = check_manifest(folder)
        try:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(str(folder / model), options, providers=["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception as error:
            raise Corrupt("The sentiment model cannot be loaded; run `shoptalk build`.", code="artifact_corrupt") from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(session, tokenizer, int(manifest["settings"]["max_tokens"]), manifest["settings"]["bias"], own)

    def with_head(self, own: Head | None) -> SentimentScorer:
        """The same network under another head; None: its own."""
        return SentimentScorer(self._session, self._tokenizer, self._max_tokens, self._bias.tolist(), own)

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        """One Sentiment per text (a message, a sentence), in order. A blank text is neutral."""
        return _sentiments(texts, self.logits(texts))

    def score_reviews(self, texts: Sequence[str]) -> list[Sentiment]:
        """The same for reviews, whose three kinds are those of the stars: see ``review_logits``."""
        return _sentiments(texts, self.review_logits(texts))

    def logits(self, texts: Sequence[str]) -> Floats:
        """(n, 3) negative, neutral, positive, before the soft maximum, in the order of ``texts``."""
        return self._run(texts)[1]

    def review_logits(self, texts: Sequence[str]) -> Floats:
        """(n, 3): a review is read whole and sentence by sentence, and the two readings are averaged.

        Of several sentences some may praise and some complain, which is what three stars mean: there the bias counts that was
        drawn from stars. A single sentence is read as ``logits`` reads it.
        """
        return self.review_readings(texts)[1]

    def review_readings(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """What a head of the shop's own is trained on, the vectors (n, dim) of the whole texts; and ``review_logits``."""
        parts = [sentences(text) for text in texts]
        pooled, whole = self._run(texts)
        if self._own is not None:
            return pooled, np.asarray(pooled @ self._own.weights.T + self._own.bias, dtype=np.float32)
        single = self._run([part for found in parts if len(found) > 1 for part in found])[1]
        start = 0
        for row, found in enumerate(parts):
            if len(found) > 1:
                mean = single[start : start + len(found)].mean(axis=0)
                whole[row] = (whole[row] + mean) / 2 + self._bias
                start += len(found)
        return pooled, whole

    def _run(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        tokens = [
            ids if len(ids) <= self._max_tokens else [*ids[: self._max_tokens - 1], ids[-1]]  # the closing token stays last
            for ids in (e.ids for e in self._tokenizer.encode_batch_fast(list(texts)))
        ]
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        pooled: list[Any] = [None] * len(tokens)
        logits: list[Any] = [None] * len(tokens)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            ids, mask = _padded([tokens[i] for i in rows])
            vectors, raw = self._session.run(["pooled", "logits"], {"input_ids": ids, "attention_mask": mask})
            for row, vector, values in zip(rows, vectors, raw, strict=True):
                pooled[row], logits[row] = vector, values
        dimension = self._session.get_outputs()[0].shape[-1]
        return (
            np.asarray(pooled, dtype=np.float32).reshape(len(tokens), dimension),
            np.asarray(logits, dtype=np.float32).reshape(len(tokens), 3),
        )


def _sentiments(texts: Sequence[str], logits: Floats) -> list[Sentiment]:
    found = []
    for text, (negative, neutral, positive) in zip(texts, softmax(logits).tolist(), strict=True):
        if text.strip():
            value = max(-1.0, min(1.0, positive - negative))
            found.append(Sentiment(value, label_of(value), (negative, neutral, positive)))
        else:
            found.append(Sentiment(0.0, "neutral", (0.0, 1.0, 0.0)))
    return found


def softmax(logits: npt.NDArray[Any]) -> Floats:
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True)) if len(logits) else logits
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True), dtype=np.float32)


def _padded(tokens: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    width = max(1, max(len(ids) for ids in tokens))
    ids = np.zeros((len(tokens), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, given in enumerate(tokens):
        ids[row, : len(given)] = given
        mask[row, : len(given)] = 1
    return ids, mask


def _own_head(folder: Path) -> Head | None:
    if not folder.is_dir():
        return None
    check_manifest(folder)
    with np.load(folder / HEAD, allow_pickle=False) as kept:
        return Head(kept["weights"], kept["bias"])
