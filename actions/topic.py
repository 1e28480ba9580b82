"""What the conversation was about last, where it was no product: an order, a code, or an answer of the shop's FAQ. "And
when will it arrive?" goes on with it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.turn import Turn

SLOT = "topic"
ORDER, COUPON, ANSWER = "order", "coupon", "answer"
LONGEST = 12  # words; who writes more says what it is about
_PRODUCTS = ("shown", "focus")
_IT = re.compile(r"\b(?:it|its|it's|that|this|they|them|these|those)\b", re.IGNORECASE)


def remember_order(turn: Turn, order_id: str | None, *, sign_in: bool = False) -> None:
    """``order_id``: None when orders were talked about and none of them was shown. ``sign_in``: they were asked to sign in."""
    turn.remember(SLOT, {"about": ORDER, "id": order_id, **({"sign_in": True} if sign_in else {})})


def asked_to_sign_in(turn: Turn) -> bool:
    """Were they asked to sign in, and is the talk still of orders?"""
    topic = turn.slot(SLOT)
    return is_about(turn, ORDER) and topic.get("sign_in") is True


def remember_code(turn: Turn, code: str | None) -> None:
    turn.remember(SLOT, {"about": COUPON, "id": code})


def remember_answer(turn: Turn, faq_id: str) -> None:
    """An order or a code stays the topic beside the shop's answer: "what if it is late?" and then "where is it?"."""
    topic = turn.slot(SLOT)
    held = topic if isinstance(topic, Mapping) and topic.get("about") in (ORDER, COUPON) else {"about": ANSWER, "id": None}
    turn.remember(SLOT, {**held, "answered": faq_id})


def answered_last(turn: Turn) -> str | None:
    """The entry of the FAQ that was said since the order, the code or the products."""
    topic = turn.slot(SLOT)
    known = topic.get("answered") if isinstance(topic, Mapping) else None
    return known if isinstance(known, str) and known else None


def is_about(turn: Turn, about: str) -> bool:
    topic = turn.slot(SLOT)
    return isinstance(topic, Mapping) and topic.get("about") == about


def named_last(turn: Turn, about: str) -> str | None:
    """The order's number or the code that was talked about last, if that is still the topic."""
    topic = turn.slot(SLOT)
    known = topic.get("id") if isinstance(topic, Mapping) and topic.get("about") == about else None
    return known if isinstance(known, str) and known else None


def close_when_products_came(turn: Turn) -> None:
    """With products shown or looked at, "it" is one of them."""
    if turn.slot(SLOT) is not None and any(e.get("name") in _PRODUCTS and e.get("value") for e in turn.events):
        turn.remember(SLOT, None)


def is_short(turn: Turn) -> bool:
    return bool(turn.text) and len(turn.text.split()) <= LONGEST


def said_of(what: str, text: str) -> str:
    """The text with ``what`` in the place of "it", as one who was not there would have to be asked."""
    said, found = _IT.subn(lambda m: f"{what} is" if m.group().lower() == "it's" else what, text, count=1)
    return said if found else f"{what}: {text}"
