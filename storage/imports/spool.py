"""Rows laid down in a temporary file and read back grouped by id, so that memory stays flat whatever the file's order.

Nothing of the shop's database is touched before the whole file has been read. Rejects are kept here too until the end.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE spooled (position INTEGER PRIMARY KEY, first INTEGER, line INTEGER, fields TEXT, extras TEXT, raw TEXT);
CREATE TABLE firsts (key TEXT PRIMARY KEY, position INTEGER) WITHOUT ROWID;
CREATE TABLE rejects (line INTEGER, name TEXT, reason TEXT, raw TEXT);
"""
_RAW_SHOWN = 20_000


@dataclass(frozen=True)
class Spooled:
    line: int
    fields: Mapping[str, Any]
    extras: Mapping[str, Any]
    raw: str


class Spool:
    """Use it with ``with``; the file goes away at the end."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="shoptalk-import-")
        self._file = sqlite3.connect(Path(self._folder.name) / "rows.db", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-8192", "temp_store=FILE"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.executescript(_SCHEMA)
        self._file.execute("BEGIN")
        self.rows = 0
        self.rejected = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._folder.cleanup()

    def add(self, key: str, row: Spooled) -> None:
        """Lay down a row of the record ``key``."""
        self.rows += 1
        first = self.rows
        made = self._file.execute("INSERT OR IGNORE INTO firsts VALUES (?, ?)", (key, first))
        if not made.rowcount:
            first = self._file.execute("SELECT position FROM firsts WHERE key = ?", (key,)).fetchone()[0]
        values = (self.rows, first, row.line, json.dumps(row.fields), json.dumps(row.extras), _storable(row.raw))
        self._file.execute("INSERT INTO spooled VALUES (?, ?, ?, ?, ?, ?)", values)

    def reject(self, line: int, column: str, reason: str, raw: str) -> None:
        self.rejected += 1
        values = (line, _storable(column), _storable(reason), _storable(raw[:_RAW_SHOWN]))
        self._file.execute("INSERT INTO rejects VALUES (?, ?, ?, ?)", values)

    def groups(self, most: int) -> Iterator[tuple[list[Spooled], Iterator[Spooled]]]:
        """Per key, in the order of its first row: up to ``most`` of its rows, and an iterator over those beyond."""
        self._file.execute("CREATE INDEX IF NOT EXISTS by_first ON spooled (first)")
        found = self._file.execute(
            "SELECT first, line, fields, extras, raw FROM spooled INDEXED BY by_first ORDER BY first, position"
        )
        for _, rows in groupby(found, key=lambda row: row[0]):
            spooled = (Spooled(r[1], json.loads(r[2]), json.loads(r[3]), r[4]) for r in rows)
            yield list(islice(spooled, most)), spooled

    def rejects(self) -> Iterator[tuple[int, str, str, str]]:
        """Line, column, reason, raw; by line."""
        yield from self._file.execute("SELECT line, name, reason, raw FROM rejects ORDER BY line, rowid")


def _storable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
