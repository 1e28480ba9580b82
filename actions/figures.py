"""Figures in a text: what a customer could take for a fact and hold the shop to.

Each comes in one spelling, however it was written: "$1,200.00", "1200 dollars" and "€1.200" are "money 1200".
"""

from __future__ import annotations

import re

from retrieval.words import listed

#: Currencies that a bare amount may follow or precede; those that are words too ("TOP 10", "ALL 12") count with cents alone.
_CURRENCIES = (
    "USD|EUR|GBP|CHF|JPY|CNY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|RUB|UAH|TRY|INR|KRW|VND|THB|SGD|HKD|TWD|MYR|IDR|PHP"
    "|ZAR|BRL|MXN|ARS|CLP|ILS|AED|SAR|EGP|NGN|KES|PKR|ISK"
)
_NUMBER_TEXT = r"\d+(?:[.,'\u2019\u00a0\u202f]\d+)*"
_SCALE = r"(?:\s?(?:k|thousand|million)\b)?"
_UNITS = r"dollars?\b|bucks?\b|euros?\b|quid\b|yen\b|usd\b|eur\b|gbp\b|cents?\b"
_MONEY = re.compile(
    rf"(?:\b[A-Z]{{1,2}})?[$€£¥₹₩₺₽฿₫₴₪]\s?{_NUMBER_TEXT}{_SCALE}"
    rf"|\b(?:{_CURRENCIES})\s?{_NUMBER_TEXT}{_SCALE}"
    rf"|\b[A-Z]{{3}}\s\d[\d,]*\.\d\d\b"
    rf"|\b{_NUMBER_TEXT}{_SCALE}\s?-?(?:[$€£¥¢₹₩₺₽฿₫₴₪]|(?i:{_UNITS})|(?:{_CURRENCIES})\b|zł|kr\b)"
)
_SMALL = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SAID = {word: n for n, word in enumerate(listed(_SMALL))} | {word: 10 * n for n, word in enumerate(listed(_TENS), start=2)}
_SAID_NUMBER = rf"(?:{'|'.join(_SAID)}|hundred|thousand)"
_SAID_FIGURE = re.compile(
    rf"\b({_SAID_NUMBER}(?:(?:\s|-|\sand\s){_SAID_NUMBER})*)\s"
    r"(?:(dollars?|bucks?|euros?|quid|yen|cents?)|(?:percent|per cent))\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Whole names and their short forms; of those that are words too ("march 3 miles", "may 20 people") the capital decides.
_MONTH = (
    r"(?:(?i:january|february|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov"
    r"|dec)\b\.?|(?:March|MARCH|Mar|MAR|May|MAY)\b\.?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b|\b(?P<digits>\d{1,2}([./])\d{1,2}\3(?:\d{4}|\d{2}))\b"
    rf"|\b(?P<day>{_DAY})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})(?:,? (?P<year>\d{{4}})\b)?"
    rf"|\b(?P<month2>{_MONTH}) (?P<day2>{_DAY})(?:st|nd|rd|th)?\b(?![.,]?\d)(?:,? (?P<year2>\d{{4}})\b)?"
)
_LINK = re.compile(
    r"\b(?i:https?://|www\.)[^\s)\"”<>]+"
    r"|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|shop|store|biz|info|example|app|dev|xyz|co|eu|uk|de)\b(?:/[^\s)\"”<>]*)?"
)
_CODE = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{3,}\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPACES = re.compile(r"['\u2019\u00a0\u202f]")


def hard_figures(text: str) -> frozenset[str]:
    """Amounts of money, percentages, codes, dates and links."""
    found = {f"money {_amount(m)}" for m in _MONEY.findall(text)}
    found |= {f"percent {_plain(m)}" for m in _PERCENT.findall(text)}
    found |= {_said(m) for m in _SAID_FIGURE.finditer(text)}
    found |= {_date(m) for m in _DATE.finditer(text)}
    found |= {f"link {m.casefold().rstrip('.,;!?/')}" for m in _LINK.findall(text)}
    return frozenset(found | {f"code {m}" for m in _CODE.findall(text)})


def numbers(text: str) -> frozenset[str]:
    """All numbers, whatever they count."""
    return frozenset(_plain(m) for m in _NUMBER.findall(text))


def amounts(text: str) -> frozenset[str]:
    """The amounts of money alone."""
    said = (_said(m) for m in _SAID_FIGURE.finditer(text))
    return frozenset({f"money {_amount(m)}" for m in _MONEY.findall(text)} | {s for s in said if s.startswith("money ")})


def _amount(figure: str) -> str:
    """Of cents a hundredth, of thousands a thousandfold."""
    number, rest = "0", figure
    if digits := re.search(_NUMBER_TEXT, figure):
        number, rest = _decimal(digits.group(), money=True), figure[digits.end() :].casefold()
    if "cent" in rest or "¢" in rest:
        return _shift(number, -2)
    if "million" in rest:
        return _shift(number, 6)
    return _shift(number, 3) if re.match(r"\s?(?:k|thousand)\b", rest) else number


def _plain(figure: str) -> str:
    found = _NUMBER.search(figure)
    return _decimal(found.group(), money=False) if found else ""


def _decimal(figure: str, *, money: bool) -> str:
    """ "1,200.00" → "1200", "1.200,50" → "1200.5". One separator alone parts thousands where three digits follow it (a point
    does so in amounts of money only), else it is the decimal point."""
    figure = _SPACES.sub("", figure)
    marks = re.findall(r"[.,]", figure)
    if not marks:
        return _trim(figure)
    head, _, tail = figure.rpartition(marks[-1])
    if len(marks) == 1:
        thousands = len(tail) == 3 and len(head) <= 3 and not head.startswith("0") and (money or marks[0] == ",")
    else:
        thousands = len(set(marks)) == 1 or marks.count(marks[-1]) > 1
    head = re.sub(r"\D", "", head)
    return _trim(head + tail if thousands else f"{head}.{tail}")


def _trim(number: str) -> str:
    whole, _, rest = number.partition(".")
    rest = rest.replace(".", "").rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _shift(number: str, places: int) -> str:
    whole, _, rest = number.partition(".")
    if places > 0:
        rest = rest.ljust(places, "0")
        return _trim(f"{whole}{rest[:places]}.{rest[places:]}")
    whole = whole.rjust(1 - places, "0")
    return _trim(f"{whole[:places]}.{whole[places:]}{rest}")


def _said(match: re.Match[str]) -> str:
    """ "one hundred and twenty dollars" → "money 120"."""
    total = part = 0
    for word in re.findall(r"[a-z]+", match.group(1).casefold()):
        if word == "hundred":
            part = max(part, 1) * 100
        elif word == "thousand":
            total, part = total + max(part, 1) * 1000, 0
        elif word != "and":
            part += _SAID[word]
    unit = (match.group(2) or "").casefold()
    if not unit:
        return f"percent {total + part}"
    return f"money {_shift(str(total + part), -2) if unit.startswith('cent') else total + part}"


def _date(match: re.Match[str]) -> str:
    """A day named in words stands like one in digits: "March 5, 2026" is 2026-03-05, without its year 03-05."""
    known = match.group("iso") or match.group("digits")
    if known:
        return f"date {known}"
    month = (match.group("month") or match.group("month2"))[:3].casefold()
    day = int(match.group("day") or match.group("day2"))
    year = match.group("year") or match.group("year2")
    return f"date {year + '-' if year else ''}{_MONTHS.index(month) + 1:02d}-{day:02d}"
