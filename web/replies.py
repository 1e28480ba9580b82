"""What Rasa answered, as the typed blocks that are stored and sent; and what a customer said, as Rasa may read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from shop import blocks
from shop.conversations import Message

log = structlog.get_logger("web.replies")
KNOWN = frozenset({"text", "products", "quick_replies", "coupon", "form", "table", "order"})
MOST_BLOCKS = 20
_SAFE_URL = re.compile(r"^(https?://|/(?!/)|mailto:|tel:)", re.IGNORECASE)


@dataclass(frozen=True)
class Reply:
    """One turn's answer: blocks to show, and why a person should take over (None: no need)."""

    blocks: list[dict[str, Any]]
    hand_over: str | None = None

    @property
    def text(self) -> str:
        return blocks.plain(self.blocks)


@dataclass(frozen=True)
class RasaAnswer:
    """What our channel returned for one message."""

    messages: Sequence[Mapping[str, Any]]
    intent: Mapping[str, Any] = field(default_factory=dict)
    ranking: Sequence[Mapping[str, Any]] = ()
    entities: Sequence[Mapping[str, Any]] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


def reply_of(messages: Iterable[Mapping[str, Any]]) -> Reply:
    """Texts, custom blocks and buttons in the order in which the bot gave them; a block we do not know is left out."""
    found: list[dict[str, Any]] = []
    hand_over: str | None = None
    for message in messages:
        words = message.get("text")
        if isinstance(words, str) and words.strip():
            found.append(blocks.text(words.strip()[:8000]))
        custom = message.get("custom")
        if isinstance(custom, Mapping):
            found += [dict(block) for block in custom.get("blocks") or () if _showable(block)]
            for effect in custom.get("effects") or ():
                if isinstance(effect, Mapping) and effect.get("type") == "hand_over":
                    hand_over = str(effect.get("reason") or "asked")
        buttons = [
            blocks.button(str(b["title"])[:80], payload=str(b["payload"]))
            for b in message.get("buttons") or ()
            if isinstance(b, Mapping) and b.get("title") and b.get("payload")
        ]
        if buttons:
            found.append(blocks.quick_replies(buttons))
    return Reply([_safe(block) for block in found[:MOST_BLOCKS]], hand_over)


def figures_withheld(messages: Iterable[Mapping[str, Any]]) -> int:
    """How many figures the action server took out of an answer because no record supports them."""
    counted = 0
    for message in messages:
        custom = message.get("custom")
        for effect in custom.get("effects") or () if isinstance(custom, Mapping) else ():
            if isinstance(effect, Mapping) and effect.get("type") == "figure_withheld":
                counted += int(effect.get("count") or 0)
    return counted


def _showable(block: object) -> bool:
    if isinstance(block, Mapping) and block.get("type") in KNOWN and isinstance(block.get("fallback"), str):
        return True
    log.warning("block_left_out", kind=str(block.get("type"))[:40] if isinstance(block, Mapping) else "no object")
    return False


def _safe(block: dict[str, Any]) -> dict[str, Any]:
    """Links and pictures keep only schemes that cannot run anything."""
    safe = dict(block)
    if isinstance(block.get("buttons"), list):
        safe["buttons"] = [b for b in block["buttons"] if _safe_link(b.get("url"))]
    if isinstance(block.get("cards"), list):
        safe["cards"] = [
            {
                **card,
                **{name: None for name in ("url", "picture") if name in card and not _safe_link(card[name])},
                "buttons": [b for b in card.get("buttons", []) if _safe_link(b.get("url"))],
            }
            for card in block["cards"]
        ]
    return safe


def _safe_link(url: object) -> bool:
    return url is None or (isinstance(url, str) and bool(_SAFE_URL.match(url)))


def for_rasa(message: Message) -> str:
    """The text that Rasa reads. A leading slash in free text would run a command, so only a button's payload keeps it."""
    if message.payload and message.payload.get("say"):
        return str(message.payload["say"])
    return neutral(message.text)


def neutral(text: str) -> str:
    """``/restart`` becomes ``restart``; Rasa strips white space before it looks for a slash, and so do we."""
    bare = text.strip()
    while bare.startswith("/"):
        bare = bare.lstrip("/").strip()
    return bare or "slash"
