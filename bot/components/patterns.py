"""Entities that have a form rather than a list: prices, ratings, places in a list, codes, order numbers, counts, sizes."""

import re
from dataclasses import dataclass
from typing import Any, Iterator, List, Optional, Tuple


@dataclass(frozen=True)
class Pattern:
    entity: str
    value: Any
    start: int
    end: int


NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
ORDINAL_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "last": -1,
}

_SIGN = r"(?:us\$|[$€£])"
_NAME = r"(?:us\s?dollars?|dollars?|bucks?|usd|euros?|eur|gbp|quid|pounds?)"
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_MONEY = rf"(?P<{{0}}sign>{_SIGN})?\s?(?P<{{0}}>{_AMOUNT})(?P<{{0}}k>k)?(?![\d%])(?:\s?(?P<{{0}}name>{_NAME}\b|[$€£]))?"
# a number that counts something else is no price
_UNIT = (
    r"(?!\s?-?\s?(?:stars?|inch(?:es)?|in\b|\"|''|cm|mm|m\b|ft|feet|foot|metres?|meters?|km|miles?|kg|kilos?|g\b|grams?|lbs?|oz|ounces?|"
    r"litres?|liters?|l\b|ml|gallons?|watts?|w\b|volts?|v\b|mah|gb|tb|mb|people|persons?|man|men|seater|kids?|adults?|years?|yrs?|months?|"
    r"weeks?|days?|hours?|hrs?|minutes?|mins?|degrees?|pieces?|pcs|packs?|items?|products?|reviews?|ratings?|times?|percent|%|/|:|out of))"
)
_BELOW = (
    r"(?:under|below|beneath|less than|cheaper than|lower than|at most|no more than|not more than|not over|nothing over|up to|upto|max(?:imum)?(?: of)?|"
    r"within|beneath|<=?|budget(?: is| of|:)?(?: around| about)?|not above|not exceeding|don'?t (?:want to )?(?:spend|pay) (?:more than|over))"
)
_ABOVE = r"(?:over|above|more than|at least|from|starting (?:at|from)|min(?:imum)?(?: of)?|upwards of|>=?|pricier than|no less than|not less than|not under)"
_ABOUT = r"(?:around|about|approx(?:imately)?\.?|roughly|circa|~|close to|near|ish)"


def _rx(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)


def _money(name: str) -> str:
    return _MONEY.replace("{0}", name)


_RANGE = _rx(rf"(?:\b(?:between|from)\s+)?{_money('a')}\s*(?P<join>-|–|to|and|until|till)\s*{_money('b')}{_UNIT}")
_LIMITS: List[Tuple[str, "re.Pattern[str]"]] = [
    ("below", _rx(rf"(?<!\w){_BELOW}\s*(?:the price of |a price of |price )?{_money('a')}{_UNIT}")),
    ("above", _rx(rf"(?<!\w){_ABOVE}\s*{_money('a')}{_UNIT}")),
    ("about", _rx(rf"(?<!\w){_ABOUT}\s*(?:the )?{_money('a')}(?:\s?(?:mark|range))?{_UNIT}")),
    ("below", _rx(rf"{_money('a')}\s*(?:or (?:less|under|below|cheaper)|max(?:imum)?\b|and (?:under|below|less)|tops\b|budget\b)")),
    ("above", _rx(rf"{_money('a')}\s*(?:\+|or (?:more|above|over)|and (?:up|above|over|more)|upwards)")),
    ("below", _rx(rf"\bfor\s+{_money('a')}{_UNIT}")),
    ("bare", _rx(rf"(?<![\w.,]){_money('a')}{_UNIT}")),
]


def _amount(match: "re.Match[str]", name: str) -> float:
    digits = match.group(name)
    digits = digits.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits) else digits.replace(",", ".")
    return float(digits) * (1000 if match.group(f"{name}k") else 1)


def _has_currency(match: "re.Match[str]", *names: str) -> bool:
    return any(match.group(f"{n}sign") or match.group(f"{n}name") for n in names)


_WEIGHT = _rx(r"\b(weigh\w*|heav\w+|light(?:er|weight)?|load|capacity|carr(?:y|ies)|hold)\b")
_GIFT_CARD = _rx(r"\s*(gift ?cards?|vouchers?|off\b|discount|coupon|credits?|refund)")


