""" "Under 40 euros" in a shop that sells in dollars: the figure is taken as one of the shop's currency, and that is said."""

from __future__ import annotations

import re

from actions.turn import Turn

_PRICES = ("price_min", "price_max")
_SAID = {
    "EUR": re.compile(r"€|\b(?:euros?|eur)\b", re.IGNORECASE),
    "GBP": re.compile(r"£|\b(?:pounds? sterling|gbp|quid|\d+ pounds)\b", re.IGNORECASE),
    "USD": re.compile(r"(?<![A-Z])\$|\b(?:dollars?|usd|bucks)\b", re.IGNORECASE),
    "JPY": re.compile(r"¥|\b(?:yen|jpy)\b", re.IGNORECASE),
}
_CALLED_DOLLAR = frozenset(("AUD", "CAD", "NZD", "SGD", "HKD", "MXN"))  # "$" and "dollars" say these there


def other_currency(text: str, own: str) -> bool:
    said = {code for code, pattern in _SAID.items() if pattern.search(text)}
    if "USD" in said and own in _CALLED_DOLLAR:
        said.discard("USD")
    return bool(said) and own not in said


def say_own_currency(turn: Turn, own: str) -> None:
    """Once it is answered, where the message named a price in another currency."""
    priced = any(e.get("entity") in _PRICES for e in turn.entities)
    if priced and not turn.pressed and turn.dispatcher.messages and other_currency(turn.text, own):
        turn.say("utter_own_currency", currency=own)
