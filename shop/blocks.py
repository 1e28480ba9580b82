"""Builders for the typed blocks of a reply. ``blocks.schema.json`` beside this file is the one description of their shape.

Bot, gateway, widget and desk share these shapes; every block has ``fallback``, the same in plain text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Block = dict[str, Any]
QUICK_REPLIES = 7  # in one row: five answers to a question, and two ways around it
SCHEMA_PATH = Path(__file__).with_name("blocks.schema.json")


def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    return loaded


def text(words: str) -> Block:
    return {"type": "text", "text": words, "fallback": words}


def button(
    label: str,
    *,
    payload: str | None = None,
    url: str | None = None,
    do: str | None = None,
    value: str | None = None,
    quiet: bool = False,
) -> Block:
    """``payload`` is what the bot should understand (``/intent{json}``); the gateway signs it before a customer sees it. A
    ``quiet`` one stands back behind the others of its card."""
    given = {"payload": payload, "url": url, "do": do, "value": value, "quiet": quiet or None}
    return {"label": label, **{k: v for k, v in given.items() if v is not None}}


def quick_replies(buttons: Sequence[Mapping[str, Any]]) -> Block:
    return {
        "type": "quick_replies",
        "buttons": [dict(b) for b in buttons[:QUICK_REPLIES]],
        "fallback": " / ".join(str(b["label"]) for b in buttons[:QUICK_REPLIES]),
    }


def products(cards: Sequence[Mapping[str, Any]], layout: str = "carousel") -> Block:
    lines = []
    for number, card in enumerate(cards, start=1):
        price = card["price"]["text"] if card.get("price") else "price on request"
        lines.append(f"{number}. {card['name']}, {price}")
    return {"type": "products", "layout": layout, "cards": [dict(c) for c in cards], "fallback": "\n".join(lines)}


def plain(blocks: Iterable[Mapping[str, Any]]) -> str:
    """All blocks as plain text, one after the other: the message's ``text``."""
    return "\n".join(str(b.get("fallback", "")) for b in blocks).strip()
