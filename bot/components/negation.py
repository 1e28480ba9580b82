"""Which found words the customer does not want: "not leather", "anything but red or blue", "without a hood"."""

import re
from typing import List, Sequence

from components.catalogue_words import Found

_CUE = re.compile(
    r"\b(?:not|no|non|without|w/o|except(?: for)?|excluding|exclude|anything but|everything but|but not|other than"
    r"|apart from|besides|instead of|rather than|"
    r"hate|dislike|avoid|never|nothing in|nothing from|isn'?t|aren'?t|don'?t (?:want|like|need)|do not (?:want|like"
    r"|need)|doesn'?t (?:have|contain)|free of)\b",
    re.IGNORECASE,
)
# what may stand between the cue and the word
_BETWEEN = re.compile(
    r"[\s\-]*(?:(?:a|an|any|the|in|of|from|by|made|out|with|want|like|really|is|are|it|to|be|too|much|so|ones?"
    r"|colou?r|coloured|colored|brand|"
    r"materials?|anything|something|genuine|real|pure|those|these|please|have|has)[\s\-]+)*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:/|,?\s*(?:or|and|nor|&))\s*(?:in\s+|not\s+|any\s+|from\s+)?", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*", re.IGNORECASE)
_NOT_A_CUE = re.compile(
    r"\bnot (?:only|just)\b|\bno (?:problem|worries|thanks|more than|less than)\b|\bwhy (?:not|don'?t)\b|\bnothing but\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"[\s-]free\b", re.IGNORECASE)


def unwanted(text: str, found: Sequence[Found]) -> List[bool]:
    """For each of ``found`` (in order of place): is it ruled out?"""
    not_cues = [match.span() for match in _NOT_A_CUE.finditer(text)]
    cues = [match.end() for match in _CUE.finditer(text) if not any(a <= match.start() < b for a, b in not_cues)]
    out: List[bool] = []
    for i, word in enumerate(found):
        ruled = any(end <= word.start and _BETWEEN.fullmatch(text, end, word.start) for end in cues)
        if not ruled and i > 0 and out[-1] and found[i - 1].entity == word.entity:
            goes_on = i + 1 < len(found) and bool(_AND.fullmatch(text, word.end, found[i + 1].start))
            ruled = bool(_AND.fullmatch(text, found[i - 1].end, word.start)) or (
                goes_on and bool(_COMMA.fullmatch(text, found[i - 1].end, word.start))
            )
        if not ruled and _FREE.match(text, word.end):
            ruled = word.entity == "material"
        out.append(ruled)
    return out
