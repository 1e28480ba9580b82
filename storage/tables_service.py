"""The tables of the service itself: conversations, jobs, content, staff and keys."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    false,
    text,
)

from storage.metadata import metadata
from storage.types import Json, Key, Real, UtcTime, Whole, Words

conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", Key, primary_key=True),
    Column("created_at", UtcTime, nullable=False),
    Column("owner", Key, nullable=False),
    Column("owner_epoch", Integer, nullable=False),
    Column("agent_id", Key),
    Column("customer_id", Key),
    Column("visitor_id", Key, nullable=False),
    Column("page", Json, nullable=False),
    Column("cart", Json, nullable=False),
    Column("consent", Json, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("customer_seq", Integer, nullable=False),  # the customer's last message; above answered_seq = unanswered
    Column("answered_seq", Integer, nullable=False),
    Column("slow_seq", Integer, nullable=False),  # up to here the customer was told that the answer takes longer
    Column("waiting_since", UtcTime),
    Column("handover_reason", Words, nullable=False),
    Column("closed_at", UtcTime),
    Column("lease_token", Key),  # the one turn in flight
    Column("lease_worker", Words),
    Column("lease_until", UtcTime),
    Column("anger", Real, nullable=False, default=0.0, server_default="0"),  # shop.mood, after the last message that was read
    Column("anger_rising", Boolean, nullable=False, default=False, server_default=false()),
    Column("upset_seq", Integer),  # the message that weighs most in it
    Column("person_offered_seq", Integer),  # the customer's message on which a person was offered
    Column("person_declined", Boolean, nullable=False, default=False, server_default=false()),
    CheckConstraint("owner IN ('bot', 'queue', 'agent')", name="owner"),
    Index("ix_conversations_unanswered", "last_at", sqlite_where=text("customer_seq > answered_seq"),
          postgresql_where=text("customer_seq > answered_seq")),
    Index(None, "owner", "waiting_since"),
    Index(None, "last_at"),
    Index(None, "customer_id"),
)  # fmt: skip

messages = Table(
    "messages",
    metadata,
    Column("conversation_id", Key, ForeignKey("conversations.conversation_id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("author", Key, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("text", Words, nullable=False),
    Column("blocks", Json, nullable=False),
    Column("client_id", Key),
    Column("author_name", Words, nullable=False),
    Column("visibility", Key, nullable=False),
    Column("payload", Json),
    Column("in_reply_to", Integer),
    Column("sentiment", Real),  # of a customer's own words, -1 to 1; null: not read
    PrimaryKeyConstraint("conversation_id", "seq"),
    UniqueConstraint("conversation_id", "author", "client_id"),
    CheckConstraint("author IN ('customer', 'bot', 'agent', 'system')", name="author"),
    CheckConstraint("visibility IN ('all', 'staff')", name="visibility"),
)

unclear_messages = Table(  # goes with its message: erasing a conversation erases what was not understood in it
    "unclear_messages",
    metadata,
    Column("conversation_id", Key, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("likeness_sha256", Key, nullable=False),  # of the words alone: the same for messages that say the same
    Column("intent", Key, nullable=False),
    Column("ranking", Json, nullable=False),
    Column("offered", Json, nullable=False),
    Column("chosen", Key),  # the meaning that the customer pressed
    PrimaryKeyConstraint("conversation_id", "seq"),
    ForeignKeyConstraint(["conversation_id", "seq"], ["messages.conversation_id", "messages.seq"], ondelete="CASCADE"),
    Index(None, "likeness_sha256", "at"),
    Index(None, "at"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", Whole, primary_key=True, autoincrement=True),
    Column("kind", Key, nullable=False),
    Column("payload", Json, nullable=False),
    Column("unique_key", Key),
    Column("status", Key, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("progress", Real, nullable=False),
    Column("progress_text", Words, nullable=False),
    Column("result", Json),
    Column("error", Json),
    Column("run_at", UtcTime, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("finished_at", UtcTime),
    Column("worker_id", Key),
    Column("lease_until", UtcTime),
    CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name="status"),
    Index("uq_jobs_queued", "unique_key", unique=True, sqlite_where=text("status = 'queued'"),
          postgresql_where=text("status = 'queued'")),
    Index(None, "status", "run_at"),
    Index(None, "kind", "job_id"),
    sqlite_autoincrement=True,
)  # fmt: skip

content = Table(
    "content",
    metadata,
    Column("kind", Key, nullable=False),
    Column("key", Key, nullable=False),
    Column("draft", Json),
    Column("live", Json),
    Column("updated_at", UtcTime),
    Column("updated_by", Words, nullable=False),
    PrimaryKeyConstraint("kind", "key"),
)

publications = Table(
    "publications",
    metadata,
    Column("publication_id", Key, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("by", Words, nullable=False),
    Column("model_sha256", Words, nullable=False),
    Column("changes", Json, nullable=False),
    Column("status", Words, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("staff_id", Key, primary_key=True),
    Column("login", Key, nullable=False, unique=True),  # lower case
    Column("name", Words, nullable=False),
    Column("role", Key, nullable=False),
    Column("password_hash", Words, nullable=False),
    CheckConstraint("role IN ('agent', 'marketer', 'admin')", name="role"),
)

staff_logins = Table(
    "staff_logins",
    metadata,
    Column("token_sha256", Key, primary_key=True),
    Column("staff_id", Key, ForeignKey("staff.staff_id", ondelete="CASCADE"), nullable=False),
    Column("csrf", Words, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index(None, "staff_id"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("key_sha256", Key, nullable=False, unique=True),
    Column("prefix", Words, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
)
