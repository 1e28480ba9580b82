"""Facts that have a form of their own: sizes, widths beside them, and budgets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recommender.stated.fact import canonical

_LETTERS = r"(?:x{0,4}[sl]|m|[2-5]xl|[2-5]x)"
_WORDS = r"(?:extra[- ]small|extra[- ]large|x-?large|x-?small|small|medium|large|double xl)"
_NUMBER = r"(?:\d{1,2}(?:[.,]5)?(?: 1/2)?(?![\d.,]*\d|\s?(?:%|[$€£])))"
_SYSTEM = r"(?:(?:uk|us|eu|eur)\s?)"
_SPELT = {
    **{
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
    },
}
_VALUE = (
    rf"(?P<system>{_SYSTEM})?(?P<value>{_WORDS}|{_LETTERS}|{_NUMBER}"
    rf"|{'|'.join(_SPELT)})(?P<half> and a half)?(?P<behind>\s?(?:uk|us|eu)\b)?(?![\w])"
)
#: what follows a number that is no size: "a 9 year old", "10 of them"
_NO_SIZE = (
    r"(?!\s*(?:-?\s?year|yr|month|week|day|hour|minute|of\b|people|person|pack|piece|pair|percent|%|inch"
    r"|in(?:ches)?\b(?! )|cm|mm|kg|lbs?\b|oz"
    r"|litre|liter|l\b|dollar|buck|euro|pound|quid|star|am\b|pm\b|times|x\b|/\d|kids|children|ft|feet\b|foot\b|gb"
    r"|bit\b|amount|fan\b|number|problem|question|order|one\b|family|print|batch"
    r"|man\b|woman|guy|girl|boy|child|size\b|business|team|group|company|part|bag|gift|present|budget|apartment|flat"
    r"|car|dog|town|house))"
)
_PERSON = r"(?:i|he|she|they|we|who|son|daughter|dad|mom|mum|wife|husband|brother|sister|boyfriend|girlfriend|friend|kid)"
_SIZES = (
    re.compile(
        r"\b(?P<system>uk|us|eu|eur)\s?(?:size\s?|mens |womens |men's "
        r"|women's )?(?P<value>\d{1,2}(?:[.,]5)?)(?P<half>)(?P<behind>)(?!\w|[.,]\d)"
    ),
    re.compile(
        rf"\b(?:mine|his|hers)(?:'s| is| are)(?: usually| about)? (?:a |an )?(?P<system>)(?P<value>{_WORDS}|{_LETTERS}"
        rf"|{_NUMBER})"
        rf"(?P<half>)(?P<behind>)(?!\w){_NO_SIZE}"
    ),
    re.compile(
        rf"\b(?:usually|normally|always|typically|mostly) (?:order|buy|get|go for|need|choose|fit|go with)s? (?:a |an |the )?"
        rf"(?P<system>)(?P<value>{_WORDS}|{_LETTERS}|{_NUMBER})(?P<half>)(?P<behind>)(?!\w){_NO_SIZE}"
    ),
    re.compile(
        rf"\b(?:a|an) (?P<system>)(?P<value>{_WORDS}|{_LETTERS}|{_NUMBER})(?P<half>)(?P<behind>)"
        r" (?:should |would |usually |always |normally )?fits? (?:me|him|her)\b"
    ),
    re.compile(
        rf"\b(?:sizes?|sz)(?: up to| down to)?\b(?: (?:is|are|in|of|would be|about|around|usually|normally|always|a|an"
        rf"|:|=|he wears"
        rf"|she wears|i wear|i'm|i am))*(?:'s)?\s*:?\s*{_VALUE}"
    ),
    re.compile(
        rf"\b(?:men'?s|women'?s|ladies|youth|kids|boys|girls|junior)'? (?:size )?(?P<system>)(?P<value>{_WORDS}"
        rf"|{_LETTERS}|{_NUMBER})"
        rf"(?P<half>)(?P<behind>)(?=\s*(?:$|[,.;!?])|\s(?:please|and|or|wide|narrow|extra|in|usually)\b)"
    ),
    re.compile(rf"\bbetween (?:an? |sizes? )?{_VALUE}(?= and (?:an? )?(?:{_LETTERS}|{_WORDS}|{_NUMBER})(?:$|[^\w]))"),
    re.compile(
        rf"\b(?:wears?|wearing|takes?|am usually|usually)(?: (?:usually|normally|about|around|always|either|like|only"
        rf"|mostly|now|a|an|the|in|just|kids|men's|women's|mens|womens))*\s+{_VALUE}{_NO_SIZE}"
    ),
    re.compile(
        rf"\b{_PERSON}(?:'m| am|'s| is|'re| are)(?: (?:usually|normally|about|around|always|more of|like|typically"
        rf"|mostly|between|now|just|probably|definitely|actually|generally|either|often|at|in))*\s+(?:a|an)\s+(?:men's "
        rf"|women's |mens |womens |ladies |kids )?{_VALUE}{_NO_SIZE}"
    ),
    re.compile(
        rf"\b(?:feet|foot|shoes?|waist|chest|neck|collar|hat|ring|shirts?|jeans|trousers|pants|dress|bra|head|inseam"
        rf"|jackets?|tops?)(?: size)? (?:is|are|size|in)(?: (?:usually|normally|about|around|a|an"
        rf"|like))*\s*{_VALUE}{_NO_SIZE}"
    ),
    re.compile(r"(?<![\w$€£.])(?P<system>)(?P<value>\d{1,2}(?:[.,]5)?)(?P<half>)(?P<behind>\s?(?:uk|us|eu))\b"),
    re.compile(
        rf"(?<!['’\w])(?P<system>)(?P<value>{_LETTERS}|{_WORDS}|{_NUMBER})(?P<half>)(?P<behind>) (?:waist|shoe|shoes"
        rf"|in (?:shoes"
        rf"|shirts|tops|most|dresses|jeans|men's|women's|mens|womens|trousers|pants|jackets|tees|t-shirts|nike|adidas"
        rf"|everything))\b"
    ),
    re.compile(
        rf"\b(?:need|want|get|like|prefer|fits?|in)(?: (?:it|them|one|something|the|a|an|usually|always|in|best"
        rf"|me))*\s(?P<system>)(?P<value>(?:xx?s|xx?x?l|[2-5]xl|m|l|s)|{_WORDS})(?P<half>)(?P<behind>)(?=\s*(?:$"
        rf"|[,.;!?])|\s(?:please|and|or|but|in|for|with|usually|best)\b)"
    ),
    re.compile(
        r"(?<![\w'-])(?P<system>)(?P<value>xx?s|xx?x?l|[2-5]xl|extra[- ]large"
        r"|extra[- ]small)(?P<half>)(?P<behind>)(?![\w'-])"
    ),
    re.compile(
        rf"^\W*(?:a |an )?(?P<system>)(?P<value>{_WORDS}|[sml])(?P<half>)(?P<behind>)(?:,? please| usually| for me)?\W*$"
    ),
    re.compile(
        r"(?<![\w$€£.])(?P<system>)(?P<value>\d{1,2}[.,]5)(?P<half>)(?P<behind>)(?! ?(?:%|[$€£]|stars?|inch|cm|mm|kg"
        r"|lbs?|oz|l\b|litre|liter|m\b|ft|hours?|dollars|bucks|out of|percent|years?|miles|km))(?![\w.]|,\d)"
    ),
    re.compile(
        r"(?<![\w$€£.])(?P<system>)(?P<value>\d{1,2})(?P<half>)(?P<behind>)(?=,? (?:extra |very |double )?(?:wide"
        r"|narrow)\b)"
    ),
    re.compile(r"\b(?P<system>)(?P<value>\d{2} ?[x/] ?\d{2}|\d{2}[a-h]{1,2})(?P<half>)(?P<behind>)\b(?! ?(?:cm|mm|inch))"),
)
_ALSO = re.compile(
    rf"\s*(?:,|or|and|/|-|to|,\s*(?:sometimes|or|and)|sometimes|(?:or|but|and) (?:sometimes|occasionally|maybe)|or a"
    rf"|or even|or an)\s*(?:a "
    rf"|an )?(?P<value>{_LETTERS}|{_WORDS}|{_NUMBER})(?![\w$€£%]|[.,]\d){_NO_SIZE}"
)
_TOO = re.compile(r"\b(?:too|so|very|really|is|are|how|runs?|a bit|pretty|quite|was|were|it's|they're|that)\s+$")


@dataclass(frozen=True)
class Measure:
    attribute: str
    value: str
    start: int
    end: int


def sizes(text: str) -> Iterator[Measure]:
    """Sizes as said, in ``canonical`` writing: "9", "xl", "uk 9", "10.5"."""
    taken: list[tuple[int, int]] = []
    for pattern in _SIZES:
        for match in pattern.finditer(text):
            start, end = match.span("value")
            if any(start < b and a < end for a, b in taken):
                continue
            if (
                re.match(r"small|large|medium", match["value"])
                and _TOO.search(text[:start])
                and not re.search(r"\bsize (?:is )?$", text[:start])
            ):
                continue
            taken.append((start, match.end()))
            yield Measure(
                "size",
                _size(match["value"], (match["system"] or "") + (match["behind"] or ""), bool(match["half"])),
                start,
                match.end(),
            )
            also = _ALSO.match(text, match.end())
            if also and _same_kind(match["value"], also["value"]):
                taken.append(also.span("value"))
                yield Measure("size", _size(also["value"], match["system"] or "", False), *also.span("value"))


def _same_kind(one: str, other: str) -> bool:
    return one[0].isdigit() == other[0].isdigit()


def _size(value: str, system: str, half: bool) -> str:
    said = value.replace(",", ".").replace(" 1/2", ".5").replace(" ", "") if value[0].isdigit() else value
    said = str(_SPELT.get(said, said)) + (".5" if half else "")
    named = system.strip().replace("eur", "eu")
    return canonical("size", f"{named} {said}".strip())


_AMOUNT = r"(?P<{0}>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d\d?)?)(?P<{0}k>k\b)?"
_SIGN = r"(?:[$€£]\s?)"
_UNIT = r"\s?(?:dollars?|bucks?|euros?|eur|usd|gbp|pounds?|quid|[$€£])"
_NOT_MONEY = (
    r"(?!\s*(?:-?\s?years?|yrs?|kgs?|kilos?|lbs?|grams?|g\b|cm|mm|m\b|km|miles?|inch|inches|ft|feet|litres?|liters?"
    r"|l\b|oz|ml|hours?|hrs?|minutes?|mins?"
    r"|days?|weeks?|months?|people|persons?|degrees?|°|%|percent|stars?|reviews?|pieces?|watts?|w\b|lumens?|years old"
    r"|gb|items|pages|of them|a\.?m|p\.?m))"
)
_MONEY = rf"{_SIGN}?{_AMOUNT.format('a')}(?P<unit>{_UNIT})?(?![\d\w]){_NOT_MONEY}"
_UNDER = re.compile(
    rf"\b(?P<cue>under|below|less than|no more than|not more than|up to|at most|not over|nothing over|nothing above"
    rf"|within|cheaper than|max(?:imum)?(?: of| is)?|tops"
    rf"|(?:don't|do not|can't|won't|not) (?:want to |going to |able to )?(?:spend|pay|go"
    rf"|afford)(?: to spend)? (?:more than|over|above|beyond)|not (?:spend|spending|pay|paying) (?:more than|over"
    rf"|above)|limit(?: of| is|:)?|cap of|sub|not a (?:cent|penny|dollar|euro) (?:over|more than|above)"
    rf"|keep it (?:under|below))\s*(?:about |around |than |like )?{_MONEY}"
)
_MAX = re.compile(
    rf"(?<![\w.]){_MONEY}\s*(?:max(?:imum)?|or less|or under|or below|or cheaper|tops|at most|at the most|at max|limit"
    rf"|top)\b"
)
_RANGE = re.compile(
    rf"(?<![\w.])(?P<cue>between|from)?\s*(?P<sign>{_SIGN})?{_AMOUNT.format('a')}(?P<unit1>{_UNIT})?\s*(?:-|to"
    rf"|and)\s*(?P<sign2>{_SIGN})?{_AMOUNT.format('b')}(?P<unit>{_UNIT})?(?![\d\w]|-\d)"
    + _NOT_MONEY
    + r"(?!\s*(?:years?|months?|size))"
)
_AROUND = re.compile(
    rf"\b(?:around|about|roughly|approx(?:imately)?|circa|somewhere around|ish|or so)\s*{_MONEY}"
    rf"|(?<!\w)~\s*{_MONEY.replace('<a>', '<c>').replace('<ak>', '<ck>').replace('<unit>', '<unit2>')}"
)
_OVER = re.compile(rf"\b(?:over|above|more than|at least|from|minimum)\s*{_MONEY}")
_IS = re.compile(
    rf"\b(?:budget(?:'s| is| of|:)?(?: (?:about|around|roughly|like|only|strictly|of|is|max|for this|for it|would be"
    rf"|set at))*|(?:can|could) (?:stretch|go|go as high|push it) (?:to|up to|as)|(?:can|could|will|i'll|want to|only"
    rf"|able to|happy to|looking to|willing to|going to|got|have|have got"
    rf"|have only|only have|have about) (?:only |about |around )*(?:spend|pay|afford)?(?: (?:up to|about|around|roughly"
    rf"|only|max|maximum))*)\s*{_MONEY}"
)
_SPOKEN = re.compile(
    r"\b(?:anywhere from|somewhere from|stretch to|budget|spend\w*|pay\w*|afford|cost\w*|price\w*|cheap\w*|money)\b"
)
_MY_MOST = re.compile(rf"(?<![\w.]){_MONEY} (?:is|would be) (?:my|the|our) (?:max\w*|limit|budget|cap|most|ceiling|top)\b")
_A_SUM = 20  # from here on "around 150" at the end of a sentence is money
_BEFORE_BUDGET = re.compile(rf"(?<![\w.]){_MONEY} budget\b")
_CHEAP = re.compile(
    r"\bcheap and cheerful\b|^\W*(?:something )?(?:cheap|affordable)(?: please)?\W*$|\b(?:(?:not|n't) (?:looking for"
    r"|want|need) (?:anything|something) (?:too |very |that )?(?:expensive|pricey"
    r"|costly)\b|(?:on a|a|my) (?:really |very |pretty |bit of a )*(?:tight|low|small|limited|student|shoestring|tiny"
    r"|modest) budget|(?:i'm|am|we're|are|i am|he's|she's) on a budget|on a budget|budget is (?:really |very |pretty "
    r"|quite )*(?:tight|low|small|limited|modest)"
    r"|(?:nothing|not)(?: \w+)? (?:too |very |so |that |super |over|overly )?(?:expensive|pricey|costly|dear)\b"
    r"|(?:something|anything|things|stuff|one|ones) (?:really |very |pretty |quite |nice and |nice but "
    r"|good but )*(?:cheap|affordable|inexpensive|budget[- ]friendly|low[- ]cost)\b"
    r"|(?:can't|don't want to|won't|not able to) (?:afford|spend|pay) (?:much|a lot|too much|a fortune)|(?:broke"
    r"|skint)\b|(?:needs? to be|got to be|must be|has to be|should be|keep it|want it|prefer(?: it)?(?: to be)?|preferably"
    r"|ideally|rather|as) (?:as )?(?:cheap|affordable|inexpensive|budget[- ]friendly)\b|cheap(?:er)? (?:please"
    r"|is (?:good|fine|better|best))"
    r"|(?:i|we) (?:only |usually |always |just )*(?:buy|want|need|like|prefer|look for|go for) (?:the )?(?:cheap"
    r"|cheapest|affordable|budget|inexpensive)\b|(?:looking for|need|want) (?:a |some )?(?:cheap|affordable"
    r"|inexpensive|budget[- ]friendly|budget)\b|money is tight|don't have (?:much|a lot of) money|(?:cheap|affordable"
    r"|inexpensive|budget-friendly) (?:gift|present)|don't like expensive)"
)
_NO_BUDGET = re.compile(r"\b(?:shipping|delivery|orders?|discount|coupon|points?|refund|invoice|charged|paid|off)\b")


def budgets(text: str) -> Iterator[Measure]:
    """What may be spent: "under 50", "50-100", "around 80", "over 20", "cheap"."""
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        if any(start < b and a < end for a, b in taken):
            return False
        taken.append((start, end))
        return True

    for match in _RANGE.finditer(text):
        money = match["sign"] or match["sign2"] or match["unit"] or match["unit1"]
        low, high = _number(match, "a"), _number(match, "b")
        if (
            money
            or (match["cue"] == "between" and float(high) > 15 and "size" not in text)
            or (_SPOKEN.search(text) and float(high) > 15)
        ) and float(low) < float(high):
            joined = text[match.end("a") : match.start("b")]
            if ("and" in joined and match["cue"] != "between") or not free(*match.span()):
                continue
            yield Measure("budget", f"{low}-{high}", *match.span())
    for pattern, word in (
        (_UNDER, "under"),
        (_MAX, "under"),
        (_MY_MOST, "under"),
        (_BEFORE_BUDGET, "under"),
        (_AROUND, "around"),
        (_IS, "under"),
        (_OVER, "over"),
    ):
        for match in pattern.finditer(text):
            name = "a" if match["a"] else "c"
            amount = _number(match, name)
            sure = bool(match.groupdict().get("unit") or re.search(r"[$€£]", match.group()))
            spoken = _SPOKEN.search(text) is not None
            ends = re.match(r"\s*(?:$|[.,!?])", text[match.end() :]) is not None and float(amount) >= _A_SUM
            a_sum = pattern is _AROUND and ends and "size" not in text
            if not sure and not spoken and not a_sum and pattern in (_AROUND, _OVER):
                continue
            if not sure and pattern is _IS and not _SPOKEN.search(match.group()):
                continue
            if not sure and pattern is _MAX and float(amount) <= 15 and not spoken:
                continue
            if not sure and pattern is _UNDER and not spoken and float(amount) <= 5:
                continue
            if _NO_BUDGET.search(text[max(0, match.start() - 24) : match.end() + 16]) and not _SPOKEN.search(text):
                continue
            if free(*match.span()):
                yield Measure("budget", f"{word} {amount}", *match.span())
    if not taken:
        for match in _CHEAP.finditer(text):
            yield Measure("budget", "cheap", *match.span())
            return


def _number(match: re.Match[str], name: str) -> str:
    value = float(match[name].replace(",", "")) * (1000 if match[f"{name}k"] else 1)
    return f"{value:g}" if value < 1e6 else str(int(value))
