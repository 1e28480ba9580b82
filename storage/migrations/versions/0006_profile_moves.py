"""What moved a profile and why, and what reviews say of aspects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Key, Real, UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profile_moves",
        sa.Column("customer_id", Key(), nullable=False),
        sa.Column("cause_kind", Key(), nullable=False),
        sa.Column("cause_id", Key(), nullable=False),
        sa.Column("facet", Key(), nullable=False),
        sa.Column("value", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("delta", Real, nullable=False),
        sa.Column("undone_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "cause_id", "facet", "value", name=op.f("pk_profile_moves")),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["profiles.customer_id"],
            name=op.f("fk_profile_moves_customer_id_profiles"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_profile_moves_customer_id_at"), "profile_moves", ["customer_id", "at"])
    op.create_table(
        "review_aspects",
        sa.Column("review_id", Key(), nullable=False),
        sa.Column("aspect", Key(), nullable=False),
        sa.Column("product_id", Key(), nullable=False),
        sa.Column("value", Real, nullable=False),
        sa.PrimaryKeyConstraint("review_id", "aspect", name=op.f("pk_review_aspects")),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.review_id"],
            name=op.f("fk_review_aspects_review_id_reviews"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_review_aspects_product_id_aspect"), "review_aspects", ["product_id", "aspect"])


def downgrade() -> None:
    op.drop_table("review_aspects")
    op.drop_table("profile_moves")
