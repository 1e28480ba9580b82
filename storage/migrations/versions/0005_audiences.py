"""Audiences: groups of customers by name, and who is in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Json, Key, UtcTime, Words

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audiences",
        sa.Column("audience_id", Key(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("kind", Key(), nullable=False),
        sa.Column("definition", Json(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("audience_id", name=op.f("pk_audiences")),
    )
    op.create_table(
        "audience_members",
        sa.Column("audience_id", Key(), nullable=False),
        sa.Column("customer_id", Key(), nullable=False),
        sa.PrimaryKeyConstraint("audience_id", "customer_id", name=op.f("pk_audience_members")),
        sa.ForeignKeyConstraint(
            ["audience_id"],
            ["audiences.audience_id"],
            name=op.f("fk_audience_members_audience_id_audiences"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.customer_id"],
            name=op.f("fk_audience_members_customer_id_customers"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_audience_members_customer_id"), "audience_members", ["customer_id"])


def downgrade() -> None:
    op.drop_table("audience_members")
    op.drop_table("audiences")
