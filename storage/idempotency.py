"""Idempotency keys: the first request runs, its repeats get the stored answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, select, update

from shop.errors import Conflict, InvalidInput
from storage.database import Database
from storage.people import named_in
from storage.personal import ERASED_BODY, ERASED_STATUS
from storage.tables import customer_keys
from storage.tables_promotions import idempotency_keys

#: A request that has not answered after this long belonged to a process that died: a repeat may run in its place.
ABANDONED_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Stored:
    """The first answer: HTTP status and JSON body."""

    status: int
    body: Any


class Idempotency:
    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, key: str, scope: str, body_sha256: str, now: datetime) -> Stored | None:
        """None = run the request, then ``finish`` or ``release``; Stored = answer with this instead.

        Raises InvalidInput ``idempotency_mismatch`` when the key came with another body, and Conflict ``in_flight`` while the
        first request still runs.
        """
        row = idempotency_keys.c
        first = self._database.insert(idempotency_keys).values(scope=scope, key=key, body_sha256=body_sha256, started_at=now)
        first = first.on_conflict_do_nothing(index_elements=["scope", "key"])
        with self._database.write() as connection:
            if connection.execute(first.returning(row.key)).first() is not None:
                return None
            mine = and_(row.scope == scope, row.key == key)
            known = connection.execute(select(idempotency_keys).where(mine).with_for_update()).mappings().first()
            if known is not None and known["body_sha256"] != body_sha256:
                raise InvalidInput(
                    "This Idempotency-Key was used with another body.",
                    code="idempotency_mismatch",
                    fields={"Idempotency-Key": "used with another body"},
                )
            if known is not None and known["status"] is not None:
                return Stored(known["status"], known["body"])
            if known is not None and now - known["started_at"] > ABANDONED_AFTER:
                connection.execute(update(idempotency_keys).where(mine).values(started_at=now))
                return None
        raise Conflict("The first request with this Idempotency-Key is still running.", code="in_flight")

    def finish(self, key: str, scope: str, status: int, body: Any) -> None:
        """Keep the answer (``body`` is a JSON value) for repeats; of a customer who was erased while the request ran, that."""
        row = idempotency_keys.c
        with self._database.write() as connection:
            if _names_erased(connection, body):
                status, body = ERASED_STATUS, ERASED_BODY
            connection.execute(
                update(idempotency_keys)
                .where(row.scope == scope, row.key == key, row.status.is_(None))
                .values(status=status, body=body)
            )

    def release(self, key: str, scope: str) -> None:
        """The request changed nothing: a repeat may run. A stored answer stays."""
        row = idempotency_keys.c
        with self._database.write() as connection:
            connection.execute(delete(idempotency_keys).where(row.scope == scope, row.key == key, row.status.is_(None)))


def _names_erased(connection: Connection, body: Any) -> bool:
    """Whoever an answer names has a key since; one without was erased. The keys stay locked, so that an erasure at the same
    moment comes first and is seen, or comes after and finds this answer."""
    ids = sorted({id_ for name, id_ in named_in(body) if name == "customer_id"})
    known = select(customer_keys.c.customer_id).where(customer_keys.c.customer_id.in_(ids)).with_for_update(read=True)
    return bool(ids) and len(connection.execute(known).all()) < len(ids)
