"""Entities that have a form rather than a list: ratings, places in a list, stock; the others have files."""

import re
from datetime import date
from typing import Callable, Iterator, List, Optional, Sequence, Tuple

from components.codes import coupon_codes, order_numbers
from components.counts import counts
from components.dates import dates
from components.pattern import Pattern, rx
from components.price_levels import price_levels
from components.prices import prices
from components.said_numbers import SMALL
from components.sizes import sizes

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
            yield Pattern("rating_min", float(SMALL.get(word, 0) or word.replace(",", ".")), *_trim(text, match))
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


#: "first show me": before anything else
_BEFORE_ALL = rx(
    r"[\s,:–-]+(?:i|we|can|could|do|does|is|are|let|show|tell|give|find|search|look|check|explain|what|where|how|when)\b"
)
_A_PLACE = rx(r"\b(?:the|that|this|my|your|number|compare|and|or)\s+$")
#: "cheapest first" is an order, no place
_IN_ORDER = rx(r"(?:cheapest|expensive|priciest|dearest|rated|ratings?|lowest|highest|prices?|newest)\s+$")


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
            if word and word.lower() == "first" and _IN_ORDER.search(text[: match.start()]):
                continue
            if word and _BEFORE_ALL.match(text, match.end()) and not _A_PLACE.search(text[: match.start()]):
                continue
            value = ORDINAL_WORDS[word.lower()] if word else SMALL[groups["n"].lower()] if groups.get("n") else int(groups["d"])
            if value != 0:
                taken.append(match.span())
                yield Pattern("ordinal", value, *match.span())


_IN_STOCK = rx(
    r"\b(?:in[\s-]stock|available (?:now|right now|today|immediately|straight away)|ready to ship|ships? (?:today"
    r"|now)|not sold out|that(?:'s| is| are) available|"
    r"(?:only|just) (?:show )?(?:the )?(?:what'?s )?available(?: ones| items)?)\b"
)


def in_stock(text: str) -> Optional[Pattern]:
    match = _IN_STOCK.search(text)
    return Pattern("in_stock", True, *match.span()) if match else None


def patterns(
    text: str, today: date, known: Sequence[Pattern] = (), is_word: Callable[[str], bool] = lambda word: True
) -> List[Pattern]:
    """Everything found in ``text``, with what is ``known`` in it. What a stronger pattern took, a weaker one does not take
    again. ``is_word``: whether a lower-case word is one of the language or of the catalogue."""
    strong = list(known)

    def add(found: Iterator[Pattern]) -> None:
        taken = [(s.start, s.end) for s in strong]
        strong.extend(p for p in found if all(p.end <= a or p.start >= b for a, b in taken))

    add(iter(dates(text, today)))
    add(coupon_codes(text, is_word))
    add(order_numbers(text, strong))
    add(ratings(text))
    add(prices(text))
    add(price_levels(text))
    add(ordinals(text))
    add(sizes(text))
    add(counts(text))
    stock = in_stock(text)
    if stock:
        strong.append(stock)
    return sorted(strong, key=lambda p: (p.start, p.end))
