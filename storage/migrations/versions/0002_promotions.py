"""Promotions, quotes, redemptions and idempotency keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Json, Key, UtcTime, Whole, Words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("scope", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("body_sha256", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", Json(), nullable=True),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "promotion_customers",
        sa.Column("promotion_id", Key(), nullable=False),
        sa.Column("customer_key", Key(), nullable=False),
        sa.Column("used", Whole, server_default="0", nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_promotion_customers_used_not_negative")),
        sa.PrimaryKeyConstraint("promotion_id", "customer_key", name=op.f("pk_promotion_customers")),
    )
    op.create_table(
        "promotions",
        sa.Column("promotion_id", Key(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", Whole, nullable=False),
        sa.Column("code", Words(), nullable=False),
        sa.Column("code_key", Key(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("starts_at", UtcTime(), nullable=True),
        sa.Column("ends_at", UtcTime(), nullable=True),
        sa.Column("minimum_spend", Whole, nullable=False),
        sa.Column("value_is_percent", sa.Boolean(), nullable=False),
        sa.Column("maximum_discount", Whole, nullable=True),
        sa.Column("categories", Json(), nullable=False),
        sa.Column("brands", Json(), nullable=False),
        sa.Column("product_ids", Json(), nullable=False),
        sa.Column("tiers", Json(), nullable=False),
        sa.Column("total_limit", Whole, nullable=True),
        sa.Column("customer_limit", Whole, nullable=True),
        sa.Column("used", Whole, server_default="0", nullable=False),
        sa.Column("stackable", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("description", Words(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_promotions_used_not_negative")),
        sa.PrimaryKeyConstraint("promotion_id", name=op.f("pk_promotions")),
    )
    op.create_index(op.f("ix_promotions_code_key"), "promotions", ["code_key"], unique=False)
    op.create_table(
        "quotes",
        sa.Column("quote_id", Key(), nullable=False),
        sa.Column("customer_key", Key(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=True),
        sa.Column("expires_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("quote_id", name=op.f("pk_quotes")),
    )
    op.create_index(op.f("ix_quotes_expires_at"), "quotes", ["expires_at"], unique=False)
    op.create_table(
        "redemption_ledger",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("redemption_id", Key(), nullable=False),
        sa.Column("promotion_id", Key(), nullable=False),
        sa.Column("customer_key", Key(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("discount", Whole, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_redemption_ledger")),
    )
    op.create_index(op.f("ix_redemption_ledger_promotion_id"), "redemption_ledger", ["promotion_id"], unique=False)
    op.create_index(op.f("ix_redemption_ledger_redemption_id"), "redemption_ledger", ["redemption_id"], unique=False)
    op.create_table(
        "redemptions",
        sa.Column("redemption_id", Key(), nullable=False),
        sa.Column("order_id", Key(), nullable=False),
        sa.Column("quote_id", Key(), nullable=False),
        sa.Column("customer_key", Key(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("discount", Whole, nullable=False),
        sa.Column("applied", Json(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("cancelled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("redemption_id", name=op.f("pk_redemptions")),
    )
    op.create_index(
        "uq_redemptions_live_order_id",
        "redemptions",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_index(
        "uq_redemptions_live_quote_id",
        "redemptions",
        ["quote_id"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_redemptions_live_quote_id",
        table_name="redemptions",
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.drop_index(
        "uq_redemptions_live_order_id",
        table_name="redemptions",
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.drop_table("redemptions")
    op.drop_index(op.f("ix_redemption_ledger_redemption_id"), table_name="redemption_ledger")
    op.drop_index(op.f("ix_redemption_ledger_promotion_id"), table_name="redemption_ledger")
    op.drop_table("redemption_ledger")
    op.drop_index(op.f("ix_quotes_expires_at"), table_name="quotes")
    op.drop_table("quotes")
    op.drop_index(op.f("ix_promotions_code_key"), table_name="promotions")
    op.drop_table("promotions")
    op.drop_table("promotion_customers")
    op.drop_table("idempotency_keys")
