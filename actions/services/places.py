"""Places in the list shown, several at once: "the first two", "1, 2 and 3", "both", "the last three"."""

from __future__ import annotations

import re

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "couple": 2}
_N = r"(?P<n>[2-5]|two|three|four|five|couple)"
_RUN = re.compile(rf"\b(?P<end>first|top|last|bottom)\s+{_N}\b(?!\s*(?:stars?|weeks?|days?|months?|years?))", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:both|all (?:of (?:them|these|those)|the (?:two|three)|two|three)|(?:these|those|the) (?:two|three)|them all)\b", re.I
)
#: "1, 2 and 3", "#1 & #3", "number 1 vs number 2", "1 with 3"
_MARK = r"(?:#|no\.?\s?|nr\.?\s?|number\s|option\s|item\s)?"
_LIST = re.compile(
    rf"(?<![\w.,$€£-]){_MARK}(\d{{1,2}})(?:\s*(?:,|and|&|\+|or|with|to|vs\.?|versus|against|from|,\s*and)\s*{_MARK}(\d{{1,2}})(?![\w%]|\.\d|\s?(?:stars?|[$€£])))+",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{1,2}")


def places(text: str, shown: int) -> list[int]:
    """Counted from 0, in the order said, each once; [] when the text names no several places of a list of ``shown``."""
    run = _RUN.search(text)
    if run:
        count = _number(run.group("n"))
        found = range(shown) if count > shown else range(count)
        return [*found] if run.group("end").lower() in ("first", "top") else [*range(shown)][-count:]
    listed = _LIST.search(text)
    if listed:
        found_at = [int(n) - 1 for n in _DIGITS.findall(listed.group())]
        return list(dict.fromkeys(at for at in found_at if 0 <= at < shown))
    return [*range(shown)] if _ALL.search(text) and shown else []


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(word)
