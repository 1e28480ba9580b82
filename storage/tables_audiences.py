"""The tables of audiences: groups of customers by name."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table

from storage.metadata import metadata
from storage.types import Json, Key, UtcTime, Words

audiences = Table(
    "audiences",
    metadata,
    Column("audience_id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("kind", Key, nullable=False),
    Column("definition", Json, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("size", Integer, nullable=False),
)

audience_members = Table(
    "audience_members",
    metadata,
    Column("audience_id", Key, ForeignKey("audiences.audience_id", ondelete="CASCADE"), nullable=False),
    Column("customer_id", Key, ForeignKey("customers.customer_id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("audience_id", "customer_id"),
    Index(None, "customer_id"),
)
