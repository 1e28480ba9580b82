"""What customers told of who they are, and promotions that ask for a birthday or for being a student."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Json

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("attributes", Json(), server_default="{}", nullable=False))
    for name in ("birthday_month", "students"):
        op.add_column("promotions", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("promotions", sa.Column("birthday_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in ("birthday_days", "students", "birthday_month"):
        op.drop_column("promotions", name)
    op.drop_column("customers", "attributes")
