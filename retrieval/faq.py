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
import numpy.typing as npt

from retrieval.dense import Dense
from retrieval.encoder.encoder import Encoder, Vectors
from retrieval.faq_line import Line, draw_line, standing
from retrieval.faq_passages import passages
from retrieval.lexical import Lexical
from retrieval.text import Tokeniser, correct
from retrieval.versions import new_version, open_current
from shop.catalogue import Faq
from shop.errors import Corrupt

LEGS = ("question", "both")
#: Cosines carry the ranking; words in common settle what they leave open. Among a handful of entries every word is rare,
#: so that this says little there: the weight is reached by and by.
WORDS_WEIGHT = 0.08
FEW = 25
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FaqHit:
    """``score`` is 0 to 1. Only the first hit can be ``sure``: good enough to be given without asking back. ``possible``:
    good enough to be offered as what may have been meant."""

    faq_id: str
    score: float
    sure: bool
    possible: bool


def build_faq(faqs: Sequence[Faq], encoder: Encoder, folder: Path, now: datetime) -> dict[str, int]:
    """Write and switch to a new version in ``folder``. Where the shop's entries lie so close that a question meets the wrong
    one is measured here too, and decides from which score on an answer is sure."""
    tokeniser = Tokeniser()
    asked = [(f.question, *f.alternatives) for f in faqs]
    texts = {
        "question": [" ".join(phrasings) for phrasings in asked],
        "both": [" ".join([*phrasings, f.answer]) for phrasings, f in zip(asked, faqs, strict=True)],
    }
    metrics: dict[str, Any] = {"faqs": len(faqs)}
    inputs = {
        "faqs": hashlib.sha256("\n".join(f.faq_id + t for f, t in zip(faqs, texts["both"], strict=True)).encode()).hexdigest(),
        "encoder": encoder.revision,
    }
    settings: dict[str, Any] = {"dimension": encoder.dimension, "language": encoder.language}
    with new_version(folder, now=now, inputs=inputs, settings=settings, metrics=metrics) as draft:
        words: dict[str, int] = {}
        for leg in LEGS:
            said = [tokeniser.words(t) for t in texts[leg]]
            for word in (w for found in said for w in set(found) if w.isalpha()):
                words[word] = words.get(word, 0) + 1
            Lexical.build([tokeniser.stemmed(w) for w in said], draft / f"{leg}.bm25", k1=1.2, b=0.75)
        owner = [row for row, phrasings in enumerate(asked) for _ in phrasings]
        Dense.build(_phrasing_vectors(faqs, asked, encoder), draft / "phrasings.faiss")
        _write_json(draft / "words.json", words)
        _write_json(draft / "ids.json", [f.faq_id for f in faqs])
        _write_json(draft / "owner.json", owner)
        ranking = Ranking(draft, encoder)
        ask = [phrasing for phrasings in asked for phrasing in phrasings]
        line = draw_line([ranking.scores(q, without=row) for q, row in zip(ask, owner, strict=True)])
        _write_json(draft / "line.json", {"sure": line.sure, "possible": line.possible})
        metrics["sure_from"] = line.sure
    return {"faqs": len(faqs)}


def _phrasing_vectors(faqs: Sequence[Faq], asked: Sequence[Sequence[str]], encoder: Encoder) -> Vectors:
    """One vector a phrasing, the mean over it alone and it with each passage of its answer. The mean keeps its length: an
    entry whose passages speak of many things is a little farther from every question than one that speaks of one thing."""
    texts: list[str] = []
    group: list[int] = []
    for entry, phrasings in zip(faqs, asked, strict=True):
        said = passages(entry.answer)
        for phrasing in phrasings:
            number = group[-1] + 1 if group else 0
            texts += [phrasing, *(f"{phrasing} {passage}" for passage in said)]
            group += [number] * (1 + len(said))
    vectors = encoder.encode(texts)
    out = np.zeros((group[-1] + 1 if group else 0, encoder.dimension), dtype=np.float32)
    np.add.at(out, np.asarray(group, dtype=np.int64), vectors)
    counts: Vectors = (
        np.bincount(group, minlength=len(out)).astype(np.float32)[:, None] if group else np.ones((0, 1), np.float32)
    )
    return out / counts


class Ranking:
    """The opened legs of one version: a score for each entry."""

    def __init__(self, folder: Path, encoder: Encoder):
        self._encoder = encoder
        self.ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        self._owner = np.asarray(json.loads((folder / "owner.json").read_text(encoding="utf-8")), dtype=np.int64)
        self._words: dict[str, int] = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self._lexical = {leg: Lexical.open(folder / f"{leg}.bm25", len(self.ids)) for leg in LEGS}
        self._vectors = Dense.open(folder / "phrasings.faiss").vectors(np.arange(len(self._owner)))
        self._tokeniser = Tokeniser()

    def scores(self, question: str, without: int | None = None) -> Scores:
        """(entries,), about −1 to 1. ``without``: the row of an entry to leave out, as if the shop did not have it."""
        scores = np.full(len(self.ids), -1.0)
        np.maximum.at(scores, self._owner, self._vectors @ self._encoder.encode([question])[0])
        tokens = self._tokeniser.stemmed([correct(w, self._words) for w in self._tokeniser.words(question)])
        weight = WORDS_WEIGHT * len(self.ids) / (len(self.ids) + FEW)
        scores *= 1 - weight
        for leg in LEGS:
            words = self._lexical[leg].scores(tokens)
            if without is not None:
                words[without] = 0.0
            if words.max() > 0:
                scores += words / words.max() * weight / len(LEGS)
        if without is not None:
            scores = np.delete(scores, without)
        return scores


class FaqIndex:
    """One opened version. ``search`` may be called from many threads at once."""

    def __init__(self, folder: Path, manifest: dict[str, Any], encoder: Encoder):
        if manifest["inputs"].get("encoder") != encoder.revision:
            raise Corrupt("The index was built with another encoder; run `shoptalk build`.", code="encoder_changed")
        self.version = folder.name
        self._ranking = Ranking(folder, encoder)
        self._rows = {faq_id: row for row, faq_id in enumerate(self._ranking.ids)}
        self.line = Line(**json.loads((folder / "line.json").read_text(encoding="utf-8")))

    @classmethod
    def open(cls, artifacts: Path, encoder: Encoder | None = None) -> FaqIndex:
        """The present version. Raises Corrupt when there is none, a file differs from its sha256, or the encoder changed."""
        folder, manifest = open_current(artifacts / "index" / "faq")
        try:
            return cls(folder, manifest, encoder or Encoder(artifacts / "encoder"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Corrupt("The faq index cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error

    def __len__(self) -> int:
        return len(self._rows)

    def search(self, question: str, top_k: int, without: str | None = None) -> list[FaqHit]:
        """The ``top_k`` nearest entries, best first; none when there are no entries or nothing was asked.

        ``without``: an entry to leave out, as if the shop did not have it.
        """
        ids = [faq_id for faq_id in self._ranking.ids if faq_id != without]
        if not ids or not question.strip():
            return []
        scores = self._ranking.scores(question, self._rows.get(without) if without is not None else None)
        order = np.lexsort((np.arange(len(scores)), -scores))
        sure = standing(scores) >= self.line.sure
        return [
            FaqHit(
                faq_id=ids[row],
                score=round(float(np.clip(scores[row], 0, 1)), 4),
                sure=bool(sure and place == 0),
                possible=bool((sure and place == 0) or scores[row] >= self.line.possible),
            )
            for place, row in enumerate(order[:top_k])
        ]


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
