"""Which words are written right, and which catalogue word a misspelt one means ("jaket" is jacket, "sleping" is sleeping).

What is a word is read from the encoder's own vocabulary, so that "boat" is never taken for "boot".
"""

import json
import re
from pathlib import Path
from typing import FrozenSet, Iterable, Optional, Set

from components.artifacts import checked_file, read_manifest

SHORTEST = 4  # letters: below, every word is near another one
LONG = 8  # letters, from which on two slips are forgiven
_LETTERS = re.compile(r"[^\W\d_]+")


def read_vocabulary(encoder: Path) -> FrozenSet[str]:
    """Whole lower-case words that the encoder's tokenizer knows. Raises ArtifactError when the file is not as it was built."""
    content = json.loads(checked_file(encoder, read_manifest(encoder), "tokenizer.json").read_text(encoding="utf-8"))
    listed = content.get("model", {}).get("vocab", {})
    pieces: Iterable[str] = listed if isinstance(listed, dict) else (str(entry[0]) for entry in listed)
    pieces = list(pieces)
    mark = next((mark for mark in ("▁", "Ġ") if f"{mark}the" in listed or f"{mark}the" in pieces), "")
    words = (piece[len(mark) :] for piece in pieces if piece.startswith(mark) and not piece.startswith("##"))
    return frozenset(word.lower() for word in words if _LETTERS.fullmatch(word))


def slips(a: str, b: str, most: int) -> int:
    """Letters left out, put in, changed or swapped with the next between ``a`` and ``b``; ``most`` + 1 when there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


class Spelling:
    """``vocabulary``: words that are written right, whatever the catalogue holds. Without one nothing is corrected."""

    def __init__(self, vocabulary: FrozenSet[str] = frozenset()) -> None:
        self._vocabulary = vocabulary

    def is_word(self, word: str) -> bool:
        """In the vocabulary, as it stands or without a plural's ending."""
        forms = (word, word.removesuffix("s"), word.removesuffix("es"))
        return any(form in self._vocabulary for form in forms)

    def meant(self, word: str, words: Set[str]) -> Optional[str]:
        """The one of ``words`` that a misspelt ``word`` stands for; None for a right word, and where two are as near."""
        if not self._vocabulary or len(word) < SHORTEST or word in words or self.is_word(word) or not _LETTERS.fullmatch(word):
            return None
        most = 2 if len(word) >= LONG else 1
        near = sorted((slips(word, known, most), known) for known in words if known[0] == word[0] and len(known) >= SHORTEST)
        if not near or near[0][0] > most or (len(near) > 1 and near[1][0] == near[0][0]):
            return None
        return near[0][1]
