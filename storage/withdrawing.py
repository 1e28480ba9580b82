"""A consent to a profile is taken back: what was learnt under it is deleted, what the shop must keep stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, update

from storage.database import Database
from storage.every_table import table_of
from storage.people import Person, customer_as_person, rows_of
from storage.personal import PARTS
from storage.rebuilds import ask_for_rebuilds
from storage.taking_out import take_out


def forget_learnt(database: Database, connection: Connection, customer_ids: Iterable[str]) -> None:
    """Inside the transaction that stores the withdrawal; with the jobs that count anew without these customers."""
    people = [customer_as_person(connection, customer_id) for customer_id in customer_ids]
    for person in people:
        _forget(connection, person)
    if people:
        ask_for_rebuilds(database, connection, datetime.now(UTC))


def forget_visitor(database: Database, connection: Connection, visitor_id: str) -> None:
    """As ``forget_learnt``, for a browser in which nobody signed in."""
    if visitor_id and _forget(connection, Person(visitor_ids=(visitor_id,))):
        ask_for_rebuilds(database, connection, datetime.now(UTC))


def _forget(connection: Connection, person: Person) -> int:
    """How many rows were deleted."""
    deleted = 0
    for part in PARTS:
        table = table_of(part.table)
        if part.learnt:
            deleted += take_out(connection, part, rows_of(connection, part, person))
        elif part.withdrawn:
            connection.execute(update(table).where(rows_of(connection, part, person)).values(dict(part.withdrawn)))
    return deleted
