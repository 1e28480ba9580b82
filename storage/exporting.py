"""What is kept of one person, table by table, as JSON values: their right to see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from storage.every_table import table_of
from storage.people import Person, rows_of
from storage.personal import PARTS

#: The random key would let whoever reads an export find the customer's lines in the ledgers after their erasure.
_NEVER = frozenset({"customer_key", "content_hash"})
Rows = list[dict[str, Any]]


def export_person(connection: Connection, person: Person, *, own: bool) -> dict[str, Rows]:
    """``{table: rows}``, every registered table, by its primary key. ``own``: for the person themself, without what staff
    noted among each other."""
    found: dict[str, Rows] = {}
    for part in PARTS:
        table = table_of(part.table)
        statement = select(table).where(rows_of(connection, part, person)).order_by(*table.primary_key.columns)
        if own and "visibility" in table.c:
            statement = statement.where(table.c.visibility == "all")
        hidden = _NEVER | set(part.hidden)
        found[part.table] = [
            {name: plain(value) for name, value in row.items() if name not in hidden}
            for row in connection.execute(statement).mappings()
        ]
    return found


def plain(value: Any) -> Any:
    """A column's value as JSON holds it: times in ISO 8601, the rest as it is."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value
