"""The tables of learnt models: the history of their versions, and checks of drift. Nothing in them is of one person."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from storage.metadata import metadata
from storage.types import Json, Key, UtcTime, Whole, Words

model_releases = Table(
    "model_releases",
    metadata,
    Column("note_id", Whole, primary_key=True),
    Column("model", Key, nullable=False),
    Column("version", Key, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("deed", Key, nullable=False),
    Column("cause", Words, nullable=False),
    Column("verdict", Json, nullable=False),
    Index(None, "model", "note_id"),
)

drift_checks = Table(
    "drift_checks",
    metadata,
    Column("check_id", Whole, primary_key=True),
    Column("model", Key, nullable=False),
    Column("version", Key, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("parts", Json, nullable=False),
    Column("causes", Json, nullable=False),
    Index(None, "model", "check_id"),
)
