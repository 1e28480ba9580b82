"""Run by Alembic; the connection, already in a transaction, comes from storage.migrations."""

from __future__ import annotations

from alembic import context

from storage.metadata import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
