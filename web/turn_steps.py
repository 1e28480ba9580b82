"""The steps of one turn of the assistant, each one transaction of storage. Who calls them, and when, is ``turns.py``.

A turn is claimed with a lease, asked, and finished under the token and owner epoch it was claimed with: an answer that comes
after a person took over, or after the lease went to somebody else, is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop import blocks
from shop.conversations import Message
from shop.unclear import Unclear
from storage import Storage
from storage.conversations import Turn
from web import words
from web.not_understood import meant_by, unclear_of
from web.offering import offer_person
from web.payloads import PayloadSigner
from web.replies import RasaAnswer, Reply, for_rasa, reply_of

GAVE_UP_REASON = "assistant_failed"


@dataclass(frozen=True)
class Question:
    """What Rasa is asked: ``metadata`` is what the actions know of the customer, from the gateway and not from typed text."""

    conversation_id: str
    text: str
    metadata: dict[str, Any]


def question_of(turn: Turn) -> Question:
    about = turn.conversation
    metadata = {
        "conversation_id": about.conversation_id,
        "seq": turn.message.seq,
        "at": turn.message.at.isoformat(),
        "customer_id": about.customer_id,
        "visitor_id": about.visitor_id,
        "page": dict(about.page),
        "cart": [dict(line) for line in about.cart],
        "consent": dict(about.consent),
    }
    return Question(about.conversation_id, for_rasa(turn.message), metadata)


def complete(storage: Storage, turn: Turn, answer: RasaAnswer, signer: PayloadSigner, now: datetime) -> list[Message] | None:
    """Store the answer, and hand over when it says so. None: it came too late and was dropped."""
    reply = reply_of(answer.messages)
    unclear, meant = unclear_of(turn.message, answer, reply), meant_by(turn.message)
    reply, person = offer_person(storage, turn, reply)
    return _finish(storage, turn, reply, signer, now, unclear=unclear, meant=meant, person=person)


def give_up(storage: Storage, turn: Turn, signer: PayloadSigner, now: datetime) -> list[Message] | None:
    """The assistant failed on this message again and again: say so, and ask a person."""
    return _finish(storage, turn, Reply([blocks.text(words.GAVE_UP)], GAVE_UP_REASON), signer, now)


def _finish(
    storage: Storage,
    turn: Turn,
    reply: Reply,
    signer: PayloadSigner,
    now: datetime,
    *,
    unclear: Unclear | None = None,
    meant: tuple[int, str] | None = None,
    person: str | None = None,
) -> list[Message] | None:
    signed = signer.sign_blocks(turn.conversation.conversation_id, reply.blocks)
    replies = [{"text": reply.text, "blocks": signed}] if signed else []
    return storage.conversations.finish_turn(
        turn, replies, now, hand_over=reply.hand_over, unclear=unclear, meant=meant, person=person
    )


def say_slow(storage: Storage, conversation_id: str, seq: int, now: datetime) -> Message | None:
    """Tell the customer that the answer to message ``seq`` takes longer: at most once per message, never after its answer,
    and not again when a notice already stands below it."""
    conversations = storage.conversations
    conversation = conversations.get(conversation_id)
    if conversation is None or conversation.owner != "bot" or conversation.answered_seq >= seq:
        return None
    later = conversations.messages(conversation_id, after=seq)
    if already_told(later):
        return None
    newest = max([seq, *(message.seq for message in later if message.author == "customer")])
    if not conversations.mark_slow(conversation_id, newest, now):  # one notice speaks for all messages above it
        return None
    return conversations.add_system_message(conversation_id, words.SLOW, [blocks.text(words.SLOW)], now)


def already_told(later: Sequence[Message]) -> bool:
    return any(message.author == "system" and message.text == words.SLOW for message in later)


def tracker_events(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """What Rasa's tracker is told at a hand-back: the agent's words as the bot's utterances.

    Utterances, a closed form and an emptied slot leave the featurised state of every policy as it was after the last turn of
    the assistant: no user message and no action is added, so no rule sees a turn that it never predicted. What the customer
    wrote meanwhile travels in the metadata of the utterance that answered it.
    """
    events: list[dict[str, Any]] = [
        {"event": "active_loop", "name": None},
        {"event": "slot", "name": "requested_slot", "value": None},
    ]
    heard: list[str] = []
    for message in messages:
        if message.visibility != "all":
            continue
        if message.author == "customer":
            heard.append(message.text)
        elif message.author == "agent":
            said = {"author": "agent", "in_reply_to": heard}
            events.append({"event": "bot", "text": message.text, "data": {}, "metadata": said})
            heard = []
    return events


def since_hand_over(messages: Sequence[Message]) -> list[Message]:
    """The messages after the assistant's last word."""
    last = max((index for index, message in enumerate(messages) if message.author == "bot"), default=-1)
    return list(messages[last + 1 :])
