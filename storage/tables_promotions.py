"""Tables of promotions, quotes, redemptions and idempotency keys.

A customer appears in quotes, counters and the ledger only as ``customer_key``, the random pseudonym of ``customer_keys``:
erasing that link leaves the books balanced and names nobody.
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, Table, Text, false, text

from storage.metadata import metadata
from storage.types import Json, Key, UtcTime, Whole, Words

promotions = Table(
    "promotions",
    metadata,
    Column("promotion_id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Whole, nullable=False),
    Column("code", Words, nullable=False, default=""),
    Column("code_key", Key, nullable=True),  # the code case-folded; NULL = applied without a code
    Column("currency", Text, nullable=False),
    Column("starts_at", UtcTime, nullable=True),
    Column("ends_at", UtcTime, nullable=True),
    Column("minimum_spend", Whole, nullable=False, default=0),
    Column("value_is_percent", Boolean, nullable=False, default=False),
    Column("maximum_discount", Whole, nullable=True),
    Column("categories", Json, nullable=False),
    Column("brands", Json, nullable=False),
    Column("product_ids", Json, nullable=False),
    Column("tiers", Json, nullable=False),
    Column("total_limit", Whole, nullable=True),
    Column("customer_limit", Whole, nullable=True),
    Column("used", Whole, nullable=False, default=0, server_default="0"),
    Column("stackable", Boolean, nullable=False, default=False),
    Column("priority", Integer, nullable=False, default=0),
    Column("active", Boolean, nullable=False, default=True),
    Column("description", Words, nullable=False, default=""),
    Column("birthday_month", Boolean, nullable=False, default=False, server_default=false()),
    Column("birthday_days", Integer, nullable=True),
    Column("students", Boolean, nullable=False, default=False, server_default=false()),
    CheckConstraint("used >= 0", name="used_not_negative"),
    Index(None, "code_key"),
)

promotion_customers = Table(
    "promotion_customers",
    metadata,
    Column("promotion_id", Key, primary_key=True),
    Column("customer_key", Key, primary_key=True),
    Column("used", Whole, nullable=False, default=0, server_default="0"),
    CheckConstraint("used >= 0", name="used_not_negative"),
)

quotes = Table(
    "quotes",
    metadata,
    Column("quote_id", Key, primary_key=True),
    Column("customer_key", Key, nullable=True),
    Column("currency", Text, nullable=False),
    Column("content", Json, nullable=False),  # lines, applied, refused, totals, codes, trace
    Column("created_at", UtcTime, nullable=True),
    Column("expires_at", UtcTime, nullable=True),
    Index(None, "expires_at"),
)

_LIVE = text("cancelled_at IS NULL")

redemptions = Table(
    "redemptions",
    metadata,
    Column("redemption_id", Key, primary_key=True),
    Column("order_id", Key, nullable=False),
    Column("quote_id", Key, nullable=False),
    Column("customer_key", Key, nullable=True),
    Column("currency", Text, nullable=False),
    Column("discount", Whole, nullable=False),
    Column("applied", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("cancelled_at", UtcTime, nullable=True),
    # One live redemption for an order, and one for a quote; after a cancellation the order may be redeemed again.
    Index("uq_redemptions_live_order_id", "order_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    Index("uq_redemptions_live_quote_id", "quote_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
)

#: Append-only: nothing here is ever updated or deleted. The uses of a promotion are the sum of ``uses``.
redemption_ledger = Table(
    "redemption_ledger",
    metadata,
    Column("seq", Whole, primary_key=True, autoincrement=True),
    Column("redemption_id", Key, nullable=False),
    Column("promotion_id", Key, nullable=False),
    Column("customer_key", Key, nullable=True),
    Column("uses", Integer, nullable=False),  # 1 = redeemed, -1 = given back
    Column("discount", Whole, nullable=False),  # minor units; negative when given back
    Column("currency", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index(None, "promotion_id"),
    Index(None, "redemption_id"),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("scope", Key, primary_key=True),
    Column("key", Key, primary_key=True),
    Column("body_sha256", Text, nullable=False),
    Column("status", Integer, nullable=True),  # NULL while the first request is in flight
    Column("body", Json, nullable=True),
    Column("started_at", UtcTime, nullable=False),
)
