"""Sizes of clothes and shoes, said as sizes: "size 9", "us 10", "in a medium", "XL"."""

import re
from typing import Iterator, List, Tuple

from components.pattern import Pattern, rx
from components.said_numbers import numbers

_WRITTEN = {
    "XS": ("extra small", "extrasmall", "xtra small", "x small", "xsmall"),
    "S": ("small",),
    "M": ("medium", "med"),
    "L": ("large",),
    "XL": ("extra large", "xtra large", "extralarge", "x large", "xlarge"),
    "XXL": ("xx large", "xxlarge", "double xl", "double extra large", "2xl", "2x"),
    "XXXL": ("xxx large", "xxxlarge", "triple xl", "3xl"),
}
NAMES = {written: size for size, forms in _WRITTEN.items() for written in forms}
_LETTERS = r"xxxl|xxl|xl|xxs|xs|3xl|2xl|[sml]"
_NAMED = (
    r"(?:e?xtra|double extra)[\s-]?(?:small|large)|xxx?-?large|x[\s-]?large|x[\s-]?small|small|medium|large"
    r"|(?:double|triple) xl"
)
_SYSTEM = r"(?:us|uk|eu|eur|european|american|british)"
_NUMBERED = rf"(?:{_SYSTEM}\s?(?:size\s)?)?\d{{1,2}}(?:[.,]5)?(?!\d)"
_NOT_BEHIND = (
    r"(?!\s+(?:one|amount|number|bit|problem|issue|tent|bag|pan|pot|order|question|favou?r|part|family|group"
    r"|fee|business|print|talk))"
)
_SIZE = [
    rx(
        rf"\b(?:size (?:is|of|in|a|an|in a)|sizes?|sz)(?![a-z])\s*(?:is|:|=)?\s*(?:an?\s+|in\s+)?(?P<size>{_NAMED}"
        rf"|{_LETTERS}|{_NUMBERED})(?![\w$€£%]|\s?[x×*]\s?\d)"
    ),
    rx(rf"\b(?P<size>{_NAMED}|{_LETTERS}|{_SYSTEM}\s?\d{{1,2}}(?:[.,]5)?)[\s-]+sizes?d?\b"),
    rx(
        rf"\b(?:in|in an?|wear(?:s|ing)?|wear an?|takes?|take an?|i'?m an?|(?:do|have) (?:an?|it in)|than an?|not an?"
        rf"|usually an?|come in)\s+(?P<size>{_NAMED}|{_LETTERS})\b(?!['’]){_NOT_BEHIND}"
    ),
    rx(
        rf"\b(?:women'?s|men'?s|womens|mens|ladies|kids|unisex)\s+(?:size\s+)?(?P<size>{_NAMED}|{_LETTERS}"
        rf"|\d{{1,2}}(?:[.,]5)?)(?![\w$€£%'])"
    ),
    rx(rf"\b{_SYSTEM}\s?(?P<size>\d{{1,2}}(?:[.,]5)?)(?![\w.,]*\d|\s?[$€£%])\b"),
    rx(r"\b(?P<size>(?:1[0-5]|[4-9])(?:[.,]5)?)\s?(?:us|uk|eu)\b"),
    rx(
        rf"\b(?:need|want|am|take|get|be|prefer|wear|like)\s+(?:an?\s+)?(?P<size>{_LETTERS})"
        r"(?=\s*(?:$|[,.?!])|\s+(?:please|pls|plz|and|or|in|not)\b)"
    ),
    re.compile(r"(?<![\w$€£])(?P<size>XXXL|XXL|XL|XXS|XS|3XL|2XL|[xX]{1,3}[lL])(?!\w)"),
    rx(
        r"(?<![\w$€£.])(?P<size>\d{1,2}[.,]5)(?![\w%.]|\s?(?:[$€£\"]|stars?|inch|in\b|cm|mm|kg|lbs?|oz|l\b|liters?"
        r"|litres?|m\b|ft|feet|hours?|or\b|and\b|dollars|bucks|qt|quart|out of|percent|x\b|×))"
    ),
    rx(
        rf"^\s*(?:(?:an?|the|in|ok|okay|yes|just|maybe)\s+)*(?P<size>{_NAMED}|{_LETTERS}|1[1-9]|[2-9]\d)\s*(?:please"
        rf"|pls|plz|then|thanks)?[\s?.!]*$"
    ),
    rx(rf"(?<=[a-z]\s)(?P<size>{_NAMED}|xl|xxl|xs)\s*(?:please|pls)?[\s?.!]*$"),
    rx(rf",\s*(?P<size>{_NAMED}|{_LETTERS})(?=\s*(?:$|[,.?!])|\s+(?:please|pls|and|under|in)\b)"),
]
_SPELT = rx(r"\b(?:sizes?|sz)\s*(?:is|:)?\s*(?:an?\s+)?$")
_LAST_WORD_OK = re.compile(
    r"\b(?:too|so|very|really|is|are|it'?s|how|that|runs?|fits?|a bit|pretty|quite|was|by and|at)\s+$", re.IGNORECASE
)


def normal(written: str) -> str:
    """ "extra-large" is "XL", "us 10" is "10", "10,5" is "10.5"; any other wording comes back as it is."""
    raw = re.sub(r"[\s-]+", " ", written.lower()).strip()
    if raw in NAMES:
        return NAMES[raw]
    raw = re.sub(rf"^{_SYSTEM}\s?(?:size\s)?(?=\d)", "", raw)
    if re.fullmatch(r"\d+(?:[.,]\d+)?", raw):
        return raw.replace(",", ".")
    return raw.upper() if re.fullmatch(r"x{0,3}[sml](?:/x{0,3}[sml])?|\dxl", raw) else written


def sizes(text: str) -> Iterator[Pattern]:
    """XS to XXXL, or the number as written ("10.5", "EU 42" gives "42")."""
    taken: List[Tuple[int, int]] = []
    for place, pattern in enumerate(_SIZE):
        for match in pattern.finditer(text):
            span = match.span("size")
            if any(span[0] < b and a < span[1] for a, b in taken):
                continue
            if place == len(_SIZE) - 2 and _LAST_WORD_OK.search(text[: span[0]]):
                continue  # "it was too small"
            taken.append(span)
            yield Pattern("size", normal(match.group("size")), *span)
    for number in numbers(text):
        if number.spelt and number.value < 60 and _SPELT.search(text[: number.start]):
            yield Pattern("size", f"{number.value:g}", number.start, number.end)
