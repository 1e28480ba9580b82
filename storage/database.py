"""Engines and transactions: SQLite with WAL, or PostgreSQL through psycopg 3, behind the same two context managers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shop.errors import InvalidInput, Unavailable

BUSY_SECONDS = 30
_LOCK_EVENTS = 7_151_001  # advisory lock of PostgreSQL: events get their numbers in the order of their commits


def driver_url(url: str) -> str:
    """``postgres://…`` and ``postgresql://…`` name psycopg 3 as the driver; other URLs stay as they are."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


def make_engine(url: str) -> Engine:
    """An engine with a pool that many threads may share. Connects at first use, not here."""
    url = driver_url(url)
    pool: dict[str, Any] = {"pool_size": 16, "max_overflow": 16, "pool_timeout": BUSY_SECONDS, "pool_pre_ping": True}
    pool["hide_parameters"] = True  # an error's text may reach a log; what people wrote may not
    if url.startswith("postgresql"):
        return create_engine(url, connect_args={"connect_timeout": 10, "options": "-c timezone=UTC"}, **pool)
    path = url.removeprefix("sqlite:///")
    if path in ("", ":memory:"):
        raise ValueError("SQLite needs a file: sqlite:///folder/name.db")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver opens no transactions of its own; _begin_sqlite does
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise Unavailable("The database does not answer.", code="database_unavailable") from error
    except (DataError, OverflowError, UnicodeEncodeError) as error:  # a NUL, half a character, a number beyond 64 bits
        raise InvalidInput("A text or number of this request cannot be stored.", code="not_storable") from error


class Database:
    """``with database.write() as connection`` is one transaction: committed at the end, rolled back on any exception."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.postgresql = self.engine.dialect.name == "postgresql"
        # SQLite has one writer; threads of this process wait in line here, which is fairer than its busy loop.
        self._writer = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Like ``write``, for reading. Both raise Unavailable when the database does not answer or stays locked, and
        InvalidInput ``not_storable`` for a value that no column can hold."""
        with _answering(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Never nest two on one thread: the second would wait for the first."""
        if self.postgresql:
            with _answering(), self.engine.begin() as connection:
                yield connection
            return
        with _answering(), self._writer, self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An INSERT that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``, which both databases share."""
        return postgresql.insert(table) if self.postgresql else sqlite.insert(table)

    def order_events(self, connection: Connection) -> None:
        """Let one transaction at a time number events, so that a reader never passes a number that is still to come."""
        if self.postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_EVENTS})

    def ping(self) -> None:
        """Raises Unavailable when the database does not answer."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()
