"""Days and spans of days in a text ("by friday", "dec 3rd", "two weeks ago", "next week"), as ISO days or ``from/to``.

A weekday is the next one to come; "last", or an order that lies behind ("I ordered on monday"), makes it the one before. A day
without a year is the nearest one. Weeks begin on Monday.
"""

import calendar
import re
from datetime import date, timedelta
from typing import Callable, Iterator, List, Optional, Tuple

from components.pattern import Pattern, rx

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "couple of": 2, "a couple": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "a few": 3,
}  # fmt: skip
_DAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday|nsday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)\b(?!s)"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\b\.?"
)
_NTH = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:,?\s*(?P<year>20\d\d))?"
_COUNT = r"(?P<n>\d{1,3}|a couple(?: of)?|couple of|a few|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_UNIT = r"(?P<unit>days?|weeks?|months?|years?)"
_AT = (
    r"(?:by|before|until|till|on|at|from|after|since|around|for|this|next|last|coming|past|latest|in time for"
    r"|arriv\w+|deliver\w*|come)"
)
_BACK = rx(
    r"\b(?:ordered|bought|purchased|placed|paid|arrived|came|got|received|shipped|sent|delivered|returned|since|was"
    r"|were|should have"
    r"|supposed to|have been|had|did|went|last|past|ago)\b[^.!?;]*$"
)
_AHEAD = rx(
    r"\b(?:by|before|until|till|need|will|can|could|next|coming|want|would|arrive|leave|leaving|is it|be here)\b[^.!?;]*$"
)

_SAYS_WHEN = rx(r"\b(?:by|before|until|till|on|after|since|from|ordered|bought|date|arriv\w*|deliver\w*|due|the)\s+(?:the )?$")

_Read = Callable[[str, "re.Match[str]", date], Optional[str]]


