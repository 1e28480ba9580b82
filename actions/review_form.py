"""The review form as the actions see it: what it has gathered, how it is left, and the way back to one that was set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from actions.services.cards import payload
from actions.turn import Event, Turn
from shop import blocks

REVIEW_FORM = "review_form"
REVIEW_SLOTS = ("review_product", "review_stars", "review_text")
_BACK = re.compile(
    r"\b(?:finish|continue|resume|complete|go on with|carry on with|(?:go )?back to|return to|pick up)\s+(?:with\s+)?"
    r"(?:my|the|that|this|a)?\s*(?:\w+\s+)?review\b",
    re.IGNORECASE,
)
#: said alone these leave the form, whatever the model takes them for
_LEAVING = re.compile(
    r"^\W*(?:(?:no|ok|okay|please|actually|oh|well|sorry)\b\W*)*"
    r"(?:cancel|stop|quit|exit|abort|never\s?mind|nvm|forget (?:it|that|about it)|leave it|drop it|skip it|start over"
    r"|(?:i )?changed my mind|i don'?t want to (?:do this|review)(?: any\s?more)?)"
    r"(?:\W+(?:it|this|that|the review|my review|please|pls|thanks|thank you|now))*\W*$",
    re.IGNORECASE,
)


def leaves_by_word(text: str) -> bool:
    """ "never mind", "cancel the review": nothing but the wish to leave."""
    return bool(_LEAVING.match(text))


def leave_review_form(turn: Turn) -> None:
    """End the form and forget what it had gathered."""
    turn.events.append({"event": "active_loop", "timestamp": None, "name": None})
    for slot in (*REVIEW_SLOTS, "requested_slot"):
        turn.remember(slot, None)


def is_set_aside(turn: Turn) -> bool:
    """Is there a review that was begun, with something in it, and is not being asked for?"""
    return turn.active_form != REVIEW_FORM and turn.slot("review_product") is not None


def comes_back(turn: Turn) -> bool:
    """The form asks again after another action answered a question in its midst: that question is no answer to it."""
    return any(event.get("event") == "action_execution_rejected" for event in _since_user(turn))


def wants_back(turn: Turn) -> bool:
    """ "finish my review", or the button that says so."""
    return is_set_aside(turn) and (turn.entity("resume") is not None or bool(_BACK.search(turn.text)))


def left_just_now(turn: Turn) -> bool:
    """Did this very message interrupt the form?"""
    last = next((event for event in _since_user(turn) if event.get("event") == "active_loop"), None)
    return last is not None and last.get("name") is None and is_set_aside(turn)


def _since_user(turn: Turn) -> Iterator[Event]:
    """What happened since the customer wrote, the newest first."""
    return takewhile(lambda event: event.get("event") != "user", reversed(turn.tracker.events or []))


def offer_back(turn: Turn) -> None:
    label = turn.words.label("utter_label_finish_review")
    turn.send(blocks.quick_replies([blocks.button(label, payload=payload("leave_review", resume=True))]))
