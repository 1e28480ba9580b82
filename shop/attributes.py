"""What a customer told of who they are: birthday, sizes, language, whether a student, household…

Kept only while they agree to a profile, shown to them with the rest, and never a feature of any model: no module that scores,
ranks or learns reads them. Two of them may be a promotion's explicit condition: the birthday, and being a student.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

#: Names with a meaning; a shop may have others, which are only kept and shown.
ATTRIBUTES = (
    "age_band", "birthday", "family", "gender", "health", "household", "language", "origin", "sizes", "student",
)  # fmt: skip
#: Characteristics that the law protects. They are conditions of nothing; the birthday says when to congratulate, not how old.
PROTECTED = ("age_band", "birthday", "family", "gender", "health", "household", "origin")
MOST = 40
LONGEST = 200  # characters
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_BIRTHDAY = re.compile(r"^(?:(?P<year>\d{4})-|--)?(?P<month>\d{2})-(?P<day>\d{2})$")
_LEAP_YEAR = 2000


def check_attributes(given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by field; empty = sound."""
    wrong: dict[str, str] = {}
    if len(given) > MOST:
        wrong["attributes"] = f"{MOST} at most"
    for name, value in list(given.items())[:MOST]:
        field = f"attributes.{name[:60]}"
        if not _NAME.match(name):
            wrong[field] = "a name has small letters, digits and underscores"
        elif not value.strip() or len(value) > LONGEST:
            wrong[field] = f"1 to {LONGEST} characters"
        elif name == "birthday" and birthday_of(given) is None:
            wrong[field] = "a day such as 1990-05-17 or 05-17"
        elif name == "student" and value not in ("yes", "no"):
            wrong[field] = "yes or no"
    return wrong


def birthday_of(attributes: Mapping[str, str]) -> tuple[int, int] | None:
    """Month and day, or None."""
    found = _BIRTHDAY.match(attributes.get("birthday", ""))
    if found is None:
        return None
    month, day = int(found["month"]), int(found["day"])
    try:
        date(int(found["year"] or _LEAP_YEAR), month, day)
    except ValueError:
        return None
    return month, day


def days_from_birthday(attributes: Mapping[str, str], today: date) -> int | None:
    """Days to the nearest birthday, before or after; None when it is not known. The 29th of February counts as the 28th in
    years without one."""
    found = birthday_of(attributes)
    if found is None:
        return None
    return min(abs((_in_year(found, today.year + years) - today).days) for years in (-1, 0, 1))


def is_student(attributes: Mapping[str, str]) -> bool:
    return attributes.get("student") == "yes"


def _in_year(birthday: tuple[int, int], year: int) -> date:
    month, day = birthday
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 3, 1) - timedelta(days=1)
