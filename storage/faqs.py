"""The shop's own questions and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, delete, func, select

from shop.catalogue import Faq
from storage.database import Database
from storage.tables import faqs
from storage.upserts import upsert_simple

_FIELDS = (faqs.c.faq_id, faqs.c.question, faqs.c.answer, faqs.c.topic, faqs.c.alternatives)


def _faq(row: Row[*tuple[Any, ...]]) -> Faq:
    return Faq(row.faq_id, row.question, row.answer, row.topic, tuple(row.alternatives))


class Faqs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Faq]) -> int:
        """Insert or replace by id; returns how many changed."""
        return upsert_simple(self._database, faqs, ({**asdict(f), "alternatives": list(f.alternatives)} for f in items))

    def all(self) -> list[Faq]:
        """By id."""
        with self._database.read() as connection:
            return [_faq(row) for row in connection.execute(select(*_FIELDS).order_by(faqs.c.faq_id))]

    def get(self, faq_id: str) -> Faq | None:
        with self._database.read() as connection:
            row = connection.execute(select(*_FIELDS).where(faqs.c.faq_id == faq_id)).first()
        return _faq(row) if row else None

    def page(self, after: str | None, limit: int) -> list[Faq]:
        """Entries after this id, by id."""
        statement = select(*_FIELDS).order_by(faqs.c.faq_id).limit(limit)
        if after is not None:
            statement = statement.where(faqs.c.faq_id > after)
        with self._database.read() as connection:
            return [_faq(row) for row in connection.execute(statement)]

    def delete(self, faq_id: str) -> bool:
        """False when there was no such entry."""
        with self._database.write() as connection:
            return connection.execute(delete(faqs).where(faqs.c.faq_id == faq_id)).rowcount > 0

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(faqs)).scalar_one()
