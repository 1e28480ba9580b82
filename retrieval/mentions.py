"""Which products speak of a thing: "a hood" is in "the hood packs away", and not in "made without a hood" or "hood: no".

A text that denies the thing does not speak of it, so that "without a hood" leaves out what has one and keeps what says it has
none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.text import Tokeniser, fold
from retrieval.words import listed

#: So many words before it may deny a thing: "no", "without any", "does not have a".
REACH = 4
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[.;:!?,]")
_DENIES = frozenset(
    listed("no not without never non cannot lacks lack free minus instead nor neither isn't doesn't don't can't won't")
)
_DENIED_VALUE = frozenset(("no", "none", "without", "false", "0", "not included", "n/a"))
_ENDS = frozenset(".;:!?")

Rows = npt.NDArray[np.int64]


class Mentions:
    """``records`` as the index keeps them; ``having`` gives the rows whose text has all of some stems."""

    def __init__(self, records: Sequence[Mapping[str, Any]], having: Callable[[Sequence[str]], Rows], tokeniser: Tokeniser):
        self._records = records
        self._having = having
        self._tokeniser = tokeniser
        self.of = lru_cache(maxsize=256)(self._of)

    def _of(self, thing: str) -> Rows:
        """Numbers of the products that speak of the thing, ascending."""
        stems = self._tokeniser.stems(thing)
        rows = self._having(stems) if stems else ()
        return np.asarray([row for row in rows if self._speaks(self._records[row], stems)], dtype=np.int64)

    def _speaks(self, record: Mapping[str, Any], stems: Sequence[str]) -> bool:
        return any(self._affirms(text, stems) for text in _texts(record))

    def _affirms(self, text: str, stems: Sequence[str]) -> bool:
        """Does the text have these stems side by side at a place where nothing denies them?"""
        words = _WORD.findall(fold(text))
        likely = {stem[:2] for stem in stems}
        reduced = [self._tokeniser.stemmed([w.partition("'")[0]])[0] if w[:2] in likely else w for w in words]
        for at in range(len(words) - len(stems) + 1):
            found, denied = _parts(reduced, words, at, stems)
            if found and not denied and not _denied(words, at, at + len(stems)):
                return True
        return False


def _parts(reduced: Sequence[str], words: Sequence[str], at: int, stems: Sequence[str]) -> tuple[bool, bool]:
    """Do the stems stand here, and does the word that holds the last one deny it ("plastic-free")?"""
    for offset, stem in enumerate(stems):
        word = words[at + offset]
        if reduced[at + offset] != stem and stem not in word.split("-"):
            return False, False
    last = words[at + len(stems) - 1]
    return True, last.endswith(("-free", "less")) or last.startswith(("non-", "no-"))


def _denied(words: Sequence[str], start: int, end: int) -> bool:
    if end < len(words) and words[end] == "free":
        return True
    for word in reversed(words[max(0, start - REACH) : start]):
        if word in _ENDS:
            return False
        if word in _DENIES:
            return True
    return False


def _texts(record: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(record.get(name) or "") for name in ("name", "type", "material", "description"))
    for key, value in (record.get("attributes") or {}).items():
        if fold(str(value)) not in _DENIED_VALUE:
            yield f"{key}. {value}"
    for values in (record.get("options") or {}).values():
        yield ". ".join(map(str, values))
