"""Rows of conversations and messages, and the one way in which messages are appended: under the conversation's row lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select, update

from shop.conversations import Conversation, Message
from shop.errors import NotFound
from storage.tables_service import conversations, messages

_SHOWN = (
    "conversation_id", "created_at", "owner", "owner_epoch", "agent_id", "customer_id", "visitor_id", "page", "cart", "consent",
    "last_seq", "answered_seq", "waiting_since", "handover_reason", "closed_at", "anger", "anger_rising", "upset_seq",
    "person_offered_seq", "person_declined",
)  # fmt: skip
SHOWN = tuple(conversations.c[name] for name in _SHOWN)


def locked(connection: Connection, conversation_id: str) -> RowMapping:
    """The conversation's row, held until the transaction ends. Raises NotFound."""
    found = select(conversations).where(conversations.c.conversation_id == conversation_id).with_for_update()
    row = connection.execute(found).mappings().first()
    if row is None:
        raise NotFound("There is no such conversation.", code="unknown_conversation")
    return row


def change(connection: Connection, conversation_id: str, **values: Any) -> Conversation:
    """Update the row and give the conversation back as it is now."""
    changed = update(conversations).where(conversations.c.conversation_id == conversation_id).values(**values)
    return to_conversation(connection.execute(changed.returning(*SHOWN)).mappings().one())


def append(
    connection: Connection, row: RowMapping, drafts: Sequence[Mapping[str, Any]], now: datetime, **changes: Any
) -> list[Message]:
    """Store messages after the last one and update the conversation; ``row`` must be ``locked`` in this transaction.

    A draft gives ``author`` and what else is not empty. ``changes`` are columns of the conversation.
    """
    conversation_id, last = row["conversation_id"], row["last_seq"]
    empty = {
        "at": now, "text": "", "blocks": [], "client_id": None, "author_name": "",
        "visibility": "all", "payload": None, "in_reply_to": None,
    }  # fmt: skip
    rows = [{**empty, **draft, "conversation_id": conversation_id, "seq": last + n} for n, draft in enumerate(drafts, 1)]
    if rows:
        connection.execute(messages.insert(), rows)
        changes.update(last_seq=last + len(rows), last_at=now)
    if changes:
        change(connection, conversation_id, **changes)
    if not rows:
        return []
    stored = select(messages).where(messages.c.conversation_id == conversation_id, messages.c.seq > last)
    return read_messages(connection, stored)


def by_client_id(connection: Connection, conversation_id: str, author: str, client_id: str) -> Message | None:
    found = select(messages).where(
        messages.c.conversation_id == conversation_id, messages.c.author == author, messages.c.client_id == client_id
    )
    return next(iter(read_messages(connection, found)), None)


def read_messages(connection: Connection, statement: Select[Any]) -> list[Message]:
    return [to_message(row) for row in connection.execute(statement.order_by(messages.c.seq)).mappings()]


def to_message(row: RowMapping) -> Message:
    return Message(
        seq=row["seq"],
        author=row["author"],
        at=row["at"],
        text=row["text"],
        blocks=tuple(row["blocks"]),
        client_id=row["client_id"],
        author_name=row["author_name"],
        visibility=row["visibility"],
        payload=row["payload"],
        in_reply_to=row["in_reply_to"],
        sentiment=row["sentiment"],
    )


def to_conversation(row: RowMapping) -> Conversation:
    values = {name: row[name] for name in _SHOWN}
    return Conversation(**{**values, "cart": tuple(values["cart"])})
