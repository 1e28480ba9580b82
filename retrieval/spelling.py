"""A query's words mended against the words of the catalogue, carefully: a wrong correction costs more than none.

Mended are words that customers run together ("walloven"), and letters wrong, missing, doubled or swapped. Left alone are words
that the catalogue uses, numbers and codes, short words, and words of the language that this catalogue merely has no use for
("dental" in a hardware shop is not "dentil").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from string import ascii_lowercase

from retrieval.text import correct, singular

#: Two words of at least so many letters that stand side by side in at least so many texts may be run together.
PART = 3
TOGETHER = 3
#: A word is known, and may be put for another, when the catalogue uses it at least this often.
KNOWN = 3


def compounds(texts: Iterable[Sequence[str]]) -> dict[str, int]:
    """What neighbours look like when run together → length of the first: {"walloven": 4}. ``texts``: words in order."""
    counts: Counter[tuple[str, str]] = Counter()
    for words in texts:
        counts.update({(a, b) for a, b in pairwise(words) if len(a) >= PART <= len(b) and a.isalpha() and b.isalpha()})
    found: dict[str, tuple[int, int]] = {}
    for (a, b), n in counts.items():
        if n >= TOGETHER:
            found[a + b] = max(found.get(a + b, (0, 0)), (n, len(a)))
    return {joined: length for joined, (_, length) in found.items()}


class Spelling:
    """``counts``: in how many texts of the catalogue a word is; ``joined``: see ``compounds``; ``is_word``: is it one of the
    language, whatever the catalogue says?"""

    def __init__(self, counts: Mapping[str, int], joined: Mapping[str, int], is_word: Callable[[str], bool]):
        self._counts = counts
        self._joined = joined
        self._is_word = is_word

    def mended(self, words: Sequence[str]) -> list[str]:
        """The words to look for, and behind them neighbours that the catalogue also writes as one ("chain saw": "chainsaw")."""
        out: list[str] = []
        for word in words:
            out.extend(self._mend(word))
        return out + [a + b for a, b in pairwise(out) if a.isalpha() and b.isalpha() and self._counts.get(a + b, 0) >= KNOWN]

    def _mend(self, word: str) -> list[str]:
        if word in self._counts or singular(word) in self._counts or not word.isalpha():
            return [word]
        if word in self._joined:
            return [word[: self._joined[word]], word[self._joined[word] :]]
        if self._is_word(word):
            return [word]
        better = correct(word, self._counts)
        return [better if better != word else self._with_another_first(word)]

    def _with_another_first(self, word: str) -> str:
        """The first letter wrong, missing or doubled: rarer, so tried last."""
        if len(word) < 5:
            return word
        nearby = (word[1:], *(c + word[1:] for c in ascii_lowercase), *(c + word for c in ascii_lowercase))
        return max((w for w in nearby if self._counts.get(w, 0) >= KNOWN), key=lambda w: self._counts[w], default=word)
