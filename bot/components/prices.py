"""Prices in a text: limits, ranges and "around", as price_min and price_max in major units.

Each number is judged by what stands close by: its currency, words that bound it, a unit that makes it a measure.
"""

import re
from dataclasses import dataclass
from typing import Iterator, List, Optional

from components.pattern import Pattern, rx
from components.said_numbers import numbers

_SIGN_BEFORE = rx(r"(?:\b(?:us|ca|au)\s?\$|[$€£]|\b(?:usd|eur|gbp)\b)\s?$")
NEAR = 60  # letters before a number that can say what it is
_NAME = r"(?:us\s?dollars?|dollars?|dollers?|bucks?|usd|euros?|eur|gbp|quid|pounds?|cents)"
_CURRENCY_BEHIND = rx(rf"\s?(?:{_NAME}\b|[$€£]|,-|\.-)")
_ISH_CURRENCY = rx(rf"-?\s?ish\b(?P<money>\s?(?:{_NAME}\b|[$€£]))?")
# a number that counts something else is no price
_UNIT = rx(
    r"\s?-?\s?(?:stars?\b|inch(?:es)?\b|in\b(?!\s+(?:total|all|the|a|my|any))|\"|''|cm\b|mm\b|m\b|ft\b|feet\b|foot\b|metres?\b"
    r"|meters?\b|km\b|miles?\b|kg\b|kilos?\b|g\b|grams?\b|lbs?\b|oz\b|ounces?\b|qt\b|quarts?\b"
    r"|litres?\b|liters?\b|l\b|ml\b|gallons?\b|watts?\b|w\b|volts?\b|v\b|mah\b|gb\b|tb\b|mb\b|people\b|persons?\b|man\b|men\b"
    r"|women\b|seater\b|kids?\b|children\b|adults?\b|years?\b|yrs?\b|months?\b|strings?\b|keys?\b|players?\b|lumens?\b"
    r"|nights?\b"
    r"|weeks?\b|days?\b|hours?\b|hrs?\b|minutes?\b|mins?\b|seconds?\b|degrees?\b|pieces?\b|pcs\b|packs?\b|items?\b|products?\b"
    r"|reviews?\b|ratings?\b|times?\b|options?\b|pairs?\b|colou?rs?\b|sizes?\b|percent\b|[%/:°]|[x×*]\s?\d|x\b|out of\b"
    r"|of (?:them|these|those|the)\b|am\b|pm\b|th\b|st\b|nd\b|rd\b|o'?clock)"
)
_SOFT = r"(?:\s*(?:around|about|approx\.?|roughly|say|like|maybe|a price of|the price of|price|the|a|of|is|was|:|=))*\s*"
_BELOW = rx(
    r"(?:(?<![\w])(?:under(?:neath)?|below|beneath|less (?:th[ae]n)|lower than|cheaper than|at most|at the most|no more than"
    r"|not more than|nothing more than|nothing over|nothing above|not over|not above|no higher than|up to|upto|upwards? to"
    r"|max(?:imum)?\.?|maximal|within|not exceeding|doesn'?t exceed|sub|south of|limit|cap(?:ped)? at|ceiling"
    r"|(?:on|have|got|with)?\s*an? (?:[a-z]+ )?budget|budget|price limit"
    r"|(?:spend|pay|go|afford|do)(?:ing)? (?:more than|over|above|past|beyond|higher than)|more expensive than"
    r"|cost (?:more than|over))"
    rf"|<=?|≤)(?:[\s-]*(?:the|of))?{_SOFT}$"
)
_NOT_BEFORE = rx(r"(?:not|n'?t|never|cannot|nothing|no)\s+(?:[a-z']+\s+){0,4}?$")
_ABOVE = rx(
    r"(?:(?<![\w])(?:over|above|more th[ae]n|higher than|at least|from|starting (?:at|from)|starts at|min(?:imum)?\.?"
    r"|upwards of"
    r"|pricier than|no less than|not less than|not under|nothing under|not below|nothing below|north of|exceeding"
    r"|more expensive than)|>=?|≥)(?:\s*of)?\s*$"
)
_ABOUT = rx(
    r"(?:(?<![\w])(?:around|about|abt|approx(?:imately)?\.?|roughly|circa|ca\.?|close to|near(?:ly)?|somewhere (?:around|near)"
    r"|in the (?:region|neighbou?rhood|ballpark) of|ish)|[~≈])(?:\s*(?:the|of|a))?\s*$"
)
_BELOW_BEHIND = rx(
    r"\s*(?:(?:or|and) (?:less|under|below|cheaper|lower)\b|max(?:imum)?\b|tops\b|at (?:the )?most\b|budget\b|limit\b"
    r"|to spend\b"
    r"|(?:and|or) not? (?:a |one )?(?:cent|penny|dollar|more)|is my (?:limit|max|budget)|as (?:a |the )?(?:max|limit))"
)
_ABOVE_BEHIND = rx(r"\s*(?:\+|plus\b|(?:or|and) (?:more|above|over|up|higher|upwards)\b|upwards?\b|minimum\b|min\b|at least\b)")
_ABOUT_BEHIND = rx(r"\s*(?:or so\b|or thereabouts|give or take|-?ish\b|more or less|(?:dollars? |price )?(?:mark|range)\b)")
_FOR = rx(r"\bfor(?: only| just)?\s*$")
_SPEND = rx(
    r"\b(?:spend|pay|afford|budget(?:ed)?|invest|put down|have(?: only| got| just)?|got(?: only| just)?|cost(?:s|ing)?"
    r"|priced at)\s*$"
)
_JOIN = rx(r"\s*(?:-|–|—|to|and|till|until|up to|&|/)\s*")
_LED = rx(
    r"(?:\b(?:between|btw|betw\.?|from|anywhere from|in between|range(?: of| is|:)?|budget(?: of| is|:)?"
    r"|price[sd]?(?: of| is|:| at)?"
    r"|cost(?:s|ing)?|in the|spend(?:ing)?|pay(?:ing)?|for))\s*(?:around|about|roughly)?\s*$"
)
_WEIGHT = rx(r"\b(weigh\w*|heav\w+|light(?:er|weight)|load|capacity|carr(?:y|ies)|hold)\b")
# money that is no wish for a price: what was paid, what shipping costs, what a coupon takes off
_NO_WISH_BEHIND = rx(
    r"\s*(?:gift ?cards?|vouchers?|off\b|discounts?|coupons?|credits?|refund|back\b|fee|charge|bill|invoice|voucher)"
)
_NO_WISH = rx(
    r"\b(?:charged|i paid|paid|we paid|refund\w*|billed|invoice\w*|fees?|customs|credit(?:s|ed)?|deposit|balance"
    r"|cost me|price (?:went|dropped|changed)"
    r"|(?:shipping|delivery|postage) (?:is |be )?(?:free|cost|for|on|if|when|over)|free (?:shipping|delivery|postage)"
    r"|(?:shipping|delivery) (?:costs?|fee|charge)|minimum (?:order|spend|purchase)"
    r"|orders? (?:over|above|of|under|below|for|worth|is|was|total)|(?:was|were|is) (?:only )?(?:[$€£]\s?\d+"
    r"|\d+ (?:dollars|euros)) (?:yesterday|before|last|elsewhere|on))\b"
)


