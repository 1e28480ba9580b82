"""That somebody was erased, for the shop's books: when, by which door, how many rows; and a key that names nobody any more."""

from __future__ import annotations

from sqlalchemy import Column, Table

from storage.metadata import metadata
from storage.types import Json, Key, UtcTime, Whole, Words

erasures = Table(
    "erasures",
    metadata,
    Column("seq", Whole, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("customer_key", Key),  # None for a visitor
    Column("door", Words, nullable=False),
    Column("counts", Json, nullable=False),  # table to rows
    sqlite_autoincrement=True,
)
