"""The schema by Alembic, driven from code: ``migrate``, ``downgrade``, ``current``. Works on SQLite and PostgreSQL.

A new step is a file in ``versions/`` written by hand; a test compares the migrated schema with the tables and names the gap.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from shop.errors import Conflict
from storage.database import Database

_LOCK_SCHEMA = 7_151_002  # advisory lock of PostgreSQL: one migration at a time


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema up to ``revision``; nothing happens when it is there already. Processes may call it at once.

    Raises Conflict ``schema_newer`` for a database that a newer Shoptalk has migrated; it is left as it is.
    """
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str = "base") -> None:
    """Take the schema down to ``revision``; the data of what goes is lost."""
    _run(url, lambda config: command.downgrade(config, revision))


def current(url: str) -> str | None:
    """The revision that the database is at; None for one that was never migrated."""
    database = Database(url)
    try:
        with database.read() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        database.close()


def _run(url: str, work: Callable[[Config], None]) -> None:
    database = Database(url)
    try:
        with database.write() as connection:  # the whole migration or nothing, on both databases
            if database.postgresql:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_SCHEMA})
            config = _config(connection)
            _refuse_newer(connection, config)
            work(config)
    finally:
        database.close()


def _refuse_newer(connection: Connection, config: Config) -> None:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise Conflict(
            f"The database was migrated by a newer Shoptalk (schema {found}) than this one. "
            "Start that version again, or name another database in DATABASE_URL.",
            code="schema_newer",
        )


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
