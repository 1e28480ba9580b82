"""Deleting a person's rows of one table, and lowering the counter in which they were counted."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from storage.every_table import table_of
from storage.personal import Part


def take_out(connection: Connection, part: Part, theirs: ColumnElement[bool]) -> int:
    """Delete the rows that ``theirs`` picks; returns how many there were."""
    table = table_of(part.table)
    if part.counted is not None:
        parent, key, counter = part.counted
        owner = table_of(parent)
        lost = select(func.count()).select_from(table).where(theirs, table.c[key] == owner.c[key]).scalar_subquery()
        touched = owner.c[key].in_(select(table.c[key]).where(theirs))
        connection.execute(update(owner).where(touched).values({counter: owner.c[counter] - lost}))
    return connection.execute(delete(table).where(theirs)).rowcount
