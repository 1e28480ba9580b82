"""Which product a message is about: a pressed card, "the second one", what was looked at last, or the page one is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.turn import Turn


@dataclass(frozen=True)
class Reference:
    """``product_id``, or the response that asks for it with its values."""

    product_id: str | None
    ask: str = ""
    values: tuple[tuple[str, object], ...] = ()


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
    if turn.focus:
        return Reference(turn.focus)
    if turn.metadata.page_product:
        return Reference(turn.metadata.page_product)
    if len(shown) == 1:
        return Reference(shown[0])
    return Reference(None, "utter_which_product" if shown else "utter_nothing_shown")


def ask_which(turn: Turn, reference: Reference) -> None:
    turn.say(reference.ask, **dict(reference.values))
