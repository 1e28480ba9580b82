"""Cells to values. Each raises ``ValueError`` with a short reason, and nothing else, whatever the text."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from shop.money import minor_digits

LONGEST_TEXT = 100_000
LARGEST_AMOUNT = 10**12  # minor units
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TRUE = frozenset({"true", "yes", "y", "1", "on", "t"})
_FALSE = frozenset({"false", "no", "n", "0", "off", "f"})

_SYMBOL = r"[A-Z]{3}|[A-Z]{1,2}\$|[$€£¥]"
_DIGITS = r"[0-9][0-9.,'’\s]*|\.[0-9]+"
_AMOUNT = re.compile(rf"(?P<before>{_SYMBOL})?\s*(?P<minus>[-−(])?\s*(?P<number>{_DIGITS})(?P<after>{_SYMBOL})?\)?")
_SIGNS = {"$": "USD", "US$": "USD", "CA$": "CAD", "C$": "CAD", "A$": "AUD", "AU$": "AUD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_SHARED = {"$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP"}), "¥": frozenset({"JPY", "CNY"})}
_NUMBER_FORMS = (
    (re.compile(r"[0-9]+\.?|[0-9]*\.[0-9]+"), "", "."),  # 12, 12.50
    (re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?"), ",", "."),  # 1,299.00
    (re.compile(r"[0-9]+,[0-9]{1,2}"), "", ","),  # 12,50
    (re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)"), ".", ","),  # 1.299,00
    (re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3}){2,}"), ".", ","),  # 1.299.000
    (re.compile(r"[1-9][0-9]{0,2}( [0-9]{3})+(,[0-9]+)?"), " ", ","),  # 1 299,00
    (re.compile(r"[1-9][0-9]{0,2}([ '][0-9]{3})+(\.[0-9]+)?"), " '", "."),  # 1'299.00
)
_REAL = re.compile(r"[-+]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][-+]?[0-9]{1,3})?")
_EPOCH = re.compile(r"([0-9]{9,19})(\.[0-9]+)?")
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def text(value: str) -> str:
    """Without control characters and outer blanks. Lone surrogates stand for bytes that were no text."""
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"longer than {LONGEST_TEXT:,} characters")
    if _ODD.search(value):
        if _SURROGATE.search(value):
            raise ValueError("bytes that are no text in the file's encoding")
        value = _ODD.sub("", value)
    return value.strip()


def money(value: str, currency: str, *, minor: bool = False) -> tuple[int, str]:
    """Minor units and their currency: the one that a sign in the text names, else ``currency``. ``minor``: counted in cents.

    ``money("$1,299.00", "USD") == (129900, "USD")``; ``money("12,50 €", "USD") == (1250, "EUR")``.
    """
    found = _AMOUNT.fullmatch(re.sub(r"[\u00a0\u202f\u2009]", " ", value.strip()))
    number = None if found is None else _decimal(found["number"].strip().replace("’", "'"))
    if found is None or number is None:
        raise ValueError("not an amount of money")
    if found["minus"]:
        raise ValueError("below 0")
    for sign in (found["before"], found["after"]):
        currency = _named(sign, currency) if sign else currency
    amount = number if minor else number.scaleb(minor_digits(currency))
    if amount > LARGEST_AMOUNT:
        raise ValueError("too large for an amount of money")
    if amount != amount.to_integral_value():
        raise ValueError("a part of a cent" if minor else f"more decimals than {currency} has")
    return int(amount), currency


def _decimal(number: str) -> Decimal | None:
    if len(number) > 40:
        return None
    for form, thousands, point in _NUMBER_FORMS:
        if form.fullmatch(number):
            plain = "".join(character for character in number if character not in thousands)
            return Decimal(plain.replace(point, "."))
    return None


def _named(sign: str, currency: str) -> str:
    if currency in _SHARED.get(sign, ()):
        return currency
    return _SIGNS.get(sign, sign if len(sign) == 3 and sign.isalpha() else currency)


def currency_code(value: str) -> str:
    code = value.strip().upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise ValueError("not a currency of three letters, such as USD")
    return code


def whole(value: str, low: int, high: int) -> int:
    """A whole number; ``12.0`` and ``1,200`` are read too."""
    plain = value.strip()
    negative = plain.startswith(("-", "−"))
    number = _decimal(plain.lstrip("-−+"))
    if number is None or number != number.to_integral_value():
        raise ValueError("not a whole number")
    result = -int(number) if negative else int(number)
    if not low <= result <= high:
        raise ValueError(f"below {low}" if result < low else f"above {high}")
    return result


def real(value: str, low: float, high: float) -> float:
    plain = value.strip()
    result = float(plain.replace(",", ".")) if len(plain) <= 60 and _REAL.fullmatch(plain) else math.nan
    if not math.isfinite(result):
        raise ValueError("not a number")
    if not low <= result <= high:
        raise ValueError(f"below {low:g}" if result < low else f"above {high:g}")
    return result


def flag(value: str) -> bool:
    plain = value.strip().lower()
    if plain in _TRUE or plain in _FALSE:
        return plain in _TRUE
    raise ValueError("neither yes nor no")


def time(value: str) -> datetime:
    """ISO 8601, or seconds, milli-, micro- or nanoseconds since 1970. Without a zone it is UTC."""
    plain = value.strip()
    result: datetime | None = None
    try:
        if epoch := _EPOCH.fullmatch(plain):
            scale = 10 ** (3 * max(0, (len(epoch[1]) - 9) // 3))
            result = _EARLIEST + timedelta(microseconds=int(Decimal(plain) * 10**6 / scale))
        else:
            result = datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", plain))
            result = result.replace(tzinfo=UTC) if result.tzinfo is None else result.astimezone(UTC)
    except (ValueError, OverflowError):
        result = None
    if result is None:
        raise ValueError("not a time such as 2026-03-01T12:30:00Z")
    if not _EARLIEST <= result <= _LATEST:
        raise ValueError("a time before 1970 or after 2200")
    return result


def words(value: str) -> tuple[str, ...]:
    """A list in one cell, parted by bars, semicolons or commas, whichever comes first in this order."""
    mark = next((m for m in "|;," if m in value), None)
    parts = value.split(mark) if mark else [value]
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def web_address(value: str) -> str:
    """``https://…``, ``http://…`` or a path on this server; anything else could run in a customer's browser."""
    if re.match(r"https?://[^\s]+$", value, re.IGNORECASE) or re.match(r"/(?!/)[^\s\\]*$", value):
        return value
    raise ValueError("must start with https:// or /")
