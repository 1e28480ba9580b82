"""Sentences and clauses of what people write: where a reading may begin and end."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\s*[\r\n]+\s*")
_CONTRAST = re.compile(r",?\s+(?:but|however|although|though|yet|while|whereas|except)\s+", re.IGNORECASE)
#: Where an opinion may turn: the end of a sentence, a contrast, a bracket, a dash.
_TURN = re.compile(
    r"[.;:!?]+\s+|,?\s+(?:but|however|although|though|yet|while|whereas|except)\s+|\s+-+\s+|\s*\(|\)\s*",
    re.IGNORECASE,
)
#: The same, and every comma and "and".
_CLAUSE = re.compile(
    r"[.;:!?]+\s+|,?\s+(?:but|however|although|though|yet|while|whereas|except|and)\s+|,\s+|\s+-+\s+|\s*\(|\)\s*", re.IGNORECASE
)
_WORD = re.compile(r"\S+")
LEAST_WORDS = 3  # fewer say nothing that could be read


def sentences(text: str) -> list[str]:
    """The sentences of at least ``LEAST_WORDS`` words, in order."""
    return [found for part in _SENTENCE.split(text) if len((found := part.strip()).split()) >= LEAST_WORDS]


def turn_around(text: str, start: int, end: int) -> str:
    """The part of ``text`` around [start, end) within which an opinion does not turn."""
    return _part(_TURN, text, start, end)


def contrasts(text: str) -> bool:
    """Whether a word of contrast stands between two parts of it."""
    return bool(_CONTRAST.search(text))


def clause_around(text: str, start: int, end: int) -> str:
    """The clause of ``text`` around [start, end)."""
    return _part(_CLAUSE, text, start, end)


def words_around(text: str, start: int, end: int, beside: int) -> str:
    """[start, end) with so many words of ``text`` on each side."""
    words = [match.span() for match in _WORD.finditer(text)]
    inside = [n for n, (begin, stop) in enumerate(words) if stop > start and begin < end]
    if not inside:
        return text
    first, last = max(0, inside[0] - beside), min(len(words) - 1, inside[-1] + beside)
    return text[words[first][0] : words[last][1]]


def _part(borders: re.Pattern[str], text: str, start: int, end: int) -> str:
    low, high = 0, len(text)
    for border in borders.finditer(text):
        if border.end() <= start:
            low = border.end()
        elif border.start() >= end:
            high = border.start()
            break
    return text[low:high]
