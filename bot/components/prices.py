"""Prices in a text: limits, ranges and "around", as price_min and price_max in major units."""

import re
from typing import Iterator, List, Tuple

from components.pattern import Pattern, rx

_SIGN = r"(?:us\$|[$€£])"
_NAME = r"(?:us\s?dollars?|dollars?|bucks?|usd|euros?|eur|gbp|quid|pounds?)"
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_MONEY = rf"(?P<{{0}}sign>{_SIGN})?\s?(?P<{{0}}>{_AMOUNT})(?P<{{0}}k>k)?(?![\d%])(?:\s?(?P<{{0}}name>{_NAME}\b|[$€£]))?"
# a number that counts something else is no price
_UNIT = (
    r"(?!\s?-?\s?(?:stars?|inch(?:es)?|in\b|\"|''|cm|mm|m\b|ft|feet|foot|metres?|meters?|km|miles?|kg|kilos?|g\b"
    r"|grams?|lbs?|oz|ounces?|"
    r"litres?|liters?|l\b|ml|gallons?|watts?|w\b|volts?|v\b|mah|gb|tb|mb|people|persons?|man|men|seater|kids?"
    r"|adults?|years?|yrs?|months?|"
    r"weeks?|days?|hours?|hrs?|minutes?|mins?|degrees?|pieces?|pcs|packs?|items?|products?|reviews?|ratings?|times?"
    r"|percent|%|/|:|out of))"
)
_BELOW = (
    r"(?:under|below|beneath|less than|cheaper than|lower than|at most|no more than|not more than|not over"
    r"|nothing over|up to|upto|max(?:imum)?(?: of)?|"
    r"within|beneath|<=?|budget(?: is| of|:)?(?: around| about)?|not above|not exceeding"
    r"|don'?t (?:want to )?(?:spend|pay) (?:more than|over))"
)
_ABOVE = (
    r"(?:over|above|more than|at least|from|starting (?:at|from)|min(?:imum)?(?: of)?|upwards of|>=?"
    r"|pricier than|no less than|not less than|not under)"
)
_ABOUT = r"(?:around|about|approx(?:imately)?\.?|roughly|circa|~|close to|near|ish)"


def _money(name: str) -> str:
    return _MONEY.replace("{0}", name)


_RANGE = rx(rf"(?:\b(?:between|from)\s+)?{_money('a')}\s*(?P<join>-|–|to|and|until|till)\s*{_money('b')}{_UNIT}")
_LIMITS: List[Tuple[str, "re.Pattern[str]"]] = [
    ("below", rx(rf"(?<!\w){_BELOW}\s*(?:the price of |a price of |price )?{_money('a')}{_UNIT}")),
    ("above", rx(rf"(?<!\w){_ABOVE}\s*{_money('a')}{_UNIT}")),
    ("about", rx(rf"(?<!\w){_ABOUT}\s*(?:the )?{_money('a')}(?:\s?(?:mark|range))?{_UNIT}")),
    (
        "below",
        rx(rf"{_money('a')}\s*(?:or (?:less|under|below|cheaper)|max(?:imum)?\b|and (?:under|below|less)|tops\b|budget\b)"),
    ),
    ("above", rx(rf"{_money('a')}\s*(?:\+|or (?:more|above|over)|and (?:up|above|over|more)|upwards)")),
    ("below", rx(rf"\bfor\s+{_money('a')}{_UNIT}")),
    ("bare", rx(rf"(?<![\w.,]){_money('a')}{_UNIT}")),
]


def _amount(match: "re.Match[str]", name: str) -> float:
    digits = match.group(name)
    digits = digits.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits) else digits.replace(",", ".")
    return float(digits) * (1000 if match.group(f"{name}k") else 1)


def _has_currency(match: "re.Match[str]", *names: str) -> bool:
    return any(match.group(f"{n}sign") or match.group(f"{n}name") for n in names)


_WEIGHT = rx(r"\b(weigh\w*|heav\w+|light(?:er|weight)?|load|capacity|carr(?:y|ies)|hold)\b")
_GIFT_CARD = rx(r"\s*(gift ?cards?|vouchers?|off\b|discount|coupon|credits?|refund)")


def _means_a_price(kind: str, said: str) -> bool:
    """Is a number without a currency a price? "under 50", "< 50" and "50 or less" are; "for 50", "from 50" and "50" are not."""
    said = said.lower().strip()
    if said.startswith(("<", ">", "~")) or re.search(r"(?:\bor (?:less|cheaper)|budget|tops)$", said):
        return True
    return kind != "bare" and said[:1].isalpha() and not said.startswith(("for ", "from ", "within", "near"))


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
            if not currency and not _means_a_price(kind, match.group()):
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
