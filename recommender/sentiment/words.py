"""The words of a text as hashed buckets, beside the encoder's vector: a mean over a text loses the one word that turns it.

Words and pairs of neighbours; words after a negation carry a mark until the clause ends ("not warm" is not "warm").
"""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

import numpy as np
import numpy.typing as npt

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[.,;:!?]")
_CLAUSE_END = frozenset(".,;:!?") | {"but", "though", "although", "however", "yet"}
_NEGATIONS = frozenset({"not", "no", "never", "without", "nothing", "hardly", "barely", "cannot", "neither", "nor", "none"})


def tokens(text: str) -> list[str]:
    """Lower-case words, clause marks dropped, ``_not`` appended within a negated clause."""
    found: list[str] = []
    negated = False
    for token in _TOKEN.findall(text.lower().replace("\u2019", "'")):
        if token in _CLAUSE_END:
            negated = False
            if not token.isalpha():
                continue
        elif token in _NEGATIONS or token.endswith("n't"):
            negated = True
            found.append(token)
            continue
        found.append(token + "_not" if negated else token)
    return found


def word_buckets(text: str, buckets: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Distinct buckets of the text's words and pairs, and one equal weight each, L2 normalised."""
    words = tokens(text)
    grams = set(words) | {f"{a} {b}" for a, b in pairwise(words)}
    chosen = sorted({zlib.crc32(gram.encode()) % buckets for gram in grams})
    weight = 1 / np.sqrt(len(chosen)) if chosen else 0.0
    return np.array(chosen, dtype=np.intp), np.full(len(chosen), weight, dtype=np.float32)