def prices(text: str) -> Iterator[Pattern]:
    """price_min and price_max in major units. "around 40" is 32 to 48. A weight in pounds and "$5 off" are no price."""
    taken: List[Tuple[int, int]] = []

    def free(match: "re.Match[str]") -> bool:
        return all(match.end() <= a or match.start() >= b for a, b in taken)

    weight = bool(_WEIGHT.search(text))

    def weighs(match: "re.Match[str]", name: str) -> bool:
        return weight and not match.group(f"{name}sign") and (match.group(f"{name}name") or "").lower().startswith("pound")

    for match in _RANGE.finditer(text):
        low, high = _amount(match, "a"), _amount(match, "b")
        led = match.group().lower().startswith(("between", "from"))
        plain = match.group("join") != "and" or led  # "2 and 3" is no range, "between 2 and 3" is
        if plain and (_has_currency(match, "a", "b") or (led and low < high and high >= 10)) and not weighs(match, "b"):
            taken.append(match.span())
            yield Pattern("price_min", min(low, high), *match.span("a"))
            yield Pattern("price_max", max(low, high), *match.span("b"))
    for kind, pattern in _LIMITS:
        for match in pattern.finditer(text):
            currency = _has_currency(match, "a")
            if not free(match) or weighs(match, "a") or _GIFT_CARD.match(text, match.end()):
                continue
            words = match.group().lower()
            if not currency and (kind == "bare" or words.startswith(("for ", "from ", "within", "near")) or not match.group()[0].isalpha()):
                if not re.match(r"(?:<|>|~)", match.group()) and not re.search(r"\bor (?:less|cheaper)$|budget$|tops$", words):
                    continue
            if kind == "about" and not currency and _amount(match, "a") < 10:
                continue
            taken.append(match.span())
            value = _amount(match, "a")
            if kind == "above":
                yield Pattern("price_min", value, *match.span())
            elif kind == "about":
                yield Pattern("price_min", round(value * 0.8, 2), *match.span())
                yield Pattern("price_max", round(value * 1.2, 2), *match.span())
            else:
                yield Pattern("price_max", value, *match.span())


_STARS = r"(?P<n>[1-5](?:[.,]\d)?|one|two|three|four|five)"
_RATING = [
    _rx(rf"\b(?:at least|minimum(?: of)?|min|over|above|more than|only|from)?\s*{_STARS}\s?\+?[\s-]*(?:stars?|\*+|★+)(?:\s*\+|\s*(?:and|or)\s+(?:up|above|more|higher|better|over))?"),
    _rx(rf"\b(?:rated|rating|ratings|review score|score)\s*(?:of|is|are|at|above|over|>=?|from|at least|higher than|better than|more than)*\s*(?:at least\s*)?{_STARS}(?![\d.]*\s?[$€£%])(?:\s*(?:/\s?5|out of (?:5|five)))?(?:\s*\+|\s*(?:and|or)\s+(?:up|above|more|higher|better|over))?"),
    _rx(rf"\b{_STARS}\s?(?:/\s?5|out of (?:5|five))(?:\s*(?:and|or)\s+(?:up|above|more|higher|better))?"),
]
_WELL_RATED = _rx(
    r"\b(?:(?:highly|best|top|well|better)[\s-]+(?:rated|reviewed)|(?:with )?(?:good|great|high|top|the best) (?:ratings?|reviews))\b"
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
    _rx(r"#\s?(?P<d>\d{1,2})\b(?![\d-])"),
    _rx(r"\b(?:number|no\.?|nr\.?|option|item|product|choice|result)\s?(?P<d>[1-9]|10)\b(?!\s?(?:stars?|%|[$€£]))"),
    _rx(r"\b(?:number|option|item|choice|result)\s(?P<n>one|two|three|four|five|six|seven|eight|nine|ten)\b"),
    _rx(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of|birthday|anniversary|grade|time|order|edition|gen)|\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"),
    _rx(r"\b(?P<w>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)\b"),
]
_NOT_A_PLACE = _rx(
    r"[\s-]+(?:time|times|order|orders|purchase|of all|off|week|month|year|night|day|name|aid|hand|thought|class|floor|season|minute|chance|"
    r"weekend|summer|winter|spring|autumn|fall|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|long|forever|delivery|message|question|chat|party|one i (?:bought|ordered))\b"
)
_NOT_AFTER = _rx(r"(?:\bat|\ba|\bone|\b1|\bjust|\bsplit|\bwill it|\bdoes it|\bdo they|\bdo these|\bcan it|\bto|\bwon't|\bnot)\s+$")


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
            value = ORDINAL_WORDS[word.lower()] if word else NUMBER_WORDS[groups["n"].lower()] if groups.get("n") else int(groups["d"])
            if value != 0:
                taken.append(match.span())
                yield Pattern("ordinal", value, *match.span())


