"""BM25 over token lists, kept as plain arrays and JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt


class Lexical:
    """One BM25 leg. Rows are the documents in the order they were given."""

    def __init__(self, model: bm25s.BM25, size: int):
        self._model = model
        self._size = size

    @staticmethod
    def build(documents: Sequence[Sequence[str]], folder: Path, *, k1: float, b: float) -> None:
        """Index stemmed tokens and write the leg to ``folder``. Empty documents are allowed."""
        model = bm25s.BM25(k1=k1, b=b, method="lucene")
        # A token of its own keeps a catalogue of empty texts indexable; no query can contain a space.
        model.index([list(d) or [" "] for d in documents] or [[" "]], show_progress=False)
        model.save(str(folder), corpus=None, show_progress=False)

    @classmethod
    def open(cls, folder: Path, size: int) -> Lexical:
        return cls(bm25s.BM25.load(str(folder), load_corpus=False, mmap=False), size)

    def scores(self, tokens: Sequence[str]) -> npt.NDArray[np.float32]:
        """One score a document, (n,), 0 where no token occurs."""
        known = [t for t in tokens if t in self._model.vocab_dict]
        if not known or not self._size:
            return np.zeros(self._size, dtype=np.float32)
        found: npt.NDArray[np.float32] = np.asarray(self._model.get_scores(known), dtype=np.float32)[: self._size]
        return found

    def shares(self, tokens: Sequence[str]) -> npt.NDArray[np.float32]:
        """(n,), 0 to 1: how much of what the tokens weigh each document has. A token that no document has weighs most."""
        ends = self._model.scores["indptr"]
        numbers = [self._model.vocab_dict.get(t) for t in tokens]
        having = [0 if number is None else int(ends[number + 1] - ends[number]) for number in numbers]
        weight = sum(math.log(1 + (self._size - n + 0.5) / (n + 0.5)) for n in having)
        return self.scores(tokens) / np.float32(max(weight, 1e-9))
