"""Where a review was written, and that somebody was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Json, Key, UtcTime, Whole, Words

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reviews", sa.Column("conversation_id", Key(), nullable=True))
    op.create_index(op.f("ix_reviews_conversation_id"), "reviews", ["conversation_id"])
    op.create_table(
        "erasures",
        sa.Column("seq", Whole, autoincrement=True, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("customer_key", Key(), nullable=True),
        sa.Column("door", Words(), nullable=False),
        sa.Column("counts", Json(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_erasures")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("erasures")
    op.drop_index(op.f("ix_reviews_conversation_id"), table_name="reviews")
    op.drop_column("reviews", "conversation_id")
