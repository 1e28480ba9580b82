"""Two legs as one: a large built one and, behind its rows, the few products that changed since it was built."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.dense import Dense
from retrieval.encoder.encoder import Vectors
from retrieval.lexical import Lexical

Rows = npt.NDArray[np.int64]


class JoinedVectors:
    """Rows of ``main`` and behind them those of ``late``. The caller leaves out of ``rows`` what must not be found."""

    def __init__(self, main: Dense, late: Dense):
        self._main = main
        self._late = late
        self.size = main.size + late.size
        self.dimension = main.dimension

    def nearest(self, vector: Vectors, rows: Rows | None, k: int) -> tuple[Rows, Vectors]:
        if rows is None:
            rows = np.arange(self.size, dtype=np.int64)
        first = self._main.size
        early = rows < first
        found, cosines = self._main.nearest(vector, rows[early], k)
        late, late_cosines = self._late.nearest(vector, rows[~early] - first, k)
        found, cosines = np.concatenate([found, late + first]), np.concatenate([cosines, late_cosines])
        order = np.argsort(-cosines, kind="stable")[:k]
        return found[order], cosines[order]

    def vectors(self, rows: Rows) -> Vectors:
        out = np.zeros((len(rows), self.dimension), dtype=np.float32)
        early = rows < self._main.size
        out[early] = self._main.vectors(rows[early])
        out[~early] = self._late.vectors(rows[~early] - self._main.size)
        return out


def joined_dense(main: Dense, late: Dense) -> Dense:
    return Dense(JoinedVectors(main, late))


class JoinedLexical(Lexical):
    """BM25 with the document frequencies of all living documents; only the mean length stays that of ``main``.

    ``late`` are the stemmed tokens of the documents behind main's; ``gone`` are rows of ``main`` that count no more.
    """

    def __init__(
        self, main: Lexical, late: Sequence[Sequence[str]], gone: Sequence[int], *, k1: float, b: float, mean_tokens: float
    ):
        super().__init__(main._model, main._size + len(late))
        self._main_size = main._size
        self._gone = np.zeros(max(main._size, 1), dtype=bool)
        self._gone[list(gone)] = True
        self._living = self._size - int(self._gone.sum())
        self._late: dict[str, list[tuple[int, float]]] = {}
        for row, tokens in enumerate(late, main._size):
            length = k1 * (1 - b + b * max(1, len(tokens)) / (mean_tokens or 1.0))
            for token, times in Counter(tokens).items():
                self._late.setdefault(token, []).append((row, times / (times + length)))

    def scores(self, tokens: Sequence[str]) -> npt.NDArray[np.float32]:
        out = np.zeros(max(self._size, 1), dtype=np.float32)
        stored = self._model.scores
        for token in tokens:
            late = self._late.get(token, [])
            number = self._model.vocab_dict.get(token)
            known = 0
            if number is not None:
                where = slice(int(stored["indptr"][number]), int(stored["indptr"][number + 1]))
                rows, values = stored["indices"][where], stored["data"][where]
                known = len(rows) - int(self._gone[rows].sum())
            weight = _idf(known + len(late), self._living)
            if number is not None:
                out[rows] += values * (weight / _idf(len(rows), self._main_size))
            for row, part in late:
                out[row] += weight * part
        return out[: self._size]


def _idf(documents: int, of: int) -> float:
    """As BM25 in Lucene has it."""
    return math.log(1 + (of - documents + 0.5) / (documents + 0.5))
