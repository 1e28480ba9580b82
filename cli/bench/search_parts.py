"""The shipped search with one part taken out: what each part is worth."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.products import ProductIndex
from retrieval.spelling import Spelling


class _NoWords:
    """A lexical leg in which nothing is found."""

    def __init__(self, size: int):
        self._size = size

    def scores(self, tokens: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.zeros(self._size, dtype=np.float32)


class _NoMeaning:
    """A dense leg in which nothing is near."""

    def __init__(self, dimension: int):
        self._dimension = dimension

    def top(self, vector: Any, rows: Any, k: int) -> npt.NDArray[np.int64]:
        return np.zeros(0, dtype=np.int64)

    def vectors(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        return np.zeros((len(rows), self._dimension), dtype=np.float32)


def _without_spelling(index: Any) -> None:
    index._spelling = Spelling({}, {}, lambda word: True)


def _without_type_lead(index: Any) -> None:
    index._types = set()


def _without_titles(index: Any) -> None:
    index._lexical, index._dense = (dict.fromkeys(legs, legs["text"]) for legs in (index._lexical, index._dense))


def _without_full_texts(index: Any) -> None:
    index._lexical, index._dense = (dict.fromkeys(legs, legs["title"]) for legs in (index._lexical, index._dense))


def _without_vectors(index: Any) -> None:
    index._dense = dict.fromkeys(index._dense, _NoMeaning(index._dense["title"].dimension))


def _without_words(index: Any) -> None:
    index._lexical = dict.fromkeys(index._lexical, _NoWords(len(index)))


PARTS: dict[str, Callable[[Any], None]] = {
    "spelling": _without_spelling,
    "type_lead": _without_type_lead,
    "title_legs": _without_titles,
    "full_text_legs": _without_full_texts,
    "vectors": _without_vectors,
    "words": _without_words,
}


def without(index: ProductIndex, part: str) -> ProductIndex:
    """A copy that shares everything but the part, which is one of ``PARTS``."""
    other = copy.copy(index)
    PARTS[part](other)
    return other
