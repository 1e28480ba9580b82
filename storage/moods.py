"""The mood of a conversation: what a model read of the customer's messages, kept with them and gone with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select, update

from shop.conversations import Conversation
from shop.mood import ANNOYED, UPSET, Said, mood
from storage.database import Database
from storage.messages import change, locked
from storage.tables_service import conversations, messages, unclear_messages

FOLLOWED = 30  # messages of the customer from which the mood is worked out


class Moods:
    _database: Database

    def unread(self, conversation_id: str, limit: int) -> list[tuple[int, str]]:
        """(seq, text) of the newest messages in the customer's own words that no model has read, in order of ``seq``."""
        m = messages.c
        own = m.conversation_id == conversation_id, m.author == "customer", m.payload.is_(None), m.sentiment.is_(None)
        with self._database.read() as connection:
            found = connection.execute(select(m.seq, m.text).where(*own).order_by(m.seq.desc()).limit(limit)).all()
        return [(seq, text) for seq, text in reversed(found)]

    def keep_sentiments(self, conversation_id: str, sentiments: Mapping[int, float]) -> Conversation:
        """Store what was read (seq → −1…1) and work the mood out anew. Raises NotFound; another's message stays untouched."""
        m = messages.c
        one = m.conversation_id == conversation_id, m.author == "customer", m.seq == bindparam("of_seq")
        rows = [{"of_seq": seq, "read": float(value)} for seq, value in sorted(sentiments.items())]
        with self._database.write() as connection:
            locked(connection, conversation_id)
            if rows:
                connection.execute(update(messages).where(*one).values(sentiment=bindparam("read")), rows)
            u = unclear_messages.c
            failed = and_(u.conversation_id == m.conversation_id, u.seq == m.seq)
            own = m.conversation_id == conversation_id, m.author == "customer", m.payload.is_(None)
            found = (
                select(m.seq, m.text, m.sentiment, u.seq.label("failed"))
                .select_from(messages.outerjoin(unclear_messages, failed))
                .where(*own)
                .order_by(m.seq.desc())
                .limit(FOLLOWED)
            )
            read = list(reversed(connection.execute(found).all()))
            now = mood([Said(row.text, row.sentiment, row.failed is not None) for row in read])
            changes: dict[str, Any] = {"anger": now.anger, "anger_rising": now.rising}
            changes["upset_seq"] = None if now.hottest is None else read[now.hottest].seq
            return change(connection, conversation_id, **changes)

    def customer_messages_after(self, conversation_id: str, seq: int) -> int:
        """How many messages the customer wrote or pressed after ``seq``."""
        m = messages.c
        later = m.conversation_id == conversation_id, m.author == "customer", m.seq > seq
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(messages).where(*later)).scalar_one())


def most_upset_first() -> ColumnElement[int]:
    """Orders by what the desk calls a conversation: upset, annoyed, calm."""
    anger = conversations.c.anger
    return case((anger >= UPSET, 0), (anger >= ANNOYED, 1), else_=2)
