"""What the answer index is compared with: BM25 and the encoder's cosine, each over question and answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.encoder.encoder import Encoder
from retrieval.lexical import Lexical
from retrieval.text import Tokeniser
from shop.catalogue import Faq


class PlainFaqBm25:
    """k1 1.2, b 0.75, English stop words and stems."""

    def __init__(self, faqs: Sequence[Faq], folder: Path):
        self._tokeniser = Tokeniser()
        self._ids = [f.faq_id for f in faqs]
        Lexical.build([self._tokeniser.stems(f"{f.question} {f.answer}") for f in faqs], folder, k1=1.2, b=0.75)
        self._leg = Lexical.open(folder, len(faqs))

    def rank(self, question: str, faq_id: str) -> int:
        """The place of the entry, from 1; behind all that score the same."""
        return _place(self._leg.scores(self._tokeniser.stems(question)), self._ids.index(faq_id))


class PlainFaqVectors:
    """Exact cosine of the question with question and answer as one text, as much of it as the encoder takes."""

    def __init__(self, faqs: Sequence[Faq], encoder: Encoder):
        self._encoder = encoder
        self._ids = [f.faq_id for f in faqs]
        self._vectors = encoder.encode([f"{f.question} {f.answer}" for f in faqs])

    def rank(self, question: str, faq_id: str) -> int:
        return _place(self._vectors @ self._encoder.encode([question])[0], self._ids.index(faq_id))


def _place(scores: np.ndarray, row: int) -> int:
    return int((scores >= scores[row]).sum())
