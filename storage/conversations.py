"""Conversations and their messages. The gateway's record: a message is here before anything else happens with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, select

from shop.conversations import Conversation, Message
from shop.customers import Consent
from shop.errors import Conflict
from storage.customers import write_consent
from storage.database import Database
from storage.messages import SHOWN, append, by_client_id, change, locked, read_messages, to_conversation
from storage.moods import Moods, most_upset_first
from storage.ownership import Owners
from storage.tables import customers
from storage.tables_service import conversations, messages
from storage.turns import Turn, Turns
from storage.withdrawing import forget_visitor

__all__ = ["ConversationSummary", "Conversations", "Turn"]


@dataclass(frozen=True)
class ConversationSummary:
    """One line of the desk's list; ``last_text`` is the newest message's text, notes included."""

    conversation: Conversation
    last_text: str
    last_at: datetime
    customer_name: str
    upset_text: str = ""  # what the customer wrote that weighs most in their mood


class Conversations(Turns, Owners, Moods):
    def __init__(self, database: Database) -> None:
        self._database = database

    def start(
        self,
        conversation_id: str,
        now: datetime,
        *,
        visitor_id: str,
        customer_id: str | None = None,
        page: Mapping[str, Any] | None = None,
        consent: Mapping[str, Any] | None = None,
    ) -> Conversation:
        """A new conversation, owned by the bot. Raises Conflict ``conversation_exists`` for an id that is in use."""
        row = {
            "conversation_id": conversation_id, "created_at": now, "owner": "bot", "owner_epoch": 0,
            "customer_id": customer_id, "visitor_id": visitor_id, "page": dict(page or {}), "cart": [],
            "consent": dict(consent or {}), "last_seq": 0, "last_at": now, "customer_seq": 0, "answered_seq": 0,
            "slow_seq": 0, "handover_reason": "",
        }  # fmt: skip
        made = self._database.insert(conversations).values(**row)
        made = made.on_conflict_do_nothing(index_elements=["conversation_id"])
        with self._database.write() as connection:
            stored = connection.execute(made.returning(*SHOWN)).mappings().first()
        if stored is None:
            raise Conflict("This conversation exists already.", code="conversation_exists")
        return to_conversation(stored)

    def get(self, conversation_id: str) -> Conversation | None:
        found = select(*SHOWN).where(conversations.c.conversation_id == conversation_id)
        with self._database.read() as connection:
            row = connection.execute(found).mappings().first()
        return to_conversation(row) if row else None

    def add_customer_message(
        self, conversation_id: str, client_id: str, text: str, payload: Mapping[str, Any] | None, now: datetime
    ) -> tuple[Message, bool]:
        """Store what the customer wrote. A repeated ``client_id`` gives the first message and False. Raises NotFound."""
        with self._database.write() as connection:
            row = locked(connection, conversation_id)
            known = by_client_id(connection, conversation_id, "customer", client_id)
            if known is not None:
                return known, False
            draft = {
                "author": "customer", "text": text, "client_id": client_id,
                "payload": None if payload is None else dict(payload),
            }  # fmt: skip
            return append(connection, row, [draft], now, customer_seq=row["last_seq"] + 1)[0], True

    def add_staff_message(
        self,
        conversation_id: str,
        agent_id: str,
        author_name: str,
        text: str,
        blocks: Sequence[Mapping[str, Any]],
        client_id: str | None,
        now: datetime,
        visibility: str = "all",
    ) -> Message:
        """An agent's reply, or a note with ``visibility="staff"``. A repeated ``client_id`` gives the first message.

        A reply needs the agent to hold the conversation (else Conflict ``not_yours``) and answers all messages so far.
        """
        draft = {
            "author": "agent", "author_name": author_name, "text": text, "blocks": [dict(b) for b in blocks],
            "client_id": client_id, "visibility": visibility,
        }  # fmt: skip
        with self._database.write() as connection:
            row = locked(connection, conversation_id)
            known = by_client_id(connection, conversation_id, "agent", client_id) if client_id else None
            if known is not None:
                return known
            if visibility != "all":
                return append(connection, row, [draft], now)[0]
            if row["owner"] != "agent" or row["agent_id"] != agent_id:
                raise Conflict("You do not hold this conversation.", code="not_yours")
            return append(connection, row, [draft], now, answered_seq=row["last_seq"] + 1)[0]

    def add_system_message(
        self,
        conversation_id: str,
        text: str,
        blocks: Sequence[Mapping[str, Any]],
        now: datetime,
        visibility: str = "all",
    ) -> Message:
        """A line of the service itself ("A colleague has joined"). Raises NotFound."""
        draft = {"author": "system", "text": text, "blocks": [dict(b) for b in blocks], "visibility": visibility}
        with self._database.write() as connection:
            return append(connection, locked(connection, conversation_id), [draft], now)[0]

    def messages(self, conversation_id: str, after: int = 0, limit: int = 200, staff: bool = False) -> list[Message]:
        """Messages above ``after`` by ``seq``; the staff's notes only with ``staff``."""
        found = select(messages).where(messages.c.conversation_id == conversation_id, messages.c.seq > after)
        if not staff:
            found = found.where(messages.c.visibility == "all")
        with self._database.read() as connection:
            return read_messages(connection, found.limit(limit))

    def queue(self, limit: int) -> list[ConversationSummary]:
        """What people should look at: those in the queue, the upset first and then the longest waiting, then those that agents
        hold."""
        c = conversations.c
        in_queue = c.owner == "queue"
        order = (
            case((in_queue, 0), else_=1),
            case((in_queue, most_upset_first()), else_=0),
            c.waiting_since,
            c.last_at.desc(),
            c.conversation_id,
        )
        return self._summaries(_summary().where(c.owner.in_(("queue", "agent"))).order_by(*order).limit(limit))

    def recent(self, limit: int) -> list[ConversationSummary]:
        """All conversations, the last active first."""
        c = conversations.c
        return self._summaries(_summary().order_by(c.last_at.desc(), c.conversation_id).limit(limit))

    def set_customer(self, conversation_id: str, customer_id: str) -> Conversation:
        """Only from a verified token. Raises NotFound; Conflict ``other_customer`` when it is another customer's already."""
        with self._database.write() as connection:
            if locked(connection, conversation_id)["customer_id"] not in (None, customer_id):
                raise Conflict("This conversation belongs to another customer; start a new one.", code="other_customer")
            return change(connection, conversation_id, customer_id=customer_id)

    def set_page(self, conversation_id: str, page: Mapping[str, Any]) -> Conversation:
        return self._set(conversation_id, page=dict(page))

    def set_cart(self, conversation_id: str, cart: Sequence[Mapping[str, Any]]) -> Conversation:
        return self._set(conversation_id, cart=[dict(line) for line in cart])

    def set_consent(self, conversation_id: str, consent: Consent) -> Conversation:
        """Kept with the conversation, and with the customer when one is known; a withdrawal deletes what was learnt."""
        at = consent.at.isoformat() if consent.at else None
        stated = {"profile": consent.profile, "marketing": consent.marketing, "at": at, "source": consent.source}
        with self._database.write() as connection:
            row = locked(connection, conversation_id)
            if row["customer_id"] is not None:
                write_consent(self._database, connection, row["customer_id"], consent)
            elif not consent.profile:
                forget_visitor(self._database, connection, row["visitor_id"])
            return change(connection, conversation_id, consent=stated)

    def _set(self, conversation_id: str, **values: Any) -> Conversation:
        with self._database.write() as connection:
            locked(connection, conversation_id)
            return change(connection, conversation_id, **values)

    def _summaries(self, statement: Select[Any]) -> list[ConversationSummary]:
        with self._database.read() as connection:
            return [
                ConversationSummary(
                    to_conversation(row),
                    row["last_text"] or "",
                    row["last_at"],
                    row["customer_name"] or "",
                    row["upset_text"] or "",
                )
                for row in connection.execute(statement).mappings()
            ]


def _summary() -> Select[Any]:
    c, m = conversations.c, messages.c
    last = and_(m.conversation_id == c.conversation_id, m.seq == c.last_seq)
    upset = messages.alias("upset")
    hottest = and_(upset.c.conversation_id == c.conversation_id, upset.c.seq == c.upset_seq)
    texts = m.text.label("last_text"), upset.c.text.label("upset_text")
    shown = *SHOWN, c.last_at, *texts, customers.c.name.label("customer_name")
    joined = (
        conversations.outerjoin(messages, last)
        .outerjoin(upset, hottest)
        .outerjoin(customers, customers.c.customer_id == c.customer_id)
    )
    return select(*shown).select_from(joined)
