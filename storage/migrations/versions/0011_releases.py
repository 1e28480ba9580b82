"""Learnt models: how their versions came into use, and checks of drift."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Json, Key, UtcTime, Whole, Words

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_releases",
        sa.Column("note_id", Whole, nullable=False),
        sa.Column("model", Key(), nullable=False),
        sa.Column("version", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("deed", Key(), nullable=False),
        sa.Column("cause", Words(), nullable=False),
        sa.Column("verdict", Json(), nullable=False),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_model_releases")),
    )
    op.create_index(op.f("ix_model_releases_model_note_id"), "model_releases", ["model", "note_id"])
    op.create_table(
        "drift_checks",
        sa.Column("check_id", Whole, nullable=False),
        sa.Column("model", Key(), nullable=False),
        sa.Column("version", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("parts", Json(), nullable=False),
        sa.Column("causes", Json(), nullable=False),
        sa.PrimaryKeyConstraint("check_id", name=op.f("pk_drift_checks")),
    )
    op.create_index(op.f("ix_drift_checks_model_check_id"), "drift_checks", ["model", "check_id"])


def downgrade() -> None:
    op.drop_table("drift_checks")
    op.drop_table("model_releases")
