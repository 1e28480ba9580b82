"""Where Rasa's conversations live: a schema of its own on PostgreSQL (its table ``events`` must not meet ours), or a file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy

from storage.database import make_engine

SCHEMA = "rasa"  # on PostgreSQL; a name of ours, never a caller's


def ensure_rasa_schema(url: str, name: str) -> None:
    """Create the schema if it is missing. ``name`` is ours, never a caller's. On SQLite there is nothing to do."""
    if not url.startswith("postgres"):
        return
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(sqlalchemy.schema.CreateSchema(name, if_not_exists=True))
    finally:
        engine.dispose()


def ensure_rasa_file(path: Path) -> None:
    """Make the SQLite file write ahead: Rasa commits on each turn, and so waits for the disk once and not three times.

    The mode stays with the file; Rasa opens it as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
