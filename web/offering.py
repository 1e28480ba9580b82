"""Offers an angry customer a person, with the assistant's answer: one sentence and a button, rarely, and not after a no.

When is the rule of ``shop.mood``; what customers said to an earlier offer is remembered with the conversation.
"""

from __future__ import annotations

from shop import blocks
from shop.mood import declines, should_offer
from storage import Storage
from storage.conversations import Turn
from web import words
from web.replies import Reply

TO_PERSON_SAY = "/talk_to_person"
GO_ON_SAY = "/deny"


def offer_person(storage: Storage, turn: Turn, reply: Reply) -> tuple[Reply, str | None]:
    """The reply, with the offer where it is due, and what became of a person in this turn: "offered", "declined" or None."""
    now = storage.conversations.get(turn.conversation.conversation_id)
    if now is None or reply.hand_over is not None or _already_offers(reply):
        return reply, None
    since = None
    if now.person_offered_seq is not None:
        since = storage.conversations.customer_messages_after(now.conversation_id, now.person_offered_seq)
        if _declined(turn, since):
            return reply, "declined"
    if turn.message.payload is not None:  # a pressed button says nothing of the mood
        return reply, None
    if not should_offer(now.anger, declined=now.person_declined, messages_since_offer=since):
        return reply, None
    return _with_offer(reply), "offered"


def _declined(turn: Turn, since: int) -> bool:
    """By the offer's own button at any time, by a plain no right after it."""
    pressed = turn.message.payload
    if pressed is not None:
        return pressed.get("say") == GO_ON_SAY and pressed.get("label") == words.GO_ON
    return since == 1 and declines(turn.message.text)


def _already_offers(reply: Reply) -> bool:
    buttons = [button for block in reply.blocks for button in block.get("buttons") or ()]
    return any(str(button.get("payload") or "").startswith(TO_PERSON_SAY) for button in buttons)


def _with_offer(reply: Reply) -> Reply:
    """The offer's buttons come before those of the answer; a widget shows one row of them."""
    ours = [blocks.button(words.TO_PERSON, payload=TO_PERSON_SAY), blocks.button(words.GO_ON, payload=GO_ON_SAY)]
    theirs = [b for block in reply.blocks if block.get("type") == "quick_replies" for b in block.get("buttons") or ()]
    others = [block for block in reply.blocks if block.get("type") != "quick_replies"]
    return Reply([*others, blocks.text(words.OFFER_PERSON), blocks.quick_replies([*ours, *theirs])])
