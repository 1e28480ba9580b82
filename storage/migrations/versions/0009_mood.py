"""How customers feel: the sentiment of each message, the mood of a conversation, and whether a person was offered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Real

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("sentiment", Real, nullable=True))
    op.add_column("conversations", sa.Column("anger", Real, server_default="0", nullable=False))
    for name in ("anger_rising", "person_declined"):
        op.add_column("conversations", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in ("upset_seq", "person_offered_seq"):
        op.add_column("conversations", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in ("person_offered_seq", "upset_seq", "person_declined", "anger_rising", "anger"):
        op.drop_column("conversations", name)
    op.drop_column("messages", "sentiment")
