"""Imported support chats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import RowMapping, func, select

from shop.past_chats import PastChat
from storage.database import Database
from storage.tables import past_chats
from storage.upserts import CHUNK, Row, upsert_simple


class PastChats:
    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[PastChat]) -> int:
        """Insert or replace by id; returns how many changed."""
        return upsert_simple(self._database, past_chats, (_row(item) for item in items))

    def all(self) -> Iterator[PastChat]:
        """Streams by chat id, 1,000 at a time."""
        after = ""
        while True:
            statement = select(past_chats).where(past_chats.c.chat_id > after).order_by(past_chats.c.chat_id).limit(CHUNK)
            with self._database.read() as connection:
                page = [_chat(row) for row in connection.execute(statement).mappings()]
            if not page:
                return
            yield from page
            after = page[-1].chat_id

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(past_chats)).scalar_one()


def _row(item: PastChat) -> Row:
    return {
        "chat_id": item.chat_id,
        "at": item.at,
        "customer_id": item.customer_id,
        "topic": item.topic,
        "messages": [dict(message) for message in item.messages],
        "satisfied": item.satisfied,
    }


def _chat(row: RowMapping) -> PastChat:
    values = {name: value for name, value in row.items() if name != "content_hash"}
    return PastChat(**{**values, "messages": tuple(values["messages"])})
