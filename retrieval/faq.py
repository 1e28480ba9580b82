"""The shop's own questions and answers: which one answers what was asked, and is that sure?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.encoder.encoder import Encoder, Vectors
from retrieval.faq_line import Line, draw_line, standing
from retrieval.faq_vectors import FaqVectors, encode_faqs, ways_to_ask
from retrieval.lexical import Lexical
from retrieval.text import Tokeniser, correct
from retrieval.versions import new_version, open_current
from shop.catalogue import Faq
from shop.errors import Corrupt

LEGS = ("question", "both")
#: What all parts of an entry (its ways to ask, alone and with passages of its answer) have in common says more than the
#: nearest of them; that one keeps a share, so that a phrasing which the shop has just added counts.
NEAREST_PART = 0.25
#: Of words in common, beside the cosine. Both weights are what finds the sample shop's entries by phrasings that were held out;
#: of those that do it equally well (0 to 0.16) the upper end, since customers repeat words of a shop that those avoid.
WORDS_WEIGHT = 0.15
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FaqHit:
    """``score`` is 0 to 1. Only the first hit can be ``sure``, good enough to be given as the answer, or ``likely``, good
    enough to be given with the next ones beneath. ``possible``: good enough to be offered as what may have been meant."""

    faq_id: str
    score: float
    sure: bool
    likely: bool
    possible: bool


def build_faq(faqs: Sequence[Faq], encoder: Encoder, folder: Path, now: datetime) -> dict[str, int]:
    """Write and switch to a new version in ``folder``. Where the shop's entries lie so close that a question meets the wrong
    one is measured here too, and decides from which score on an answer is sure."""
    tokeniser = Tokeniser()
    asked = [ways_to_ask(faq) for faq in faqs]
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
    vectors, keys = encode_faqs(faqs, encoder, folder)
    with new_version(folder, now=now, inputs=inputs, settings=settings, metrics=metrics) as draft:
        words: dict[str, int] = {}
        for leg in LEGS:
            said = [tokeniser.words(t) for t in texts[leg]]
            for word in (w for found in said for w in set(found) if w.isalpha()):
                words[word] = words.get(word, 0) + 1
            Lexical.build([tokeniser.stemmed(w) for w in said], draft / f"{leg}.bm25", k1=1.2, b=0.75)
        vectors.save(draft, keys)
        _write_json(draft / "words.json", words)
        _write_json(draft / "ids.json", [f.faq_id for f in faqs])
        ranking = Ranking(draft)
        ask = [phrasing for phrasings in asked for phrasing in phrasings]
        without_own = [
            ranking.scores(question, vector, without=row)
            for question, vector, row in zip(ask, vectors.asked, vectors.owner, strict=True)
        ]
        line = draw_line(without_own)
        _write_json(draft / "line.json", asdict(line))
        metrics["sure_from"] = line.sure
    return {"faqs": len(faqs)}


class Ranking:
    """The opened legs of one version: a score for each entry, by its row."""

    def __init__(self, folder: Path):
        self.ids: list[str] = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
        self._words: dict[str, int] = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self._lexical = {leg: Lexical.open(folder / f"{leg}.bm25", len(self.ids)) for leg in LEGS}
        vectors = FaqVectors.open(folder)
        self._parts, self._owner = vectors.parts, vectors.owners()
        self._entries = _directions(vectors, len(self.ids))
        self._tokeniser = Tokeniser()

    def scores(self, question: str, vector: Vectors, without: int | None = None) -> Scores:
        """(entries,), about −1 to 1. ``without``: the row of an entry to leave out, as if the shop did not have it: −inf."""
        nearest = np.full(len(self.ids), -1.0)
        np.maximum.at(nearest, self._owner, self._parts @ vector)
        scores = NEAREST_PART * nearest + (1 - NEAREST_PART) * (self._entries @ vector)
        tokens = self._tokeniser.stemmed([correct(w, self._words) for w in self._tokeniser.words(question)])
        for leg in LEGS:
            scores += WORDS_WEIGHT / len(LEGS) * self._lexical[leg].shares(tokens)
        scores /= 1 + WORDS_WEIGHT
        if without is not None:
            scores[without] = -np.inf
        return scores


def _directions(vectors: FaqVectors, entries: int) -> Vectors:
    """(entries, dim), length 1: where an entry's ways to ask point together. Each way counts once, however long the answer."""
    out = np.zeros((entries, vectors.parts.shape[1]), dtype=np.float32)
    for place, parts in zip(vectors.owner, vectors.of_ways(), strict=True):
        way = parts.sum(axis=0)
        out[place] += way / max(float(np.linalg.norm(way)), 1e-9)
    directions: Vectors = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    return directions


class FaqIndex:
    """One opened version. ``search`` may be called from many threads at once."""

    def __init__(self, folder: Path, manifest: dict[str, Any], encoder: Encoder):
        if manifest["inputs"].get("encoder") != encoder.revision:
            raise Corrupt("The index was built with another encoder; run `shoptalk build`.", code="encoder_changed")
        self.version = folder.name
        self._encoder = encoder
        self._ranking = Ranking(folder)
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
        ids = self._ranking.ids
        absent = self._rows.get(without) if without is not None else None
        present = len(ids) - (absent is not None)
        if not present or not question.strip():
            return []
        scores = self._ranking.scores(question, self._encoder.encode([question])[0], absent)
        order = np.lexsort((np.arange(len(scores)), -scores))[:present]
        stands = standing(scores[order])
        sure, likely = stands >= self.line.sure, stands >= self.line.likely
        return [
            FaqHit(
                faq_id=ids[row],
                score=round(float(np.clip(scores[row], 0, 1)), 4),
                sure=sure and place == 0,
                likely=likely and place == 0,
                possible=bool((likely and place == 0) or scores[row] >= self.line.possible),
            )
            for place, row in enumerate(order[:top_k])
        ]


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