@dataclass(frozen=True)
class Amount:
    """A number that may be a price: [start, end) with its currency. ``about``: "40-ish"."""

    value: float
    start: int
    end: int
    currency: bool
    unit: bool
    about: bool
    spelt: bool


def _amounts(text: str) -> List[Amount]:
    weighs = bool(_WEIGHT.search(text))
    out = []
    for number in numbers(text):
        start, end, currency = number.start, number.end, False
        near = max(0, start - NEAR)
        before = _SIGN_BEFORE.search(text[near:start])
        if before:
            start, currency = near + before.start(), True
        if (start > 0 and text[start - 1] in "#") or (start > 0 and text[start - 1].isalnum()):
            continue
        about = False
        ish = _ISH_CURRENCY.match(text, end)
        behind = _CURRENCY_BEHIND.match(text, end)
        if ish:
            about, end, currency = True, ish.end(), currency or bool(ish.group("money"))
        elif behind and not (weighs and behind.group().strip().lower().startswith("pound")):
            end, currency = behind.end(), True
        unit = not currency and bool(_UNIT.match(text, end))
        if text[end : end + 1] == "%" or (behind and behind.group().strip().lower() == "cents"):
            unit, currency = True, False
        if weighs and behind and behind.group().strip().lower().startswith("pound") and not before:
            unit = True
        out.append(Amount(number.value, start, end, currency, unit, about, number.spelt))
    return out


