"""Which product a message is about: a pressed card, "the second one", "the red one", a name, what was looked at last, or the
page one is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.services.cards import payload
from actions.turn import Turn
from shop import blocks
from shop.catalogue import Product

OFFERED = 4  # products to choose from


@dataclass(frozen=True)
class Reference:
    """``product_id``, or the response that asks for it with its values, and the products it may be."""

    product_id: str | None
    ask: str = ""
    values: tuple[tuple[str, object], ...] = ()
    among: tuple[Product, ...] = ()


def ordinal(value: Any, shown: int) -> int | None:
    """The position meant, counted from 0; −1 and "last" mean the last one. None when it is no number of one shown."""
    if isinstance(value, str):
        text = value.strip().lower()
        if text in ("last", "the last", "last one"):
            return shown - 1 if shown else None
        try:
            value = int(float(text))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    position = shown - 1 if value == -1 else int(value) - 1
    return position if 0 <= position < shown else None


def refer(turn: Turn) -> Reference:
    pressed = turn.entity("product")
    if isinstance(pressed, str) and pressed:
        return Reference(pressed)
    if turn.named.product_ids:
        return Reference(turn.named.product_ids[0])
    shown = turn.shown
    said = turn.entity("ordinal")
    if said is not None:
        if not shown:
            return Reference(None, "utter_nothing_shown")
        position = ordinal(said, len(shown))
        if position is None:
            return Reference(None, "utter_no_such_number", (("count", len(shown)),))
        return Reference(shown[position])
    if turn.pointed.one:
        return Reference(turn.pointed.one)
    if turn.pointed.product_ids:
        alike = tuple(p for p in turn.seen if p.product_id in turn.pointed.product_ids)
        return Reference(None, "utter_which_product", among=alike)
    if turn.focus:
        return Reference(turn.focus)
    if turn.metadata.page_product:
        return Reference(turn.metadata.page_product)
    if len(shown) == 1:
        return Reference(shown[0])
    return Reference(None, "utter_which_product" if shown else "utter_nothing_shown", among=turn.seen)


def ask_which(turn: Turn, reference: Reference) -> None:
    """Asks, with the products to choose from; the one pressed gets the answer to what was asked."""
    turn.say(reference.ask, about=(), **dict(reference.values))
    if len(reference.among) > 1 and turn.intent and turn.mark:
        choices = [
            blocks.button(p.name[:80], payload=payload(turn.intent, product=p.product_id, meant=turn.mark))
            for p in reference.among[:OFFERED]
            if p.name
        ]
        turn.send(blocks.quick_replies(choices))
