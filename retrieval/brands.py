"""The brand of a product whose import names none: what its title starts with, when other titles start with it too."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from retrieval.text import fold, singular
from retrieval.titles import kind_of
from retrieval.words import ASIDE, UNITS

_WORD = re.compile(r"[^\s,|()\[\]:;]+")
_LOWER = re.compile(r"(?<![.!?]\s)\b[a-z][a-z'-]+\b")
_ANY = re.compile(r"\b[A-Za-z][A-Za-z'-]+\b")
MIN_PRODUCTS = 3


class BrandReader:
    """Learns from all titles and descriptions, then reads each title.

    A brand is a capitalised first word that starts at least three titles and is no ordinary word: running text does not write
    it in lower case. A second and third word belong to it when they nearly always follow.
    """

    def __init__(self, titles: Sequence[str], descriptions: Sequence[str]):
        self._starts: Counter[tuple[str, ...]] = Counter()
        self._places: Counter[str] = Counter()
        self._spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for title in titles:
            raw = [_bare(w) for w in _WORD.findall(title)]
            words = [fold(w) for w in raw]
            self._places.update(set(words))
            for n in (1, 2, 3):
                if len(words) >= n:
                    self._starts[tuple(words[:n])] += 1
                    self._spellings[" ".join(words[:n])][" ".join(raw[:n])] += 1
        lower: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for text in descriptions:
            lower.update(set(_LOWER.findall(text)))
            every.update({w.lower() for w in _ANY.findall(text)})
        self._ordinary = {w for w, n in every.items() if lower[w] > 0.35 * n and n >= 2}

    def state(self) -> dict[str, Any]:
        """What reading needs, as JSON. Beginnings of fewer than three titles decide nothing and are left out."""
        starts = {key: n for key, n in self._starts.items() if n >= MIN_PRODUCTS}
        words = {word for key in starts for word in key}
        return {
            "starts": [[" ".join(key), n] for key, n in starts.items()],
            "places": {word: self._places[word] for word in sorted(words)},
            "spellings": {" ".join(key): self._spellings[" ".join(key)].most_common(1)[0][0] for key in starts},
            "ordinary": sorted(self._ordinary & {word for key in starts for word in (key[0], singular(key[0]))}),
        }

    @classmethod
    def of_state(cls, state: dict[str, Any]) -> BrandReader:
        reader = cls([], [])
        reader._starts.update({tuple(key.split(" ")): n for key, n in state["starts"]})
        reader._places.update(state["places"])
        for key, spelling in state["spellings"].items():
            reader._spellings[key][spelling] = 1
        reader._ordinary = set(state["ordinary"])
        return reader

    def read(self, title: str) -> str:
        """The brand as the title writes it, or ""."""
        raw = [_bare(w) for w in _WORD.findall(title)][:3]
        if not raw or not self._starter(raw[0]):
            return ""
        key = tuple(fold(w) for w in raw)
        length = 1
        for n in (2, 3):
            if len(raw) < n:
                break
            if n == 2 and key[1] in ("&", "and") and len(raw) == 3:  # "Melissa & Doug": both or neither
                length = 3 if self._starts[key] >= MIN_PRODUCTS and raw[2][:1].isupper() else 1
                break
            if not raw[n - 1][:1].isupper() or kind_of(raw[n - 1], key[n - 1]) != "word":
                break
            count = self._starts[key[:n]]
            exclusive = count >= 0.8 * self._places[key[n - 1]] and count > MIN_PRODUCTS
            if count < MIN_PRODUCTS or not (count >= 0.6 * self._starts[key[: n - 1]] or exclusive):
                break
            length = n
        return self._spelling(" ".join(raw[:length]))

    def _spelling(self, brand: str) -> str:
        """One spelling for all titles: the one that most of them use."""
        spellings = self._spellings.get(fold(brand))
        return spellings.most_common(1)[0][0] if spellings else brand

    def _starter(self, raw: str) -> bool:
        word = fold(raw)
        if len(word) < 2 or not raw[0].isupper() or self._starts[(word,)] < MIN_PRODUCTS:
            return False
        if kind_of(raw, word) != "word" or word in UNITS or word in ASIDE:
            return False
        if word in self._ordinary or singular(word) in self._ordinary:
            return False
        return self._starts[(word,)] >= 0.35 * self._places[word]


def _bare(word: str) -> str:
    return word.strip("\"“”*!.,'’®™-")
