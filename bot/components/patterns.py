"""Entities that have a form rather than a list: ratings, places in a list, codes, order numbers, counts, sizes, and prices."""

import re
from typing import Iterator, List, Optional, Tuple

from components.pattern import Pattern, rx
from components.prices import prices

NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
ORDINAL_WORDS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "last": -1,
}

_STARS = r"(?P<n>[1-5](?:[.,]\d)?|one|two|three|four|five)"
_RATING = [
    rx(
        rf"\b(?:at least|minimum(?: of)?|min|over|above|more than|only|from)?\s*{_STARS}\s?\+?[\s-]*(?:stars?|\*+(?!\s?\d)"
        rf"|★+)(?:\s*\+|\s*(?:and|or)\s+(?:up|above|more|higher|better|over))?"
    ),
    rx(
        rf"\b(?:rated|rating|ratings|review score|score)\s*(?:of|is|are|at|above|over|>=?|from|at least|higher than"
        rf"|better than|more than)*\s*(?:at least\s*)?{_STARS}(?![\d.]*\s?[$€£%])(?:\s*(?:/\s?5|out of (?:5"
        rf"|five)))?(?:\s*\+|\s*(?:and|or)\s+(?:up|above|more|higher|better|over))?"
    ),
    rx(rf"\b{_STARS}\s?(?:/\s?5|out of (?:5|five))(?:\s*(?:and|or)\s+(?:up|above|more|higher|better))?"),
]
_WELL_RATED = rx(
    r"\b(?:(?:highly|best|top|well|better)[\s-]+(?:rated|reviewed)|(?:with )?(?:good|great|high|top"
    r"|the best) (?:ratings?|reviews))\b"
)


def ratings(text: str) -> Iterator[Pattern]:
    """rating_min from 1 to 5. "highly rated" is 4."""
    for pattern in _RATING:
        found = list(pattern.finditer(text))
        for match in found:
            word = match.group("n").lower()
            yield Pattern("rating_min", float(NUMBER_WORDS.get(word, 0) or word.replace(",", ".")), *_trim(text, match))
        if found:
            return
    for match in _WELL_RATED.finditer(text):
        yield Pattern("rating_min", 4.0, *match.span())


def _trim(text: str, match: "re.Match[str]") -> Tuple[int, int]:
    start, end = match.span()
    while start < end and text[start].isspace():
        start += 1
    return start, end


