"""Deleting from Rasa's tracker store, which is not ours: one table ``events`` with the conversation's id as ``sender_id``."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, text

from storage.database import BUSY_SECONDS, make_engine
from storage.rasa_schema import SCHEMA
from storage.upserts import chunks


def forget_senders(url: str, file: Path | None, senders: Sequence[str]) -> int:
    """Delete every event of these senders; returns how many there were. ``file``: Rasa's own SQLite file, None for its schema
    in the database at ``url``. A store that Rasa has not made yet holds nothing."""
    if not senders:
        return 0
    return _in_file(file, senders) if file is not None else _in_schema(url, senders)


def _in_file(file: Path, senders: Sequence[str]) -> int:
    if not file.is_file():
        return 0
    deleted = 0
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA secure_delete=ON")  # the words are overwritten, not only unlinked
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone() is None:
            return 0
        with connection:
            for sender in senders:
                deleted += connection.execute("DELETE FROM events WHERE sender_id = ?", (sender,)).rowcount
    return deleted


def _in_schema(url: str, senders: Sequence[str]) -> int:
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            if not inspect(connection).has_table("events", schema=SCHEMA):
                return 0
            statement = text(f'DELETE FROM "{SCHEMA}".events WHERE sender_id = ANY(:senders)')  # noqa: S608 - our own name
            return sum(connection.execute(statement, {"senders": some}).rowcount for some in chunks(senders))
    finally:
        engine.dispose()
