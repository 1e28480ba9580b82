"""Vectors of a FAQ: of each way to ask an entry, alone and with what it answers. What did not change is not encoded again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.encoder.encoder import Encoder, Vectors
from retrieval.faq_passages import passages
from retrieval.versions import open_current
from shop.catalogue import Faq
from shop.errors import Corrupt

FILE = "faq_vectors.npz"
KEYS = "faq_vectors.json"
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class FaqVectors:
    """``parts``, each of length 1: of each way to ask the phrasing alone and then it with each passage of the answer.
    ``first[i]`` is the row where way ``i`` begins, ``owner[i]`` the place of its entry."""

    parts: Vectors
    first: Rows
    owner: Rows

    @classmethod
    def open(cls, folder: Path) -> FaqVectors:
        """Raises OSError, ValueError or KeyError when the file is not what ``save`` wrote."""
        with np.load(folder / FILE, allow_pickle=False) as stored:
            return cls(stored["parts"], stored["first"], stored["owner"])

    def save(self, folder: Path, keys: Sequence[str]) -> None:
        np.savez(folder / FILE, parts=self.parts, first=self.first, owner=self.owner)
        (folder / KEYS).write_text(json.dumps(list(keys)), encoding="utf-8")

    @property
    def asked(self) -> Vectors:
        """Each way to ask, alone."""
        return self.parts[self.first]

    def of_ways(self) -> list[Vectors]:
        """The parts of each way to ask."""
        return np.split(self.parts, self.first[1:]) if len(self.first) else []

    def owners(self) -> Rows:
        """The place of the entry of each part."""
        return np.repeat(self.owner, np.diff(self.first, append=len(self.parts)))


def encode_faqs(faqs: Sequence[Faq], encoder: Encoder, folder: Path) -> tuple[FaqVectors, list[str]]:
    """The vectors and what names each way to ask. ``folder``: where built versions lie; what is known there is taken over."""
    known = _known(folder, encoder)
    owner = [place for place, faq in enumerate(faqs) for _ in ways_to_ask(faq)]
    ways = [(phrasing, faq.answer) for faq in faqs for phrasing in ways_to_ask(faq)]
    keys = [hashlib.sha256("\n".join(way).encode()).hexdigest() for way in ways]
    made = iter(_encode([way for way, key in zip(ways, keys, strict=True) if key not in known], encoder))
    found = [known[key] if key in known else next(made) for key in keys]
    parts = np.concatenate([np.zeros((0, encoder.dimension), dtype=np.float32), *found])
    first = np.cumsum([0, *(len(part) for part in found)])[: len(found)]
    return FaqVectors(parts, first.astype(np.int64), np.asarray(owner, dtype=np.int64)), keys


def ways_to_ask(faq: Faq) -> tuple[str, ...]:
    """The question first; each once."""
    return tuple(dict.fromkeys((faq.question, *faq.alternatives)))


def _known(folder: Path, encoder: Encoder) -> Mapping[str, Vectors]:
    try:
        version, manifest = open_current(folder)
        if manifest["inputs"].get("encoder") != encoder.revision:
            return {}
        keys = json.loads((version / KEYS).read_text(encoding="utf-8"))
        return dict(zip(keys, FaqVectors.open(version).of_ways(), strict=True))
    except (Corrupt, OSError, ValueError, KeyError):  # nothing built, or by a version that wrote other files
        return {}


def _encode(ways: Sequence[tuple[str, str]], encoder: Encoder) -> list[Vectors]:
    texts = [[phrasing, *(f"{phrasing} {passage}" for passage in passages(answer))] for phrasing, answer in ways]
    vectors = encoder.encode([text for part in texts for text in part])
    return np.split(vectors, np.cumsum([len(part) for part in texts])[:-1]) if texts else []
