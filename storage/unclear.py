"""Messages that were not understood: written with the turn that answered them, read by likeness for the console's inbox."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, update

from shop.conversations import Message
from shop.unclear import InboxItem, Unclear, likeness
from storage.database import Database
from storage.tables_service import messages, unclear_messages

RANKED = 5  # meanings kept of a ranking


class UnclearMessages:
    """The text stays in the message alone: with it goes all that was kept of its not being understood."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def inbox(self, limit: int, *, since: datetime | None = None, often: bool = False) -> list[InboxItem]:
        """Messages that say the same as one item; the newest first, or with ``often`` the commonest first."""
        u = unclear_messages.c
        count, last = func.count().label("count"), func.max(u.at).label("last_at")
        groups = select(u.likeness_sha256, count, func.min(u.at).label("first_at"), last).group_by(u.likeness_sha256)
        if since is not None:
            groups = groups.where(u.at >= since)
        order = (count.desc(), last.desc()) if often else (last.desc(), count.desc())
        with self._database.read() as connection:
            found = list(connection.execute(groups.order_by(*order, u.likeness_sha256).limit(limit)).mappings())
            return [_item(connection, group, since) for group in found]


def record(connection: Connection, conversation_id: str, message: Message, unclear: Unclear, now: datetime) -> None:
    """Inside the transaction that stores the answer."""
    connection.execute(
        unclear_messages.insert().values(
            conversation_id=conversation_id,
            seq=message.seq,
            at=now,
            likeness_sha256=hashlib.sha256(likeness(message.text).encode()).hexdigest(),
            intent=unclear.intent,
            ranking=[[name, round(float(sure), 4)] for name, sure in list(unclear.ranking)[:RANKED]],
            offered=list(unclear.offered),
        )
    )


def choose(connection: Connection, conversation_id: str, seq: int, intent: str) -> None:
    """The customer pressed what message ``seq`` meant; the first press counts."""
    u = unclear_messages.c
    pressed = update(unclear_messages).where(u.conversation_id == conversation_id, u.seq == seq, u.chosen.is_(None))
    connection.execute(pressed.values(chosen=intent))


def _item(connection: Connection, group: RowMapping, since: datetime | None) -> InboxItem:
    u, m = unclear_messages.c, messages.c
    same = [u.likeness_sha256 == group["likeness_sha256"], *([u.at >= since] if since is not None else [])]
    joined = unclear_messages.join(messages, (u.conversation_id == m.conversation_id) & (u.seq == m.seq))
    newest = (
        select(unclear_messages, m.text).select_from(joined).where(*same).order_by(u.at.desc(), u.conversation_id, u.seq.desc())
    )
    row = connection.execute(newest.limit(1)).mappings().one()
    pressed = select(u.chosen, func.count()).where(*same, u.chosen.is_not(None)).group_by(u.chosen)
    chosen: Mapping[str, int] = {str(name): int(times) for name, times in connection.execute(pressed)}
    return InboxItem(
        text=row["text"],
        count=int(group["count"]),
        first_at=group["first_at"],
        last_at=group["last_at"],
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        reading=_reading(row),
        chosen=dict(sorted(chosen.items(), key=lambda item: (-item[1], item[0]))),
    )


def _reading(row: Mapping[str, Any] | RowMapping) -> Unclear:
    return Unclear(row["intent"], tuple((str(n), float(s)) for n, s in row["ranking"]), tuple(map(str, row["offered"])))
