"""Words by which a customer waves away something that was shown, and those that bring it back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NOT = r"(?:do(?:n['’]?t|\s+not)|dont)"
_NO_CONDITION = r"(?<!\bif )(?<!\bwhen )(?<!\bcase )(?<!\bbecause )"  # "how do I return it if I hate it?" asks
_OBJECT = (
    r"(?P<{0}>(?:(?:any|all|either|both)\s+(?:of\s+)?)?"
    r"(?:(?:it|that|this|these|those|them|the|number)\b|(?:#|no\.?\s?)\d)(?:(?!\bbut\b|\bshow\b)[^,.!?;])*)"
)
_THE_ONE = r"(?P<{0}>(?:(?:the|that|this)\s+(?:[\w'’-]+\s+){{0,2}}(?:one|model)|number\s+\w+|#\d+){1})"
_END = r"(?:\s+(?:at all|thanks|thank you|please|sorry|much))*\W*(?=$|[,.;!]|\bbut\b|\bshow\b)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:not\s+(?:(?:really|at all|very|that|too|so|particularly)\s+)?interested|no\s+interest)\s+in\s+"
        + _OBJECT.format("a"),
        rf"\b(?:(?:{_NOT}|never)\s+(?:(?:ever|please|want\s+(?:you\s+)?to)\s+)*"
        r"(?:show|see|recommend|suggest|offer|give)|(?:stop|quit)\s+(?:showing|recommending|suggesting|offering|giving))"
        r"(?:\s+(?:me|us|to me))?\s+(?!the\s+\w+\s+ones\b)" + _OBJECT.format("b"),
        rf"{_NO_CONDITION}\bi\s+(?:really\s+)?"
        rf"(?:{_NOT}\s+(?:(?:really|particularly|even)\s+)?(?:like|care for|fancy)|hate|dislike)\s+"
        + _THE_ONE.format("c", r"|it\b") + _END,
        rf"{_NO_CONDITION}\bi\s+(?:really\s+)?{_NOT}\s+want\s+" + _THE_ONE.format("d", "") + _END,
        r"\b(?:hide|dismiss)\s+" + _OBJECT.format("e"),
        r"\b(?:remove|take|drop|delete)\s+(?P<f>(?:it|that|this|these|those|them|the\b|number\b|#\d)[^,.!?;]{0,60}?)\s+"
        r"(?:from|out of|off)\s+(?:(?:the|my|your|these|those)\s+)?(?:list|recommendations?|suggestions?|results)\b",
        r"(?:^|[,.;!]\s*|\b(?:no|but|sorry)\s+)(?P<g>it|that|this|they|these|those|(?:the|that|this|number)\s+[\w'’ -]{1,50}?)"
        r"(?:\s*['’]?s|\s+is|\s+are|['’]re|\s+really)?\s*(?:\b(?:just|really|simply)\s+)?(?:\bnot|isn['’]?t|aren['’]?t)\s+"
        r"(?:(?:really|quite|exactly|so)\s+)?(?:for me|my (?:thing|style|taste|cup of tea))" + _END,
        r"^\W*(?:(?:no|sorry|thanks|ok|okay|hm+)\W+)*(?P<h>not for me)" + _END,
    )
)  # fmt: skip
#: "don't show me the dear ones" is a wish of this search; only with these words is it meant to last
_AGAIN = re.compile(r"\b(?:again|any\s?more|ever|stop|never|quit|hide|dismiss)\b", re.IGNORECASE)
_POINTS = re.compile(r"^(?:it|that|this|these|those|them|they|not for me)\b", re.IGNORECASE)
_PLURAL = re.compile(r"^(?:these|those|them|they|(?:any|all|both|either)\b)", re.IGNORECASE)
_ALL = re.compile(r"^(?:any|all|both|either)\b", re.IGNORECASE)
_FIRST_FEW = re.compile(r"\b(first|last)\s+(two|three|four|2|3|4)\b", re.IGNORECASE)
_FEW = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
#: asks for what it gets anyway
_ANOTHER = re.compile(
    r"^\W*(?:(?:and|so|but|please|instead|can you|could you|rather)\b\W*)*(?:show|give|find|suggest|recommend|see|got|have)?\s*"
    r"(?:me|us|you|you got|i see)?\s*(?:any(?:thing)?\s+|some(?:thing)?\s+)?(?:another(?:\s+one)?|(?:the\s+)?others?|else"
    r"|different(?:\s+ones?)?|(?:the\s+)?next(?:\s+one)?)(?:\s+(?:ones?|instead|please|then))*\W*$",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\?|\b(?:show|find|looking|look for|search|recommend|suggest|need|want|do you have|have you|got any|which|where|how)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^\W*(?:(?:no|wait|oops|sorry|please|actually|ok|okay|hm+|oh|can you|could you)\b\W*)*"
    r"(?:undo(?:\s+(?:that|it|this))?"
    r"|(?:bring|put)\s+(?:it|that|them|those|that one|the last one|this)\s+back(?:\s+in)?"
    r"|i\s+(?:take|took)\s+(?:that|it)\s+back"
    r"|(?:un-?hide|restore|keep)\s+(?:it|that(?:\s+one)?|them|those)"
    r"|show\s+(?:me\s+)?(?:it|that(?:\s+one)?|them|those)\s+again"
    r"|i(?:\s*['’]ve|\s+have)?\s+changed\s+my\s+mind\s+about\s+(?:it|that(?:\s+one)?|them|those))"
    r"(?:\s+(?:please|after all|again))*\W*$",
    re.IGNORECASE,
)
_BACK_NAMED = re.compile(
    r"\b(?:bring\b.{1,90}\bback|(?:you (?:can|may)|please|do) (?:show|recommend|suggest)\b.{1,90}\bagain|undo\b|un-?hide\b"
    r"|after all\b|changed my mind about)",
    re.IGNORECASE,
)
#: a whole message that has enough of a kind of thing
_ENOUGH = re.compile(
    r"^\W*(?:(?:ok|okay|please|no|thanks|sorry|hm+|and)\W+)*(?:no more(?! than)"
    r"|(?:(?:i|we)(?:\s*['’]?ve|\s+have)?\s+)?(?:had\s+|seen\s+)?enough"
    r"|(?:stop|quit)\s+(?:showing|recommending|suggesting|offering)(?:\s+(?:me|us))?"
    rf"|{_NOT}\s+(?:show|recommend|suggest)(?:\s+(?:me|us))?"
    r"(?:\s+any)?(?:\s+more\b|(?=.*\b(?:again|any\s?more)\W*$)))\s+(?:of\s+)?(?:(?:the|these|those|your)\s+)?[\w'’ -]{2,40}?"
    r"(?:\s+(?:again|any\s?more|please|thanks|thank you|for now|now))*\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Meant:
    """``places`` are positions among the products shown; ``demonstrative``: what is looked at is meant ("that", "it");
    ``wish_beside``: something else is asked for in the same message."""

    places: tuple[int, ...] = ()
    no_such_number: bool = False
    plural: bool = False
    all_of_them: bool = False
    demonstrative: bool = False
    wish_beside: bool = False


def meant(text: str, entities: Sequence[Mapping[str, Any]], shown: Sequence[str], named: bool) -> Meant | None:
    """None for words that wave nothing away. ``named``: the text names a product in full."""
    match = next((m for pattern in _PATTERNS if (m := pattern.search(text))), None)
    if match is None:
        return None
    group = str(match.lastgroup)
    clause = match[group].strip()
    if group == "b" and not _AGAIN.search(match[0]):
        return None
    rest = text[match.end() :]
    beside = bool(_WISH.search(rest)) and not _ANOTHER.search(rest)
    places, wrong = _places(clause, entities, len(shown))
    demonstrative = bool(_POINTS.search(clause)) or named
    found = Meant(places, wrong, bool(_PLURAL.search(clause)) and not places, bool(_ALL.search(clause)), demonstrative, beside)
    return found if shown or found.demonstrative or wrong else None


def enough_of(text: str) -> bool:
    """ "no more tents please", "stop showing me tents": of the kind that the text names."""
    return bool(_ENOUGH.search(text))


def takes_back(text: str, *, named: bool = False) -> bool:
    """ "undo", "bring it back"; ``named``: of a product that the text names in full."""
    return bool((_BACK_NAMED if named else _BACK).search(text))


def _places(clause: str, entities: Sequence[Mapping[str, Any]], shown: int) -> tuple[tuple[int, ...], bool]:
    """Positions from 0, and whether a number was said that nothing shown has."""
    few = _FIRST_FEW.search(clause)
    if few:
        many = min(_FEW[few[2].lower()], shown)
        return tuple(range(many) if few[1].lower() == "first" else range(shown - many, shown)), not shown
    said = [entity.get("value") for entity in entities if entity.get("entity") == "ordinal"]  # "not … the second" rules it out
    found = [_place(value, shown) for value in said]
    return tuple(sorted({place for place in found if place is not None})), bool(said) and None in found


def _place(value: Any, shown: int) -> int | None:
    try:
        number = shown if str(value).strip().lower().removeprefix("the ") in ("last", "last one", "-1") else int(float(value))
    except (TypeError, ValueError):
        return None
    return number - 1 if 1 <= number <= shown else None
