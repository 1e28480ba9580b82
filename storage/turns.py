"""The bot's turns: at most one in flight per conversation over all processes, and no answer after the owner changed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, or_, select, update

from shop.conversations import Conversation, Message
from shop.unclear import Unclear
from storage.database import Database
from storage.messages import append, change, locked, read_messages
from storage.ownership import ask_for_person
from storage.tables_service import conversations, messages
from storage.unclear import choose, record


@dataclass(frozen=True)
class Turn:
    """The right to answer ``message``, while the conversation's owner epoch is still ``epoch`` and the lease still ours."""

    conversation: Conversation
    message: Message
    epoch: int
    token: str


class Turns:
    _database: Database

    def claim_turn(self, conversation_id: str, worker: str, now: datetime, lease_seconds: float) -> Turn | None:
        """The oldest unanswered customer message, if the bot owns the conversation and no other turn is in flight.

        Raises NotFound. A lease that ran out (its process died) is taken over.
        """
        with self._database.write() as connection:
            row = locked(connection, conversation_id)
            if row["owner"] != "bot" or not _unanswered(row) or _leased(row, now):
                return None
            oldest = select(messages).where(
                messages.c.conversation_id == conversation_id,
                messages.c.author == "customer",
                messages.c.seq > row["answered_seq"],
            )
            message = read_messages(connection, oldest.limit(1))[0]
            token = secrets.token_hex(16)
            until = now + timedelta(seconds=lease_seconds)
            conversation = change(connection, conversation_id, lease_token=token, lease_worker=worker, lease_until=until)
            return Turn(conversation, message, row["owner_epoch"], token)

    def finish_turn(
        self,
        turn: Turn,
        replies: Sequence[Mapping[str, Any]],
        now: datetime,
        *,
        hand_over: str | None = None,
        unclear: Unclear | None = None,
        meant: tuple[int, str] | None = None,
        person: str | None = None,
    ) -> list[Message] | None:
        """Store the bot's replies (each ``{"text", "blocks"}``) and mark the message answered; ``hand_over`` is a reason to
        put the conversation into the queue with them.

        ``unclear``: the message was not understood, and goes into the inbox. ``meant`` (seq, intent): by this message the
        customer said what an earlier one meant. ``person``: "offered" with these replies, or "declined" by the message.

        None: the owner changed or the lease was lost meanwhile; the replies are dropped and nothing is stored.
        """
        with self._database.write() as connection:
            row = locked(connection, turn.conversation.conversation_id)
            if row["lease_token"] != turn.token:
                return None
            free = {"lease_token": None, "lease_worker": None, "lease_until": None}
            if row["owner"] != "bot" or row["owner_epoch"] != turn.epoch:
                change(connection, turn.conversation.conversation_id, **free)
                return None
            drafts = [
                {
                    "author": "bot",
                    "text": reply.get("text") or "",
                    "blocks": list(reply.get("blocks") or ()),
                    "in_reply_to": turn.message.seq,
                }
                for reply in replies
            ]
            if unclear is not None:
                record(connection, turn.conversation.conversation_id, turn.message, unclear, now)
            if meant is not None:
                choose(connection, turn.conversation.conversation_id, *meant)
            moved = ask_for_person(row, hand_over, now) if hand_over is not None else {}
            if person == "offered":
                moved["person_offered_seq"] = turn.message.seq
            elif person == "declined":
                moved["person_declined"] = True
            return append(connection, row, drafts, now, answered_seq=turn.message.seq, **free, **moved)

    def release_turn(self, turn: Turn, now: datetime) -> None:
        """Give the turn back unanswered, to be claimed again. A lease that is no longer ours stays untouched."""
        ours = conversations.c.conversation_id == turn.conversation.conversation_id, conversations.c.lease_token == turn.token
        with self._database.write() as connection:
            connection.execute(update(conversations).where(*ours).values(lease_token=None, lease_worker=None, lease_until=None))

    def waiting_turns(self, now: datetime, limit: int) -> list[str]:
        """Conversations of the bot with an unanswered message and no turn in flight, the longest waiting first."""
        c = conversations.c
        free = or_(c.lease_until.is_(None), c.lease_until <= now)
        statement = select(c.conversation_id).where(c.customer_seq > c.answered_seq, c.owner == "bot", free)
        with self._database.read() as connection:
            return list(connection.execute(statement.order_by(c.last_at, c.conversation_id).limit(limit)).scalars())

    def mark_slow(self, conversation_id: str, seq: int, now: datetime) -> bool:
        """True exactly once per customer message: the caller then tells the customer that the answer takes longer."""
        first = conversations.c.conversation_id == conversation_id, conversations.c.slow_seq < seq
        with self._database.write() as connection:
            return bool(connection.execute(update(conversations).where(*first).values(slow_seq=seq)).rowcount)


def _unanswered(row: RowMapping) -> bool:
    return bool(row["customer_seq"] > row["answered_seq"])


def _leased(row: RowMapping, now: datetime) -> bool:
    return row["lease_until"] is not None and row["lease_until"] > now