_CODE = r"(?P<code>[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*)"
_CODE_AFTER = _rx(
    rf"\b(?:(?:coupon|promo(?:tion)?(?:al)?|discount|voucher|offer)[\s-]*(?:code)?|code)(?:\s+(?:is|was|called|named|says|number))?\s*[:#]?\s*[\"'“]?{_CODE}"
)
_CODE_BEFORE = _rx(rf"(?<![\w-]){_CODE}[\"'”]?\s+(?:coupon|promo(?:tion)?(?:\s+code)?|discount code|voucher|code)\b")
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
    _rx(rf"\border(?:s)?(?:\s*(?:number|num|no\.?|nr\.?|id|ref(?:erence)?|code))?(?:\s+(?:is|was|called))?\s*[:#]?\s*#?{_NUMBER}(?![\w%])"),
    _rx(rf"(?<!\w)#\s?{_NUMBER}(?![\w%])"),
    _rx(r"(?<![\w$€£.,-])(?P<number>[A-Za-z]{1,4}[-_]?\d{5,16}|\d{6,16})(?![\w%.,]\d|\w|\s?(?:dollars|bucks|usd|eur))"),
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
    _rx(r"\b(?:show(?: me)?|give me|list|top|see|need|want|buy|get|add|order|take)\s+(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)\b"
        r"(?!\s?(?:[$€£%]|stars?|inch|cm|mm|people|person|dollars|bucks|or (?:less|more)|k\b|-|\.\d|day|week|hour|year|month|min))"),
    _rx(r"\b(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)\s+(?:more\s+)?(?:of (?:them|these|those|the)|pieces|pcs|items|options|results|"
        r"products|ideas|pairs|units|suggestions|more)\b"),
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
    "extra small": "XS", "x-small": "XS", "xsmall": "XS", "small": "S", "medium": "M", "large": "L", "extra large": "XL", "extra-large": "XL",
    "x-large": "XL", "xlarge": "XL", "xx-large": "XXL", "xxlarge": "XXL", "double xl": "XXL", "2xl": "XXL", "3xl": "XXXL",
}
_LETTERS = r"xxxl|xxl|xl|xxs|xs|3xl|2xl|[sml]"
_NAMED = r"extra[\s-]small|extra[\s-]large|xx-?large|x-?large|x-?small|small|medium|large|double xl"
_NUMBERED = r"(?:us|uk|eu)?\s?\d{1,2}(?:[.,]5)?(?!\d)"
_SIZE = [
    _rx(rf"\bsizes?\s*(?:is|:|=)?\s*(?:a\s+|an\s+)?(?P<size>{_NAMED}|{_LETTERS}|{_NUMBERED})(?![\w$€£%])"),
    _rx(rf"\b(?P<size>{_NAMED}|{_LETTERS}|(?:us|uk|eu)\s?\d{{1,2}}(?:[.,]5)?)\s+size\b"),
    _rx(rf"\b(?:in|in a|in an|wear|wear a|a)\s+(?P<size>{_NAMED}|xxxl|xxl|xl|xxs|xs|3xl|2xl)\b(?!\s+(?:one|amount|number|bit|problem|issue|tent|bag|pan|pot|order))"),
    _rx(r"\b(?P<size>(?:us|uk|eu)\s?\d{1,2}(?:[.,]5)?)\b"),
    re.compile(r"(?<![\w$€£])(?P<size>XXXL|XXL|XL|XXS|XS|3XL|2XL)(?!\w)"),
    _rx(r"(?<![\w$€£.])(?P<size>\d{1,2}[.,]5)(?![\w%.]|\s?(?:[$€£\"]|stars?|inch|cm|mm|kg|lbs?|oz|l\b|liters?|litres?|m\b|ft|feet|hours?|or|and|dollars|bucks))"),
    _rx(rf"^\s*(?P<size>{_NAMED}|{_LETTERS}|\d{{1,2}})\s*(?:please|pls)?[\s?.!]*$"),
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


_IN_STOCK = _rx(
    r"\b(?:in[\s-]stock|available (?:now|right now|today|immediately|straight away)|ready to ship|ships? (?:today|now)|not sold out|that(?:'s| is| are) available|"
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
    return sorted(strong, key=lambda p: (p.start, p.end, p.entity))
