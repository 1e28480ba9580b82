"""What the words of a search mean in the catalogue: its types, categories, brands, materials and tags."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 5  # of one name
_FACETS = ("type", "category", "brand", "tag", "material")
_MOST_KINDS = 6  # a last word that stands for more kinds than these says nothing


def words_of(text: str) -> tuple[str, ...]:
    """Lower-case words, plural endings cut, so that "Rain jackets" and "rain jacket" are the same."""
    return tuple(_singular(word) for word in _WORD.findall(text.lower()))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith(("shes", "ches", "xes", "sses")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class Vocabulary:
    """``pairs`` are (facet, value) as products have them, in any case; facets other than those named above are left out."""

    def __init__(self, pairs: Iterable[tuple[str, str]]):
        self._named: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        self._by_last: dict[str, list[tuple[str, str]]] = defaultdict(list)
        clean = sorted({(facet, value.strip().lower()) for facet, value in pairs if facet in _FACETS and value.strip()})
        for facet, value in clean:
            words = words_of(value)
            if 0 < len(words) <= _MOST_WORDS:
                self._named[words].append((facet, value))
                if facet == "type" and len(words) > 1:
                    self._by_last[words[-1]].append((facet, value))

    def meanings(self, query: str) -> list[tuple[tuple[str, str], float]]:
        """((facet, value), share) for each thing the query names, longest names first; shares of one name add up to 1.

        A word that names nothing whole may be the last word of several types ("jacket"): they share it.
        """
        words, found, at = words_of(query[:400]), [], 0
        while at < len(words):
            for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
                named = self._named.get(words[at : at + length], [])
                if not named and length == 1:
                    named = self._by_last.get(words[at], [])
                    named = named if len(named) <= _MOST_KINDS else []
                if named:
                    by_facet: dict[str, int] = defaultdict(int)
                    for facet, _ in named:
                        by_facet[facet] += 1
                    found += [((facet, value), 1 / by_facet[facet]) for facet, value in named]
                    break
            at += length
        merged: dict[tuple[str, str], float] = {}
        for pair, share in found:
            merged[pair] = max(share, merged.get(pair, 0.0))
        return list(merged.items())


@lru_cache(maxsize=2)
def vocabulary_of(pairs: frozenset[tuple[str, str]]) -> Vocabulary:
    """The vocabulary of a catalogue's names, made once for each state of it."""
    return Vocabulary(pairs)
