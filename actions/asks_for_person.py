""" "can I speak to someone about a bulk order": who asks for a person gets one, whatever it is to be about."""

from __future__ import annotations

import re

from actions.turn import Turn

_PERSON = (
    r"(?:an?|the|some|your|you r|ur)?\s*(?:(?:real|actual|live|human|sales|support|customer|service|care|shop|store)\s+)*"
    r"(?:someone|somebody|anyone|person|people|human|agent|advisor|adviser|assistant|rep|representative|manager|supervisor"
    r"|team|department|staff|colleague|operator|employee|salesperson|expert|specialist|service|sales|support)\b"
)
_ASKS = re.compile(
    r"\b(?:(?:speak|talk|chat|get through|connect(?: me)?|put me through|transfer me|pass me on|be connected)\s+(?:to|with)"
    r"|(?:get|reach|call|phone)(?: a hold of| hold of)?|(?:can|could) someone)\s+" + _PERSON,
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"\b(?:can|could|would|will) (?:someone|somebody|anyone|a person) (?:please )?(?:call|contact|phone|ring|reach)\b", re.I
)
_HOW = re.compile(r"\b(?:how|where|when|what)\b.{0,25}\b(?:speak|talk|call|reach|phone|get)\b", re.IGNORECASE)


def asks_for_person(turn: Turn) -> bool:
    """Put as a wish of now; "how can I reach your support" is answered by the shop's own words."""
    return bool(_ASKS.search(turn.text) or _CALLS.search(turn.text)) and not _HOW.search(turn.text)


def hand_over(turn: Turn) -> None:
    complaint = turn.intent == "complain"
    turn.say("utter_handover_complaint" if complaint else "utter_handover")
    turn.send(effects=[{"type": "hand_over", "reason": "complaint" if complaint else "asked"}])
