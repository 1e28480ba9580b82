"""The shop's own questions and answers: which one answers what was asked, and is that sure?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.dense import Dense
from retrieval.encoder.encoder import Encoder
from retrieval.lexical import Lexical
from retrieval.text import Tokeniser, correct
from retrieval.versions import new_version, open_current
from shop.catalogue import Faq
from shop.errors import Corrupt

LEGS = ("question", "both")
#: Cosines carry the ranking; words in common settle what they leave open.
WORDS_WEIGHT = 0.03
#: An answer is sure from this score on, when it is ahead of the next one by the margin; far above, without a margin. On the
#: questions of tests/retrieval/test_faq.py foreign ones reach 0.39, and known ones below 0.43 are asked back.
SURE = 0.43
MARGIN = 0.05
CERTAIN = 0.72


@dataclass(frozen=True)
class FaqHit:
    """``score`` is 0 to 1. Only the first hit can be ``sure``: good enough to be given without asking back."""

    faq_id: str
    score: float
    sure: bool


def build_faq(faqs: Sequence[Faq], encoder: Encoder, folder: Path, now: datetime) -> dict[str, int]:
    """Write and switch to a new version in ``folder``."""
    tokeniser = Tokeniser()
    texts = {"question": [f.question for f in faqs], "both": [f"{f.question} {f.answer}" for f in faqs]}
    metrics = {"faqs": len(faqs)}
    inputs = {
        "faqs": hashlib.sha256("\n".join(f.faq_id + t for f, t in zip(faqs, texts["both"], strict=True)).encode()).hexdigest(),
        "encoder": encoder.revision,
    }
    settings = {"dimension": encoder.dimension, "language": encoder.language}
    with new_version(folder, now=now, inputs=inputs, settings=settings, metrics=metrics) as draft:
        words: dict[str, int] = {}
        for leg in LEGS:
            Dense.build(encoder.encode(texts[leg]), draft / f"{leg}.faiss")
            said = [tokeniser.words(t) for t in texts[leg]]
            for word in (w for found in said for w in set(found) if w.isalpha()):
                words[word] = words.get(word, 0) + 1
            Lexical.build([tokeniser.stemmed(w) for w in said], draft / f"{leg}.bm25", k1=1.2, b=0.75)
        (draft / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        (draft / "ids.json").write_text(json.dumps([f.faq_id for f in faqs], ensure_ascii=False), encoding="utf-8")
    return metrics


class FaqIndex:
    """One opened version. ``search`` may be called from many threads at once."""

    def __init__(self, folder: Path, manifest: dict[str, Any], encoder: Encoder):
        if manifest["inputs"].get("encoder") != encoder.revision:
            raise Corrupt("The index was built with another encoder; run `shoptalk build`.", code="encoder_changed")
        self.version = folder.name
        self._encoder = encoder
        self._ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        self._words: dict[str, int] = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self._lexical = {leg: Lexical.open(folder / f"{leg}.bm25", len(self._ids)) for leg in LEGS}
        rows = np.arange(len(self._ids))
        self._vectors = sum(
            (Dense.open(folder / f"{leg}.faiss").vectors(rows) for leg in LEGS),
            start=np.zeros((len(self._ids), encoder.dimension), dtype=np.float32),
        ) / len(LEGS)
        self._tokeniser = Tokeniser()

    @classmethod
    def open(cls, artifacts: Path, encoder: Encoder | None = None) -> FaqIndex:
        """The present version. Raises Corrupt when there is none, a file differs from its sha256, or the encoder changed."""
        folder, manifest = open_current(artifacts / "index" / "faq")
        try:
            return cls(folder, manifest, encoder or Encoder(artifacts / "encoder"))
        except (OSError, ValueError, KeyError) as error:
            raise Corrupt("The faq index cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error

    def __len__(self) -> int:
        return len(self._ids)

    def search(self, question: str, top_k: int) -> list[FaqHit]:
        """The ``top_k`` nearest entries, best first; none when there are no entries or nothing was asked."""
        if not self._ids or not question.strip():
            return []
        cosines = self._vectors @ self._encoder.encode([question])[0]
        tokens = self._tokeniser.stemmed([correct(w, self._words) for w in self._tokeniser.words(question)])
        scores = cosines * (1 - WORDS_WEIGHT)
        for leg in LEGS:
            words = self._lexical[leg].scores(tokens)
            if words.max() > 0:
                scores = scores + words / words.max() * WORDS_WEIGHT / len(LEGS)
        order = np.lexsort((np.arange(len(scores)), -scores))
        first = float(scores[order[0]])
        ahead = first - float(scores[order[1]]) if len(order) > 1 else 1.0
        sure = first >= CERTAIN or (first >= SURE and ahead >= MARGIN)
        return [
            FaqHit(self._ids[row], round(float(np.clip(scores[row], 0, 1)), 4), sure and place == 0)
            for place, row in enumerate(order[:top_k])
        ]