def prices(text: str) -> Iterator[Pattern]:
    """price_min and price_max in major units. "around 40" is 32 to 48. A weight in pounds and "$5 off" are no price."""
    if _NO_WISH.search(text):
        return
    amounts = _amounts(text)
    i = 0
    while i < len(amounts):
        pair = amounts[i : i + 2]
        if len(pair) == 2 and _is_range(text, *pair):
            low, high = pair[0].value, pair[1].value
            if low < 10 <= high and text[pair[1].start : pair[1].end].lower().rstrip(" $€£").endswith("k"):
                low *= 1000  # "1-2k"
            yield Pattern("price_min", min(low, high), pair[0].start, pair[0].end)
            yield Pattern("price_max", max(low, high), pair[1].start, pair[1].end)
            i += 2
            continue
        yield from _single(text, amounts[i])
        i += 1


def _is_range(text: str, a: Amount, b: Amount) -> bool:
    join = _JOIN.fullmatch(text, a.end, b.start)
    if not join or b.unit or a.about or _NO_WISH_BEHIND.match(text, b.end):
        return False
    led = bool(_LED.search(text[max(0, a.start - NEAR) : a.start]))
    said = join.group().strip().lower()
    if said == "and" and not re.search(
        r"\b(?:between|from|btw|range(?: of)?)\s*(?:around |about )?$", text[max(0, a.start - NEAR) : a.start], re.I
    ):
        return False
    if said in ("/", "&") and not (a.currency or b.currency):
        return False
    if a.currency or b.currency:
        return True
    behind = re.match(r"\s*(?:price )?range\b", text[b.end :], re.I)
    return bool(led or behind) and a.value < b.value and b.value >= 10


def _single(text: str, amount: Amount) -> Iterator[Pattern]:
    if amount.unit or amount.value <= 0 or _NO_WISH_BEHIND.match(text, amount.end):
        return
    kind = _kind(text, amount)
    if kind is None:
        return
    behind = _BELOW_BEHIND.match(text, amount.end) if kind == "below" else None
    value, span = amount.value, (amount.start, behind.end() if behind else amount.end)  # "15 tops" names no tops
    if kind == "above":
        yield Pattern("price_min", value, *span)
    elif kind == "about":
        yield Pattern("price_min", round(value * 0.8, 2), *span)
        yield Pattern("price_max", round(value * 1.2, 2), *span)
    else:
        yield Pattern("price_max", value, *span)


def _kind(text: str, amount: Amount) -> Optional[str]:
    """ "below", "above", "about", or None when the number is no price."""
    before = text[max(0, amount.start - NEAR) : amount.start]
    below, above, about = _BELOW.search(before), _ABOVE.search(before), _ABOUT.search(before)
    sure = amount.currency or _counts_nothing(text, amount)
    if not amount.currency and amount.value < 5:
        return None
    if _BELOW_BEHIND.match(text, amount.end):
        return "below" if sure else None
    if _ABOVE_BEHIND.match(text, amount.end) and not below:
        return "above" if sure else None
    if amount.about or (about and not (below and _hard(below.group()))):
        return "about" if amount.currency or (sure and amount.value >= 10) else None
    if _ABOUT_BEHIND.match(text, amount.end) and (amount.currency or amount.value >= 10) and not below and not above:
        return "about"
    if below:
        if re.search(r"\b(?:within|budget|go|do)\b", below.group(), re.I) and amount.value < 10 and not amount.currency:
            return None
        return "below" if sure else None
    if above:
        negated = _NOT_BEFORE.search(before[: above.start()])
        plain_from = above.group().strip().lower() == "from"
        if plain_from and not amount.currency:
            return None
        return ("below" if negated else "above") if sure else None
    if amount.currency:
        return "below"
    return (
        "below"
        if _SPEND.search(before) and sure and amount.value >= 10 and re.search(r"spend|pay|afford|budget", before, re.I)
        else None
    )


def _hard(said: str) -> bool:
    """A bound that "about" does not soften: "up to about 40" stays a limit, a "budget of about 40" does not."""
    return not re.search(r"\bbudget\b", said, re.I)


_NOUN_BEHIND = re.compile(r"\s+(?P<word>[A-Za-z]+s)\b")
_NO_NOUN = frozenset(
    [
        "is",
        "its",
        "this",
        "plus",
        "less",
        "tops",
        "bucks",
        "dollars",
        "euros",
        "pounds",
        "us",
        "does",
        "was",
        "has",
        "as",
        "yes",
        "pls",
        "thanks",
    ]
)


def _counts_nothing(text: str, amount: Amount) -> bool:
    """Without a currency a number in front of a plural counts it: "over 100 reviews". "under 50 please" does not."""
    noun = _NOUN_BEHIND.match(text, amount.end)
    return noun is None or noun.group("word").lower() in _NO_NOUN
