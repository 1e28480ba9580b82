"""What the gateway keeps of messages that the assistant did not understand, and of what customers pressed instead."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from shop.conversations import Message
from shop.unclear import Unclear
from web.replies import RasaAnswer, Reply

#: what the model answers where it is not sure, or sees nothing that the shop does
NOT_UNDERSTOOD = frozenset({"nlu_fallback", "unclear", "out_of_scope"})
_PAYLOAD = re.compile(r"/(?P<intent>[a-z][a-z0-9_]*)(?P<entities>\{.*\})", re.DOTALL)


def unclear_of(message: Message, answer: RasaAnswer, reply: Reply) -> Unclear | None:
    """None for what was understood, and for a pressed button."""
    intent = str(answer.intent.get("name") or "")
    if message.payload is not None or intent not in NOT_UNDERSTOOD:
        return None
    ranked = ((str(i.get("name") or ""), i.get("confidence")) for i in answer.ranking)
    ranking = tuple((name, float(sure or 0)) for name, sure in ranked if name and name != "nlu_fallback")
    offered = [m[1] for block in reply.blocks for m in _meanings(block) if m[0] == message.seq]
    return Unclear(intent, ranking, tuple(offered))


def meant_by(message: Message) -> tuple[int, str] | None:
    """(seq, intent) where the message is a pressed button that says what message ``seq`` meant."""
    return _meaning(str(message.payload.get("say") or "")) if message.payload is not None else None


def _meanings(block: Mapping[str, Any]) -> list[tuple[int, str]]:
    buttons = block.get("buttons") if block.get("type") == "quick_replies" else None
    found = (_meaning(str(button.get("payload") or "")) for button in buttons or ())
    return [meaning for meaning in found if meaning is not None]


def _meaning(payload: str) -> tuple[int, str] | None:
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        return None
    try:
        entities = json.loads(match.group("entities"))
    except ValueError:
        return None
    seq = str(entities.get("meant") or "").partition(".")[0]
    return (int(seq), match.group("intent")) if seq.isdigit() and len(seq) < 10 else None
