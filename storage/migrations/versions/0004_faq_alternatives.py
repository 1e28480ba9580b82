"""Other ways to ask a question of the shop."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("faqs", sa.Column("alternatives", Json(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("faqs", "alternatives")