_ORDINAL = [
    rx(r"^\s*(?P<d>[1-9]|10)\s*(?:please|pls)?[.)!?\s]*$"),
    rx(r"#\s?(?P<d>\d{1,2})\b(?![\d-])"),
    rx(r"\b(?:number|no\.?|nr\.?|option|item|product|choice|result)\s?(?P<d>[1-9]|10)\b(?!\s?(?:stars?|%|[$€£]))"),
    rx(r"\b(?:number|option|item|choice|result)\s(?P<n>one|two|three|four|five|six|seven|eight|nine|ten)\b"),
    rx(
        r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of|birthday|anniversary|grade|time|order|edition|gen)|\s+(?:jan"
        r"|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    ),
    rx(r"\b(?P<w>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)\b"),
]
_NOT_A_PLACE = rx(
    r"[\s-]+(?:time|times|order|orders|purchase|of all|off|week|month|year|night|day|name|aid|hand|thought|class"
    r"|floor|season|minute|chance|"
    r"weekend|summer|winter|spring|autumn|fall|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|long|forever|delivery|message|question|chat|party"
    r"|one i (?:bought|ordered))\b"
)
_NOT_AFTER = rx(
    r"(?:\bat|\ba|\bone|\b1|\bjust|\bsplit|\bwill it|\bdoes it|\bdo they|\bdo these|\bcan it|\bto|\bwon't|\bnot)\s+$"
)


def ordinals(text: str) -> Iterator[Pattern]:
    """Places in the list shown: 1 for the first, -1 for the last."""
    taken: List[Tuple[int, int]] = []
    for pattern in _ORDINAL:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            word = groups.get("w")
            if word and (_NOT_A_PLACE.match(text, match.end()) or _NOT_AFTER.search(text[: match.start()])):
                continue
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            value = (
                ORDINAL_WORDS[word.lower()]
                if word
                else NUMBER_WORDS[groups["n"].lower()]
                if groups.get("n")
                else int(groups["d"])
            )
            if value != 0:
                taken.append(match.span())
                yield Pattern("ordinal", value, *match.span())


_CODE = r"(?P<code>[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*)"
_CODE_AFTER = rx(
    rf"\b(?:(?:coupon|promo(?:tion)?(?:al)?|discount|voucher|offer)[\s-]*(?:code)?|code)(?:\s+(?:is|was|called|named"
    rf"|says|number))?\s*[:#]?\s*[\"'“]?{_CODE}"
)
_CODE_BEFORE = rx(rf"(?<![\w-]){_CODE}[\"'”]?\s+(?:coupon|promo(?:tion)?(?:\s+code)?|discount code|voucher|code)\b")
_CODE_ALONE = re.compile(r"(?<![\w#-])(?P<code>[A-Z][A-Z-]*\d{1,4}[A-Z]*|\d{1,3}[A-Z]{3,12})(?![\w-])")
_SHOUTED = re.compile(r"(?=.*[A-Z])[A-Z0-9_-]{4,24}\Z")


def coupon_codes(text: str) -> Iterator[Pattern]:
    """Codes in capitals, in the customer's own sentence: after or before "code", "coupon", "voucher", or alone like SAVE10."""
    taken: List[Tuple[int, int]] = []
    shouting = text.isupper() and " " in text.strip()
    for pattern in (_CODE_AFTER, _CODE_BEFORE, _CODE_ALONE):
        for match in pattern.finditer(text):
            code, span = match.group("code"), match.span("code")
            digits = any(c.isdigit() for c in code) and any(c.isalpha() for c in code)
            shouted = bool(_SHOUTED.match(code)) and not code.isdigit() and not shouting
            if not 4 <= len(code) <= 24 or not (digits or shouted) or any(a < span[1] and span[0] < b for a, b in taken):
                continue
            if pattern is _CODE_ALONE and len(re.sub(r"[^A-Z]", "", code)) < 3:
                continue
            taken.append(span)
            yield Pattern("coupon_code", code.upper(), *span)


_NUMBER = r"(?P<number>(?:[A-Za-z]{1,4}[-_]?)?\d{4,16}(?:-\d{1,8})*)"
_ORDER = [
    rx(
        rf"\border(?:s)?(?:\s*(?:number|num|no\.?|nr\.?|id|ref(?:erence)?|code))?(?:\s+(?:is|was"
        rf"|called))?\s*[:#]?\s*#?{_NUMBER}(?![\w%])"
    ),
    rx(rf"(?<!\w)#\s?{_NUMBER}(?![\w%])"),
    rx(r"(?<![\w$€£.,-])(?P<number>[A-Za-z]{1,4}[-_]?\d{5,16}|\d{6,16})(?![\w%.,]\d|\w|\s?(?:dollars|bucks|usd|eur))"),
]


def order_numbers(text: str, codes: List[Pattern]) -> Iterator[Pattern]:
    """Numbers of orders, upper-case, as the customer typed them; four digits or more after "order", six or more alone."""
    taken = [(found.start, found.end) for found in codes]
    for pattern in _ORDER:
        for match in pattern.finditer(text):
            span = match.span("number")
            if all(span[1] <= a or span[0] >= b for a, b in taken):
                taken.append(span)
                yield Pattern("order_number", match.group("number").upper(), *span)


_COUNT = [
    rx(
        r"\b(?:show(?: me)?|give me|list|top|see|need|want|buy|get|add|order|take)\s+(?P<n>\d{1,3}|two|three|four"
        r"|five|six|seven|eight|nine|ten)\b"
        r"(?!\s?(?:[$€£%]|stars?|inch|cm|mm|people|person|dollars|bucks|or (?:less|more)|k\b|-|\.\d|day|week|hour"
        r"|year|month|min))"
    ),
    rx(
        r"\b(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)\s+(?:more\s+)?(?:of (?:them|these|those|the)"
        r"|pieces|pcs|items|options|results|"
        r"products|ideas|pairs|units|suggestions|more)\b"
    ),
]


def counts(text: str) -> Iterator[Pattern]:
    """How many the customer wants to see or to have."""
    taken: List[Tuple[int, int]] = []
    for pattern in _COUNT:
        for match in pattern.finditer(text):
            span = match.span("n")
            value = NUMBER_WORDS.get(match.group("n").lower()) or int(match.group("n"))
            if value and all(span[1] <= a or span[0] >= b for a, b in taken):
                taken.append(span)
                yield Pattern("count", value, *span)


_SIZE_NAMES = {
    "extra small": "XS",
    "x-small": "XS",
    "xsmall": "XS",
    "small": "S",
    "medium": "M",
    "large": "L",
    "extra large": "XL",
    "extra-large": "XL",
    "x-large": "XL",
    "xlarge": "XL",
    "xx-large": "XXL",
    "xxlarge": "XXL",
    "double xl": "XXL",
    "2xl": "XXL",
    "3xl": "XXXL",
}
_LETTERS = r"xxxl|xxl|xl|xxs|xs|3xl|2xl|[sml]"
_NAMED = r"extra[\s-]small|extra[\s-]large|xx-?large|x-?large|x-?small|small|medium|large|double xl"
_NUMBERED = r"(?:us|uk|eu)?\s?\d{1,2}(?:[.,]5)?(?!\d)"
_SIZE = [
    rx(rf"\b(?:sizes?|sz)\s*(?:is|:|=)?\s*(?:a\s+|an\s+)?(?P<size>{_NAMED}|{_LETTERS}|{_NUMBERED})(?![\w$€£%]|\s?[x×*]\s?\d)"),
    rx(rf"\b(?P<size>{_NAMED}|{_LETTERS}|(?:us|uk|eu)\s?\d{{1,2}}(?:[.,]5)?)\s+size\b"),
    rx(
        rf"\b(?:in|in a|in an|wear|wear a|a)\s+(?P<size>{_NAMED}|xxxl|xxl|xl|xxs|xs|3xl|2xl)\b(?!\s+(?:one|amount"
        rf"|number|bit|problem|issue|tent|bag|pan|pot|order))"
    ),
    rx(r"\b(?P<size>(?:us|uk|eu)\s?\d{1,2}(?:[.,]5)?)\b"),
    re.compile(r"(?<![\w$€£])(?P<size>XXXL|XXL|XL|XXS|XS|3XL|2XL)(?!\w)"),
    rx(
        r"(?<![\w$€£.])(?P<size>\d{1,2}[.,]5)(?![\w%.]|\s?(?:[$€£\"]|stars?|inch|cm|mm|kg|lbs?|oz|l\b|liters?"
        r"|litres?|m\b|ft|feet|hours?|or|and|dollars|bucks))"
    ),
    rx(rf"^\s*(?P<size>{_NAMED}|{_LETTERS}|1[1-9]|[2-9]\d)\s*(?:please|pls)?[\s?.!]*$"),
]


def sizes(text: str) -> Iterator[Pattern]:
    """Sizes of clothes and shoes: XS to XXXL, or the number as written ("10.5", "EU 42" gives "42")."""
    taken: List[Tuple[int, int]] = []
    for pattern in _SIZE:
        for match in pattern.finditer(text):
            span = match.span("size")
            if any(span[0] < b and a < span[1] for a, b in taken):
                continue
            raw = re.sub(r"\s+", " ", match.group("size").lower()).strip()
            value = _SIZE_NAMES.get(raw.replace(" ", "-"), _SIZE_NAMES.get(raw, raw.upper()))
            value = re.sub(r"^(US|UK|EU)\s?", "", value).replace(",", ".")
            taken.append(span)
            yield Pattern("size", value, *span)


_IN_STOCK = rx(
    r"\b(?:in[\s-]stock|available (?:now|right now|today|immediately|straight away)|ready to ship|ships? (?:today"
    r"|now)|not sold out|that(?:'s| is| are) available|"
    r"(?:only|just) (?:show )?(?:the )?(?:what'?s )?available(?: ones| items)?)\b"
)


def in_stock(text: str) -> Optional[Pattern]:
    match = _IN_STOCK.search(text)
    return Pattern("in_stock", True, *match.span()) if match else None


def patterns(text: str) -> List[Pattern]:
    """Everything found in ``text``. What a stronger pattern took, a weaker one does not take again."""
    codes = list(coupon_codes(text))
    strong = [*codes, *order_numbers(text, codes), *ratings(text)]
    for group in (prices(text), ordinals(text), sizes(text), counts(text)):
        found = [p for p in group if all(p.end <= s.start or p.start >= s.end for s in strong)]
        strong += found
    stock = in_stock(text)
    if stock:
        strong.append(stock)
    return sorted(strong, key=lambda p: (p.start, p.end))