def _span(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"


def _lies_behind(text: str, match: "re.Match[str]") -> bool:
    """What was said before decides: the verb that stands closest."""
    before = text[: match.start()]
    back, ahead = _BACK.search(before), _AHEAD.search(before)
    if back is None or ahead is None:
        return back is not None
    return _last_start(_BACK, before) > _last_start(_AHEAD, before)


def _last_start(pattern: "re.Pattern[str]", text: str) -> int:
    """Where the last word stands that ``pattern`` may begin with."""
    found, at = pattern.search(text), -1
    while found:
        at = found.start()
        found = pattern.search(text, at + 1)
    return at


def _on(year: int, month: int, day: int) -> Optional[date]:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(text: str, match: "re.Match[str]", month: int, day: int, today: date) -> Optional[date]:
    """That day of this year, the last or the next; before or after today where the sentence says so."""
    days = [d for year in (today.year - 1, today.year, today.year + 1) if (d := _on(year, month, day))]
    if not days:
        return None
    if _lies_behind(text, match):
        days = [d for d in days if d <= today] or days
    elif _AHEAD.search(text[: match.start()]):
        days = [d for d in days if d >= today] or days
    return min(days, key=lambda d: abs((d - today).days))


def _iso(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    found = _on(int(match.group("year")), int(match.group("m")), int(match.group("d")))
    return found.isoformat() if found else None


def _slashed(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    """Month first, as in the United States, unless only day first is a date; with points day first."""
    first, second = int(match.group("a")), int(match.group("b"))
    month, day = (second, first) if match.group("sep") == "." or first > 12 else (first, second)
    year = match.group("year")
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    if not year and match.group("sep") == "/" and second <= 12 and not _SAYS_WHEN.search(text[: match.start()]):
        return None  # "4/5 or better", "1/2 cup"
    full = int(year) + (2000 if len(year) == 2 else 0) if year else 0
    found = _on(full, month, day) if year else _nearest(text, match, month, day, today)
    return found.isoformat() if found else None


def _named(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    month, day = _MONTHS.index(match.group("month")[:3].lower()) + 1, int(match.group("day"))
    year = match.group("year")
    found = _on(int(year), month, day) if year else _nearest(text, match, month, day, today)
    return found.isoformat() if found else None


def _month(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    month = _MONTHS.index(match.group("month")[:3].lower()) + 1
    year = today.year
    if match.group("year"):
        year = int(match.group("year"))
    elif (
        (match.group("which") and match.group("which").lower() == "last")
        or match.group("lead").lower() == "from"
        or _lies_behind(text, match)
    ):
        year -= month > today.month or (bool(match.group("which")) and month == today.month)
    elif month < today.month:
        year += 1
    return _span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _nth(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    """ "by the 5th": of this month, or of the next when it is over."""
    day = int(match.group("day"))
    back = _lies_behind(text, match)
    step = -1 if back else 1
    for months in range(0, 4):
        at = today.year * 12 + today.month - 1 + step * months
        found = _on(at // 12, at % 12 + 1, day)
        if found and (found <= today if back else found >= today):
            return found.isoformat()
    return None


def _near(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    word = re.sub(r"\s+", " ", match.group("near").lower())
    if "before yesterday" in word:
        days = -2
    elif "after" in word:
        days = 2
    elif word.startswith("y"):
        days = -1
    else:
        days = 1 if word.startswith("tom") or word in ("2morrow", "tmrw", "tmr", "tmw") else 0
    return (today + timedelta(days)).isoformat()


def _weekday(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    wanted = _WEEKDAYS.index(match.group("weekday")[:3].lower())
    which = (match.group("which") or "").lower()
    ahead = (wanted - today.weekday()) % 7 or 7
    if match.group("week"):  # "friday next week"
        weeks = {"next": 1, "last": -1}.get(match.group("week").split()[0].lower(), 0)
        return (today - timedelta(today.weekday()) + timedelta(7 * weeks + wanted)).isoformat()
    if which in ("last", "past") or (which != "next" and which != "this" and which != "coming" and _lies_behind(text, match)):
        return (today - timedelta((today.weekday() - wanted) % 7 or 7)).isoformat()
    return (today + timedelta(ahead)).isoformat()


def _period(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    which = {"next": 1, "coming": 1, "last": -1, "past": -1}.get(match.group("which").lower(), 0)
    unit = match.group("unit").lower()
    monday = today - timedelta(today.weekday())
    if unit == "week":
        return _span(monday + timedelta(7 * which), monday + timedelta(7 * which + 6))
    if unit == "weekend":
        if match.group("which").lower() in ("coming", "the"):
            which = 0
        return _span(monday + timedelta(7 * which + 5), monday + timedelta(7 * which + 6))
    at = today.year * 12 + today.month - 1 + which
    if unit == "month":
        year, month = at // 12, at % 12 + 1
        return _span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return _span(date(today.year + which, 1, 1), date(today.year + which, 12, 31))


def _end(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    unit, which = match.group("unit").lower(), (match.group("which") or "").lower()
    step = 1 if which == "next" else 0
    if unit == "week":
        return (today - timedelta(today.weekday()) + timedelta(7 * step + 6)).isoformat()
    if unit == "year":
        return date(today.year + step, 12, 31).isoformat()
    at = today.year * 12 + today.month - 1 + step
    return date(at // 12, at % 12 + 1, calendar.monthrange(at // 12, at % 12 + 1)[1]).isoformat()


def _away(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    said = match.group("n").lower()
    count = int(said) if said.isdigit() else _COUNTS[said]
    sign = -1 if match.groupdict().get("ago") else 1
    unit = match.group("unit").lower()
    try:
        if unit.startswith(("day", "week")):
            return (today + timedelta(sign * count * (7 if unit.startswith("week") else 1))).isoformat()
        at = today.year * 12 + today.month - 1 + sign * count * (12 if unit.startswith("year") else 1)
        last = calendar.monthrange(at // 12, at % 12 + 1)[1]
        return date(at // 12, at % 12 + 1, min(today.day, last)).isoformat()
    except (OverflowError, ValueError):
        return None


def _feast(text: str, match: "re.Match[str]", today: date) -> Optional[str]:
    name = re.sub(r"[\s'’-]+", "", match.group("feast").lower())
    fixed = {"christmaseve": (12, 24), "xmaseve": (12, 24), "christmas": (12, 25), "xmas": (12, 25),
             "newyearseve": (12, 31), "nye": (12, 31),
             "newyear": (1, 1), "newyears": (1, 1), "newyearsday": (1, 1), "valentinesday": (2, 14), "valentines": (2, 14),
             "valentineday": (2, 14), "halloween": (10, 31)}  # fmt: skip
    name = name[:-3] if name in ("christmasday", "xmasday") else name
    back = _lies_behind(text, match)

    def of(year: int) -> date:
        if name in fixed:
            return date(year, *fixed[name])
        first = date(year, 11, 1)
        thursday = first + timedelta((3 - first.weekday()) % 7 + 21)
        return thursday + timedelta({"blackfriday": 1, "cybermonday": 4}.get(name, 0))

    days = [of(today.year + step) for step in (-1, 0, 1)]
    return (max(d for d in days if d <= today) if back else min(d for d in days if d >= today)).isoformat()


_NOT_DAYS = (
    r"(?!\s*(?:trip|trips|bag|bags|away|use|wear|getaway|hike|hikes|camping|offer|deal|deals|lights?|gifts?"
    r"|presents?|tree|decorations?|sale|sales|stocking|jumper|sweater|party))"
)
_FORMS: List[Tuple["re.Pattern[str]", _Read]] = [
    (rx(r"(?<![\d-])(?P<year>20\d\d)-(?P<m>0?[1-9]|1[0-2])-(?P<d>3[01]|[12]\d|0?[1-9])(?![\d-])"), _iso),
    (rx(rf"\b(?:the\s+)?{_NTH}(?:\s+of)?\s+{_MONTH}{_YEAR}(?!\s+\d)"), _named),
    (rx(rf"\b{_MONTH}\s+(?:the\s+)?{_NTH}\b(?!\s*(?:stars?|pieces?|of|people|[$€£%]|dollars|bucks)){_YEAR}"), _named),
    (
        rx(
            r"(?<![\w/.$€£-])(?P<a>3[01]|[12]\d|0?[1-9])(?P<sep>/)(?P<b>3[01]|[12]\d|0?[1-9])(?:/(?P<year>20\d\d"
            r"|\d\d))?(?![\w/]|\s?(?:inch|in\b|\"|cm|mm|stars?|cup))"
        ),
        _slashed,
    ),
    (
        rx(
            r"(?<![\w/.$€£-])(?P<a>3[01]|[12]\d|0?[1-9])(?P<sep>\.)(?P<b>1[0-2]|0?[1-9])\.(?P<year>20\d\d"
            r"|\d\d)?(?!\d)(?=\s|$|[,?!)])"
        ),
        _slashed,
    ),
    (
        rx(
            r"\b(?P<near>(?:the )?day after tomorrow|(?:the )?day before yesterday|to?mm?orr?ow|2morrow|tmrw|tmw"
            r"|yesterday|today|tonight)\b(?!['’]s (?:price|offer|deal|world))"
        ),
        _near,
    ),
    (rx(r"\bend of (?:the|this|(?P<which>next)) (?P<unit>week|month|year)\b"), _end),
    (rx(rf"\b(?P<which>next|this|coming|last|past|the)\s+(?P<unit>weekend)\b{_NOT_DAYS}"), _period),
    (
        rx(
            rf"\b(?:(?P<which>next|this(?: coming)?|coming|last|past)\s+)?{_DAY}(?P<week>\s+(?:next|this"
            rf"|last) week)?{_NOT_DAYS}"
        ),
        _weekday,
    ),
    (
        rx(r"\b(?P<which>next|this|coming|last|past)\s+(?P<unit>week|month|year)\b(?!['’]?s?\s+(?:model|version|collection))"),
        _period,
    ),
    (rx(rf"\b{_COUNT}\s+{_UNIT}\s+(?P<ago>ago|back\b(?! guarantee))"), _away),
    (rx(rf"\b(?<!with)in\s+(?:about\s+)?{_COUNT}\s+{_UNIT}(?:['’]? time)?\b"), _away),
    (rx(rf"\b{_COUNT}\s+{_UNIT}\s+from (?:now|today)\b"), _away),
    (
        rx(
            r"\b(?P<feast>christmas eve|christmas(?: day)?|xmas(?: eve)?|new year['’]?s? eve|nye"
            r"|new year['’]?s?(?: day)?|valentine['’]?s?(?: day)?"
            rf"|halloween|black friday|cyber monday|thanksgiving)\b{_NOT_DAYS}"
        ),
        _feast,
    ),
    (rx(rf"\b(?P<lead>{_AT}|in)\s+(?:(?P<which>next|this|last)\s+)?{_MONTH}{_YEAR}(?!\s*\d)"), _month),
    (
        rx(
            r"\b(?:by|before|until|till|on|after|since|from|for)\s+the\s+(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd"
            r"|th)\b(?!\s+(?:one|item|product|option|result|floor|of)\b)"
        ),
        _nth,
    ),
]
_AMBIGUOUS = frozenset(["mon", "sat", "sun", "wed", "fri", "tue", "thu", "mar", "may", "tues", "thur", "thurs", "weds"])


def dates(text: str, today: date) -> Iterator[Pattern]:
    """``date``: an ISO day, or the first and the last day of a span with "/" between."""
    taken: List[Tuple[int, int]] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            groups = match.groupdict()
            short = (groups.get("weekday") or "").lower()
            if short in _AMBIGUOUS and not groups.get("which") and not re.search(rf"\b{_AT}\s+$", text[: match.start()], re.I):
                continue  # "the sun", "I sat"
            if (
                read is _month
                and groups["lead"].lower() in ("for", "at", "of", "around", "come")
                and groups["month"].lower() in ("may", "mar")
            ):
                continue
            if read is _feast and not re.search(rf"\b{_AT}\s+(?:the\s+)?$", text[: match.start()], re.I):
                continue  # "christmas lights"
            value = read(text, match, today)
            if value is not None:
                taken.append(match.span())
                yield Pattern("date", value, *match.span())
