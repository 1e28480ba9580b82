"""Which words are written right, and which catalogue word a misspelt one means ("jaket" is jacket, "sleping" is sleeping).

What is a word, and how common it is, is read from the encoder's own vocabulary, so that "boat" is never taken for "boot".
"""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import DefaultDict, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Set

from components.artifacts import checked_file, read_manifest

SHORTEST = 4  # letters: below, every word is near another one; of four letters two may be swapped
SURE = 5  # letters, from which on one slip of any kind is forgiven
LONG = 9  # letters, from which on two slips are forgiven behind a right first letter
_LETTERS = re.compile(r"[^\W\d_]+")
#: endings by which a word outside the vocabulary is known as a form of one inside it
_ENDINGS = ("s", "es", "ed", "ly")
_SAID = frozenset(["whoops", "hello", "hellos", "thanx", "thnks", "pls", "plz", "yeah", "gonna", "wanna", "kinda"])


def read_vocabulary(encoder: Path) -> Dict[str, int]:
    """Whole lower-case words that the encoder's tokenizer knows, each with its rank: 1 for the commonest.

    Raises ArtifactError when the file is not as it was built.
    """
    content = json.loads(checked_file(encoder, read_manifest(encoder), "tokenizer.json").read_text(encoding="utf-8"))
    listed = content.get("model", {}).get("vocab", {})
    pieces: Iterable[str] = sorted(listed, key=listed.__getitem__) if isinstance(listed, dict) else (str(e[0]) for e in listed)
    pieces = list(pieces)
    mark = next((mark for mark in ("▁", "Ġ") if f"{mark}the" in pieces), "")
    words = (piece[len(mark) :].lower() for piece in pieces if piece.startswith(mark) and not piece.startswith("##"))
    ranks: Dict[str, int] = {}
    for word in words:
        if _LETTERS.fullmatch(word) and (len(word) > 1 or ranks):
            ranks.setdefault(word, len(ranks) + 1)
    first = ranks.get("the", 1)  # single letters and other scripts come before the words
    return {word: max(1, rank - first + 1) for word, rank in ranks.items()}


def slips(a: str, b: str, most: int) -> int:
    """Letters left out, put in, changed or swapped with the next between ``a`` and ``b``; ``most`` + 1 when there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: List[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


def _without(word: str, letters: int) -> Iterator[str]:
    """``word`` with up to so many letters left out."""
    yield word
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    yield from once
    if letters > 1:
        yield from {part[:i] + part[i + 1 :] for part in once for i in range(len(part))}


class Near:
    """Words that can be found by what is left of them when letters go: two words with one slip between them share such a rest.

    ``words`` in order of use: of two that are equally near the first is meant.
    """

    def __init__(self, words: Sequence[str] = ()) -> None:
        self._order = {word: place for place, word in reversed(list(enumerate(words)))}
        self._rests: DefaultDict[str, Set[str]] = defaultdict(set)
        for word in self._order:
            for rest in _without(word, 2 if len(word) >= LONG else 1):
                self._rests[rest].add(word)

    def __contains__(self, word: object) -> bool:
        return word in self._order

    def to(self, word: str) -> Optional[str]:
        """The word that a misspelt ``word`` stands for: fewest slips, then the same first letter, then the commonest."""
        most = 2 if len(word) >= LONG - 1 else 1
        met = {known for rest in _without(word, most) for known in self._rests.get(rest, ())}
        near = []
        for known in met:
            count = slips(word, known, 2)
            if self._forgiven(word, known, count):
                near.append((count, known[0] != word[0], self._order[known], known))
        return min(near)[3] if near else None

    @staticmethod
    def _forgiven(word: str, known: str, count: int) -> bool:
        if count == 1 and len(known) >= SURE:
            return True
        if count == 1:  # four letters
            return len(word) == len(known) == SHORTEST and sorted(word) == sorted(known) and word[0] == known[0]
        return count == 2 and len(known) >= LONG and known[0] == word[0]


class Spelling:
    """``vocabulary``: words that are written right, whatever the catalogue holds, with their ranks. Without one nothing is
    corrected."""

    def __init__(self, vocabulary: Optional[Mapping[str, int]] = None) -> None:
        self._vocabulary: Mapping[str, int] = vocabulary or {}

    def is_word(self, word: str) -> bool:
        """In the vocabulary, as it stands or without an ending."""
        return (
            word in self._vocabulary
            or word in _SAID
            or any(word.endswith(e) and word[: -len(e)] in self._vocabulary for e in _ENDINGS)
        )

    def share(self, word: str) -> float:
        """How much of everyday English the word is, roughly: one in so many words by Zipf's law; 0 for an unknown word."""
        rank = self._vocabulary.get(word)
        return 0.1 / rank if rank else 0.0

    def meant(self, word: str, near: Near) -> Optional[str]:
        """The catalogue's word that a misspelt ``word`` stands for; None for a right word."""
        if not self._vocabulary or len(word) < SHORTEST or word in near or self.is_word(word) or not _LETTERS.fullmatch(word):
            return None
        return near.to(word)
