"""The tables of what is learnt of customers from their reviews: the ledger of a profile's moves, and aspects of reviews."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from storage.metadata import metadata
from storage.types import Key, Real, UtcTime, Words

profile_moves = Table(  # goes with the profile: withdrawing consent and erasing a customer take the ledger with it
    "profile_moves",
    metadata,
    Column("customer_id", Key, ForeignKey("profiles.customer_id", ondelete="CASCADE"), nullable=False),
    Column("cause_kind", Key, nullable=False),  # the event's type
    Column("cause_id", Key, nullable=False),  # the event's id
    Column("facet", Key, nullable=False),
    Column("value", Key, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("delta", Real, nullable=False),
    Column("undone_at", UtcTime),
    PrimaryKeyConstraint("customer_id", "cause_id", "facet", "value"),
    Index(None, "customer_id", "at"),
)

review_aspects = Table(
    "review_aspects",
    metadata,
    Column("review_id", Key, ForeignKey("reviews.review_id", ondelete="CASCADE"), nullable=False),
    Column("aspect", Key, nullable=False),
    Column("product_id", Key, nullable=False),
    Column("value", Real, nullable=False),  # −1…1
    Column("quote", Words, nullable=False, server_default=""),  # the sentence that says it
    PrimaryKeyConstraint("review_id", "aspect"),
    Index(None, "product_id", "aspect"),
)
