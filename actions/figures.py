"""Figures in a text: what a customer could take for a fact and hold the shop to."""

from __future__ import annotations

import re

_MONEY = re.compile(
    r"(?:CA\$|A\$|CHF|[$€£¥])\s?\d[\d,]*(?:\.\d+)?|\b\d[\d,]*(?:\.\d+)?\s?(?:[€£¥]|dollars?\b|bucks\b|euros?\b|usd\b|eur\b|gbp\b|cents?\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\b\d+(?:\.\d+)?\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s)]+", re.IGNORECASE)
_CODE = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{3,}\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DIGITS = re.compile(r"[^\d.]")


def hard_figures(text: str) -> frozenset[str]:
    """Amounts of money, percentages, codes, dates and links, in one spelling ("$12.00" and "12 dollars" are "money 12")."""
    found = {f"money {_plain(m)}" for m in _MONEY.findall(text)}
    found |= {f"percent {_plain(m)}" for m in _PERCENT.findall(text)}
    found |= {f"date {m.casefold()}" for m in _DATE.findall(text)}
    found |= {f"link {m.casefold().rstrip('.,;')}" for m in _LINK.findall(text)}
    return frozenset(found | {f"code {m}" for m in _CODE.findall(text)})


def numbers(text: str) -> frozenset[str]:
    """All numbers, whatever they count."""
    return frozenset(_plain(m) for m in _NUMBER.findall(text))


def _plain(figure: str) -> str:
    digits = _DIGITS.sub("", figure.replace(",", "")).strip(".")
    whole, point, rest = digits.partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (point + rest if rest else "")
