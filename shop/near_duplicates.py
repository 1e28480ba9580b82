"""Whether two texts are one text with small changes: the share of three-word runs that they have in common (Jaccard).

Compared directly and not by MinHash: a review is compared with those of its product and of its author alone, some thousands at
most, and the exact share costs microseconds and errs in no pair. Short texts are told apart: many people write "Great product,
fits well" on their own, and what differs in one of ten words may be another opinion.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Texts with the very same words are one from here on; texts with small changes from ``LEAST_NEAR`` on.
LEAST_WORDS, LEAST_NEAR = 10, 20
RUN = 3  # words
#: Share of common runs from which on two texts are one; ``docs/sentiment.md`` has what other values bring.
SAME = 0.5
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")


def words(text: str) -> list[str]:
    """Without case, accents' form, punctuation and apostrophes."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES))


@lru_cache(maxsize=20_000)
def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of ``RUN`` words; empty for a text that is too short to compare."""
    said = words(text)
    if len(said) < LEAST_WORDS:
        return frozenset()
    return frozenset(tuple(said[i : i + RUN]) for i in range(len(said) - RUN + 1))


def near_duplicates(one: str, other: str) -> bool:
    first, second = runs(one), runs(other)
    fewer, more = sorted((len(first), len(second)))
    if fewer == 0 or fewer < SAME * more:  # they cannot share enough
        return False
    if fewer < LEAST_NEAR - RUN + 1:
        return words(one) == words(other)
    common = len(first & second)
    return common >= SAME * (len(first) + len(second) - common)
