"""Rasa's tracker store lives in a schema of its own on PostgreSQL: its table is called ``events`` and must not meet ours."""

from __future__ import annotations

import sqlalchemy

from storage.database import make_engine


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
