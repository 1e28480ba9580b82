"""Batched upserts with flat memory: chunks of rows, a content hash per row, and a count of what really changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Table, delete, insert, select

from storage.database import Database

CHUNK = 1000
Row = dict[str, Any]
T = TypeVar("T")


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Lists of up to ``size`` items, in order. A source that is an iterator is read no further than needed."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"cannot hash {type(value).__name__}")


def content_hash(*parts: Any) -> str:
    """The same for the same content, whatever the order of a mapping's keys. Floats and times are taken exactly."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def stored_hashes(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, str]:
    key = _key(table)
    found = connection.execute(select(key, table.c.content_hash).where(key.in_(ids)))
    return {row[0]: row[1] for row in found}


def changed_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> dict[str, Row]:
    """The rows whose hash differs from the stored one, by id, in the order of the ids. Of a repeated id the last row counts."""
    name = _key(table).name
    by_id = {row[name]: row for row in rows}
    known = stored_hashes(connection, table, list(by_id))
    return {id_: by_id[id_] for id_ in sorted(by_id) if known.get(id_) != by_id[id_]["content_hash"]}


def write_rows(database: Database, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert, or replace all columns of rows that are there. ``rows`` must be sorted by id, so that writers never deadlock."""
    if not rows:
        return
    key = _key(table)
    statement = database.insert(table)
    replaced = {name: statement.excluded[name] for name in rows[0] if name != key.name}
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=replaced), list(rows))


def replace_children(
    connection: Connection, table: Table, parent: Column[Any], parents: Iterable[str], rows: Sequence[Row]
) -> None:
    """Put ``rows`` in the place of all rows of these parents."""
    for ids in chunks(parents):
        connection.execute(delete(table).where(parent.in_(ids)))
    if rows:
        connection.execute(insert(table), rows)


def _key(table: Table) -> Column[Any]:
    (key,) = table.primary_key.columns
    return key


def upsert_simple(database: Database, table: Table, rows: Iterable[Row]) -> int:
    """Upsert rows of a table without children; returns how many were new or different. One transaction per chunk."""
    changed = 0
    for chunk in chunks(rows):
        for row in chunk:
            row["content_hash"] = content_hash(row)
        with database.write() as connection:
            different = changed_rows(connection, table, chunk)
            write_rows(database, connection, table, list(different.values()))
        changed += len(different)
    return changed
