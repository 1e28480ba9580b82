"""Money for people: integer minor units in, a short text out ("$12.40", "€5.00", "¥900")."""

from __future__ import annotations

from typing import TypedDict

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "CAD": "CA$", "AUD": "A$", "CHF": "CHF "}
_NO_MINOR = frozenset({"JPY", "KRW", "VND", "CLP"})


class Money(TypedDict):
    amount: int
    currency: str
    text: str


def minor_digits(currency: str) -> int:
    return 0 if currency in _NO_MINOR else 2


def money_text(amount: int, currency: str) -> str:
    """``money_text(1240, "USD") == "$12.40"``; negative amounts keep the sign in front."""
    sign = "-" if amount < 0 else ""
    digits = minor_digits(currency)
    whole, rest = divmod(abs(amount), 10**digits)
    number = f"{whole:,}" + (f".{rest:0{digits}d}" if digits else "")
    return f"{sign}{_SYMBOLS.get(currency, currency + ' ')}{number}"


def money(amount: int, currency: str) -> Money:
    """The form that blocks and the HTTP contract carry."""
    return {"amount": amount, "currency": currency, "text": money_text(amount, currency)}
