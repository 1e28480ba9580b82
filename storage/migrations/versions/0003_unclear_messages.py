"""Messages that were not understood, for the console's inbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Json, Key, UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unclear_messages",
        sa.Column("conversation_id", Key(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("likeness_sha256", Key(), nullable=False),
        sa.Column("intent", Key(), nullable=False),
        sa.Column("ranking", Json(), nullable=False),
        sa.Column("offered", Json(), nullable=False),
        sa.Column("chosen", Key(), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_unclear_messages")),
        sa.ForeignKeyConstraint(
            ["conversation_id", "seq"],
            ["messages.conversation_id", "messages.seq"],
            name=op.f("fk_unclear_messages_conversation_id_seq_messages"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_unclear_messages_likeness_sha256_at"), "unclear_messages", ["likeness_sha256", "at"])
    op.create_index(op.f("ix_unclear_messages_at"), "unclear_messages", ["at"])


def downgrade() -> None:
    op.drop_table("unclear_messages")
