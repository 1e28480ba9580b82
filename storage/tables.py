"""The tables of the catalogue, the customers and what they do. Each subject's repository is a file of its own."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, false

from storage.metadata import metadata
from storage.types import Json, Key, Real, UtcTime, Whole, Words

counters = Table(
    "counters",
    metadata,
    Column("name", Key, primary_key=True),
    Column("value", Whole, nullable=False),
)

products = Table(
    "products",
    metadata,
    Column("product_id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("description", Words, nullable=False),
    Column("type", Words, nullable=False),
    Column("category", Words, nullable=False),
    Column("brand", Words, nullable=False),
    Column("material", Words, nullable=False),
    Column("attributes", Json, nullable=False),
    Column("tags", Json, nullable=False),
    Column("rating", Real),
    Column("rating_count", Whole, nullable=False),
    Column("currency", Words, nullable=False),
    Column("url", Words),
    Column("active", Boolean, nullable=False),
    Column("search_text", Words, nullable=False),  # lower-case name, brand, category and SKUs, for the console's list
    Column("content_hash", Words, nullable=False),
)

variants = Table(
    "variants",
    metadata,
    Column("sku", Key, primary_key=True),
    Column("product_id", Key, ForeignKey("products.product_id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("price", Whole, nullable=False),
    Column("options", Json, nullable=False),
    Column("cost", Whole),
    Column("compare_at", Whole),
    Column("stock", Whole, nullable=False),
    Column("picture", Words),
    Index(None, "product_id", "position"),
)

faqs = Table(
    "faqs",
    metadata,
    Column("faq_id", Key, primary_key=True),
    Column("question", Words, nullable=False),
    Column("answer", Words, nullable=False),
    Column("topic", Words, nullable=False),
    Column("alternatives", Json, nullable=False, server_default="[]"),
    Column("content_hash", Words, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    Column("customer_id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("email", Words, nullable=False),
    Column("region", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("tier", Words, nullable=False),
    Column("subscribed", Boolean, nullable=False),
    Column("consent_profile", Boolean, nullable=False),
    Column("consent_marketing", Boolean, nullable=False),
    Column("consent_at", UtcTime),
    Column("consent_source", Words, nullable=False),
    Column("created_at", UtcTime),
    Column("attributes", Json, nullable=False, server_default="{}"),
    Column("content_hash", Words, nullable=False),
)

#: The only link between a customer and the ledgers: without the row nobody can say whose line it was.
customer_keys = Table(
    "customer_keys",
    metadata,
    Column("customer_id", Key, primary_key=True),
    Column("customer_key", Key, nullable=False, unique=True),
)

profiles = Table(
    "profiles",
    metadata,
    Column("customer_id", Key, ForeignKey("customers.customer_id", ondelete="CASCADE"), primary_key=True),
    Column("profile", Json, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("customer_id", Key, nullable=False),
    Column("placed_at", UtcTime, nullable=False),
    Column("status", Words, nullable=False),
    Column("currency", Words, nullable=False),
    Column("total", Whole, nullable=False),
    Column("tracking", Words, nullable=False),
    Column("expected_at", UtcTime),
    Column("content_hash", Words, nullable=False),
    Index(None, "customer_id", "placed_at"),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", Key, ForeignKey("orders.order_id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("sku", Key, nullable=False),
    Column("product_id", Key, nullable=False),
    Column("quantity", Whole, nullable=False),
    Column("unit_price", Whole, nullable=False),
    Column("returned", Whole, nullable=False),
    PrimaryKeyConstraint("order_id", "position"),
)

#: Not "events": Rasa's tracker store has a table of that name and stores nothing beside ours.
shop_events = Table(
    "shop_events",
    metadata,
    Column("seq", Whole, primary_key=True, autoincrement=True),
    Column("event_id", Key, nullable=False, unique=True),
    Column("type", Words, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("customer_id", Key),
    Column("visitor_id", Key),
    Column("sku", Key),
    Column("product_id", Key),
    Column("query", Words),
    Column("value", Real),
    Column("device", Words),
    Column("channel", Words),
    Index(None, "customer_id", "seq"),
    Index(None, "visitor_id", "seq"),
    sqlite_autoincrement=True,
)

reviews = Table(
    "reviews",
    metadata,
    Column("review_id", Key, primary_key=True),
    Column("product_id", Key, nullable=False),
    Column("text", Words, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("customer_id", Key),
    Column("title", Words, nullable=False),
    Column("stars", Integer),
    Column("sentiment", Real),
    Column("sentiment_label", Words),
    Column("conversation_id", Key),  # where it was written in a conversation: a visitor's review is theirs by this alone
    Column("content_hash", Words, nullable=False),
    Column("checked_at", UtcTime),  # None: not looked at since it came or changed
    Column("flags", Json, nullable=False, server_default="{}"),  # reason → detail, of shop.review_checks
    Column("held", Boolean, nullable=False, server_default=false()),  # a reason holds it, and no one released it
    Column("released_at", UtcTime),
    Column("released_by", Words),
    Index(None, "product_id", "at"),
    Index(None, "customer_id"),
    Index(None, "conversation_id"),
    Index(None, "held", "at"),
    Index(None, "checked_at"),
)

offers_shown = Table(
    "offers_shown",
    metadata,
    Column("offer_id", Key, primary_key=True),
    Column("customer_key", Key),
    Column("promotion_id", Key, nullable=False),
    Column("treatment", Words, nullable=False),
    Column("propensity", Real, nullable=False),
    Column("shown_at", UtcTime, nullable=False),
    Column("outcome", Words),
    Column("value", Whole),
    Column("context", Json, nullable=False),
    Column("content_hash", Words, nullable=False),
    Index(None, "customer_key"),
)

past_chats = Table(
    "past_chats",
    metadata,
    Column("chat_id", Key, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("customer_id", Key),
    Column("topic", Words, nullable=False),
    Column("messages", Json, nullable=False),
    Column("satisfied", Boolean),
    Column("content_hash", Words, nullable=False),
)
