"""Catalogue, customers, orders, events, reviews, conversations, jobs, content, staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Json, Key, Real, UtcTime, Whole, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("key_id", Key(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("key_sha256", Key(), nullable=False),
        sa.Column("prefix", Words(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_sha256", name=op.f("uq_api_keys_key_sha256")),
    )
    op.create_table(
        "content",
        sa.Column("kind", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("draft", Json(), nullable=True),
        sa.Column("live", Json(), nullable=True),
        sa.Column("updated_at", UtcTime(), nullable=True),
        sa.Column("updated_by", Words(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_content")),
    )
    op.create_table(
        "conversations",
        sa.Column("conversation_id", Key(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("owner", Key(), nullable=False),
        sa.Column("owner_epoch", sa.Integer(), nullable=False),
        sa.Column("agent_id", Key(), nullable=True),
        sa.Column("customer_id", Key(), nullable=True),
        sa.Column("visitor_id", Key(), nullable=False),
        sa.Column("page", Json(), nullable=False),
        sa.Column("cart", Json(), nullable=False),
        sa.Column("consent", Json(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.Column("customer_seq", sa.Integer(), nullable=False),
        sa.Column("answered_seq", sa.Integer(), nullable=False),
        sa.Column("slow_seq", sa.Integer(), nullable=False),
        sa.Column("waiting_since", UtcTime(), nullable=True),
        sa.Column("handover_reason", Words(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("lease_token", Key(), nullable=True),
        sa.Column("lease_worker", Words(), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.CheckConstraint("owner IN ('bot', 'queue', 'agent')", name=op.f("ck_conversations_owner")),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_customer_id"), "conversations", ["customer_id"], unique=False)
    op.create_index(op.f("ix_conversations_last_at"), "conversations", ["last_at"], unique=False)
    op.create_index(op.f("ix_conversations_owner_waiting_since"), "conversations", ["owner", "waiting_since"], unique=False)
    op.create_index(
        "ix_conversations_unanswered",
        "conversations",
        ["last_at"],
        unique=False,
        sqlite_where=sa.text("customer_seq > answered_seq"),
        postgresql_where=sa.text("customer_seq > answered_seq"),
    )
    op.create_table(
        "counters",
        sa.Column("name", Key(), nullable=False),
        sa.Column("value", Whole, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "customer_keys",
        sa.Column("customer_id", Key(), nullable=False),
        sa.Column("customer_key", Key(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_keys")),
        sa.UniqueConstraint("customer_key", name=op.f("uq_customer_keys_customer_key")),
    )
    op.create_table(
        "customers",
        sa.Column("customer_id", Key(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("email", Words(), nullable=False),
        sa.Column("region", Words(), nullable=False),
        sa.Column("channel", Words(), nullable=False),
        sa.Column("tier", Words(), nullable=False),
        sa.Column("subscribed", sa.Boolean(), nullable=False),
        sa.Column("consent_profile", sa.Boolean(), nullable=False),
        sa.Column("consent_marketing", sa.Boolean(), nullable=False),
        sa.Column("consent_at", UtcTime(), nullable=True),
        sa.Column("consent_source", Words(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=True),
        sa.Column("content_hash", Words(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customers")),
    )
    op.create_table(
        "faqs",
        sa.Column("faq_id", Key(), nullable=False),
        sa.Column("question", Words(), nullable=False),
        sa.Column("answer", Words(), nullable=False),
        sa.Column("topic", Words(), nullable=False),
        sa.Column("content_hash", Words(), nullable=False),
        sa.PrimaryKeyConstraint("faq_id", name=op.f("pk_faqs")),
    )
    op.create_table(
        "jobs",
        sa.Column("job_id", Whole, autoincrement=True, nullable=False),
        sa.Column("kind", Key(), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("unique_key", Key(), nullable=True),
        sa.Column("status", Key(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", Real, nullable=False),
        sa.Column("progress_text", Words(), nullable=False),
        sa.Column("result", Json(), nullable=True),
        sa.Column("error", Json(), nullable=True),
        sa.Column("run_at", UtcTime(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("worker_id", Key(), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_jobs_status")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_jobs")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_jobs_kind_job_id"), "jobs", ["kind", "job_id"], unique=False)
    op.create_index(op.f("ix_jobs_status_run_at"), "jobs", ["status", "run_at"], unique=False)
    op.create_index(
        "uq_jobs_queued",
        "jobs",
        ["unique_key"],
        unique=True,
        sqlite_where=sa.text("status = 'queued'"),
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_table(
        "offers_shown",
        sa.Column("offer_id", Key(), nullable=False),
        sa.Column("customer_key", Key(), nullable=True),
        sa.Column("promotion_id", Key(), nullable=False),
        sa.Column("treatment", Words(), nullable=False),
        sa.Column("propensity", Real, nullable=False),
        sa.Column("shown_at", UtcTime(), nullable=False),
        sa.Column("outcome", Words(), nullable=True),
        sa.Column("value", Whole, nullable=True),
        sa.Column("context", Json(), nullable=False),
        sa.Column("content_hash", Words(), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offers_shown")),
    )
    op.create_index(op.f("ix_offers_shown_customer_key"), "offers_shown", ["customer_key"], unique=False)
    op.create_table(
        "orders",
        sa.Column("order_id", Key(), nullable=False),
        sa.Column("customer_id", Key(), nullable=False),
        sa.Column("placed_at", UtcTime(), nullable=False),
        sa.Column("status", Words(), nullable=False),
        sa.Column("currency", Words(), nullable=False),
        sa.Column("total", Whole, nullable=False),
        sa.Column("tracking", Words(), nullable=False),
        sa.Column("expected_at", UtcTime(), nullable=True),
        sa.Column("content_hash", Words(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_orders")),
    )
    op.create_index(op.f("ix_orders_customer_id_placed_at"), "orders", ["customer_id", "placed_at"], unique=False)
    op.create_table(
        "past_chats",
        sa.Column("chat_id", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("customer_id", Key(), nullable=True),
        sa.Column("topic", Words(), nullable=False),
        sa.Column("messages", Json(), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("content_hash", Words(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_past_chats")),
    )
    op.create_table(
        "products",
        sa.Column("product_id", Key(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("description", Words(), nullable=False),
        sa.Column("type", Words(), nullable=False),
        sa.Column("category", Words(), nullable=False),
        sa.Column("brand", Words(), nullable=False),
        sa.Column("material", Words(), nullable=False),
        sa.Column("attributes", Json(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("rating", Real, nullable=True),
        sa.Column("rating_count", Whole, nullable=False),
        sa.Column("currency", Words(), nullable=False),
        sa.Column("url", Words(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("search_text", Words(), nullable=False),
        sa.Column("content_hash", Words(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_products")),
    )
    op.create_table(
        "publications",
        sa.Column("publication_id", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("model_sha256", Words(), nullable=False),
        sa.Column("changes", Json(), nullable=False),
        sa.Column("status", Words(), nullable=False),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_publications")),
    )
    op.create_table(
        "reviews",
        sa.Column("review_id", Key(), nullable=False),
        sa.Column("product_id", Key(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("customer_id", Key(), nullable=True),
        sa.Column("title", Words(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("sentiment", Real, nullable=True),
        sa.Column("sentiment_label", Words(), nullable=True),
        sa.Column("content_hash", Words(), nullable=False),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_customer_id"), "reviews", ["customer_id"], unique=False)
    op.create_index(op.f("ix_reviews_product_id_at"), "reviews", ["product_id", "at"], unique=False)
    op.create_table(
        "shop_events",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("event_id", Key(), nullable=False),
        sa.Column("type", Words(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("customer_id", Key(), nullable=True),
        sa.Column("visitor_id", Key(), nullable=True),
        sa.Column("sku", Key(), nullable=True),
        sa.Column("product_id", Key(), nullable=True),
        sa.Column("query", Words(), nullable=True),
        sa.Column("value", Real, nullable=True),
        sa.Column("device", Words(), nullable=True),
        sa.Column("channel", Words(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_shop_events")),
        sa.UniqueConstraint("event_id", name=op.f("uq_shop_events_event_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_shop_events_customer_id_seq"), "shop_events", ["customer_id", "seq"], unique=False)
    op.create_index(op.f("ix_shop_events_visitor_id_seq"), "shop_events", ["visitor_id", "seq"], unique=False)
    op.create_table(
        "staff",
        sa.Column("staff_id", Key(), nullable=False),
        sa.Column("login", Key(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("role", Key(), nullable=False),
        sa.Column("password_hash", Words(), nullable=False),
        sa.CheckConstraint("role IN ('agent', 'marketer', 'admin')", name=op.f("ck_staff_role")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_table(
        "messages",
        sa.Column("conversation_id", Key(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("blocks", Json(), nullable=False),
        sa.Column("client_id", Key(), nullable=True),
        sa.Column("author_name", Words(), nullable=False),
        sa.Column("visibility", Key(), nullable=False),
        sa.Column("payload", Json(), nullable=True),
        sa.Column("in_reply_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("author IN ('customer', 'bot', 'agent', 'system')", name=op.f("ck_messages_author")),
        sa.CheckConstraint("visibility IN ('all', 'staff')", name=op.f("ck_messages_visibility")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.conversation_id"],
            name=op.f("fk_messages_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "conversation_id", "author", "client_id", name=op.f("uq_messages_conversation_id_author_client_id")
        ),
    )
    op.create_table(
        "order_lines",
        sa.Column("order_id", Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", Key(), nullable=False),
        sa.Column("product_id", Key(), nullable=False),
        sa.Column("quantity", Whole, nullable=False),
        sa.Column("unit_price", Whole, nullable=False),
        sa.Column("returned", Whole, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.order_id"], name=op.f("fk_order_lines_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("order_id", "position", name=op.f("pk_order_lines")),
    )
    op.create_table(
        "profiles",
        sa.Column("customer_id", Key(), nullable=False),
        sa.Column("profile", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.customer_id"], name=op.f("fk_profiles_customer_id_customers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_profiles")),
    )
    op.create_table(
        "staff_logins",
        sa.Column("token_sha256", Key(), nullable=False),
        sa.Column("staff_id", Key(), nullable=False),
        sa.Column("csrf", Words(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.staff_id"], name=op.f("fk_staff_logins_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_staff_logins")),
    )
    op.create_index(op.f("ix_staff_logins_staff_id"), "staff_logins", ["staff_id"], unique=False)
    op.create_table(
        "variants",
        sa.Column("sku", Key(), nullable=False),
        sa.Column("product_id", Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("price", Whole, nullable=False),
        sa.Column("options", Json(), nullable=False),
        sa.Column("cost", Whole, nullable=True),
        sa.Column("compare_at", Whole, nullable=True),
        sa.Column("stock", Whole, nullable=False),
        sa.Column("picture", Words(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.product_id"], name=op.f("fk_variants_product_id_products"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sku", name=op.f("pk_variants")),
    )
    op.create_index(op.f("ix_variants_product_id_position"), "variants", ["product_id", "position"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_variants_product_id_position"), table_name="variants")
    op.drop_table("variants")
    op.drop_index(op.f("ix_staff_logins_staff_id"), table_name="staff_logins")
    op.drop_table("staff_logins")
    op.drop_table("profiles")
    op.drop_table("order_lines")
    op.drop_table("messages")
    op.drop_table("staff")
    op.drop_index(op.f("ix_shop_events_visitor_id_seq"), table_name="shop_events")
    op.drop_index(op.f("ix_shop_events_customer_id_seq"), table_name="shop_events")
    op.drop_table("shop_events")
    op.drop_index(op.f("ix_reviews_product_id_at"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_customer_id"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_table("publications")
    op.drop_table("products")
    op.drop_table("past_chats")
    op.drop_index(op.f("ix_orders_customer_id_placed_at"), table_name="orders")
    op.drop_table("orders")
    op.drop_index(op.f("ix_offers_shown_customer_key"), table_name="offers_shown")
    op.drop_table("offers_shown")
    op.drop_index(
        "uq_jobs_queued",
        table_name="jobs",
        sqlite_where=sa.text("status = 'queued'"),
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.drop_index(op.f("ix_jobs_status_run_at"), table_name="jobs")
    op.drop_index(op.f("ix_jobs_kind_job_id"), table_name="jobs")
    op.drop_table("jobs")
    op.drop_table("faqs")
    op.drop_table("customers")
    op.drop_table("customer_keys")
    op.drop_table("counters")
    op.drop_index(
        "ix_conversations_unanswered",
        table_name="conversations",
        sqlite_where=sa.text("customer_seq > answered_seq"),
        postgresql_where=sa.text("customer_seq > answered_seq"),
    )
    op.drop_index(op.f("ix_conversations_owner_waiting_since"), table_name="conversations")
    op.drop_index(op.f("ix_conversations_last_at"), table_name="conversations")
    op.drop_index(op.f("ix_conversations_customer_id"), table_name="conversations")
    op.drop_table("conversations")
    op.drop_table("content")
    op.drop_table("api_keys")
