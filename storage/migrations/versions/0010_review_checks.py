"""Reviews are checked before they count; what they say of aspects is kept with the sentence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Json, UtcTime, Words

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reviews", sa.Column("checked_at", UtcTime(), nullable=True))
    op.add_column("reviews", sa.Column("flags", Json(), server_default="{}", nullable=False))
    op.add_column("reviews", sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("reviews", sa.Column("released_at", UtcTime(), nullable=True))
    op.add_column("reviews", sa.Column("released_by", Words(), nullable=True))
    op.create_index(op.f("ix_reviews_held_at"), "reviews", ["held", "at"])
    op.create_index(op.f("ix_reviews_checked_at"), "reviews", ["checked_at"])
    op.add_column("review_aspects", sa.Column("quote", Words(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("review_aspects", "quote")
    op.drop_index(op.f("ix_reviews_checked_at"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_held_at"), table_name="reviews")
    for name in ("released_by", "released_at", "held", "flags", "checked_at"):
        op.drop_column("reviews", name)
