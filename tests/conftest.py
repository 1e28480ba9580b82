"""Databases for every test that needs one: the same test on SQLite and on PostgreSQL, each in a database of its own.

TEST_DATABASE_URL and TEST_REDIS_URL name the servers; unset, the standard local ports are tried. A missing server skips with
the reason, or fails when CI is set.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import redis
from psycopg import sql

from shop.errors import Corrupt
from shop.manifest import check_manifest
from storage import Storage, open_storage
from storage.metadata import metadata
from storage.migrations import migrate

LOCAL = ("postgresql://postgres@127.0.0.1:5432/postgres", "postgresql://root@127.0.0.1:5432/postgres")
NO_POSTGRESQL = "no PostgreSQL: set TEST_DATABASE_URL or start one on port 5432"


def missing(what: str) -> None:
    """Skip, or fail where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def postgresql_server() -> str | None:
    """URL of a server on which we may create databases, or None."""
    given = os.environ.get("TEST_DATABASE_URL", "").replace("postgres://", "postgresql://", 1)
    for url in (given,) if given else LOCAL:
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return url
    return None


def _execute(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def migrated_database(postgresql_server: str | None) -> Iterator[str | None]:
    """One migrated database on the server, emptied after each test: making one for each takes a second."""
    if postgresql_server is None:
        yield None
        return
    for url in own_database(postgresql_server):
        migrate(url)
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "shop.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path, postgresql_server: str | None) -> Iterator[str]:
    """A database without any table, for tests that change the schema; dropped afterwards."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    elif postgresql_server is None:
        missing(NO_POSTGRESQL)
    else:
        yield from own_database(postgresql_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_database: str | None, migrated_file: Path
) -> Iterator[str]:
    """A migrated database without any row. Tests may write anything, but leave the schema as it is."""
    if request.param == "sqlite":
        shutil.copy(migrated_file, tmp_path / "shop.db")
        yield f"sqlite:///{tmp_path / 'shop.db'}"
    elif migrated_database is None:
        missing(NO_POSTGRESQL)
    else:
        yield migrated_database
        _empty(migrated_database)


def own_database(server: str) -> Iterator[str]:
    """Make a database with a random name, give its URL, and drop it."""
    name = f"shoptalk_test_{secrets.token_hex(6)}"
    _execute(server, "CREATE DATABASE {}", name)
    try:
        head, _, query = server.partition("?")
        yield head.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")
    finally:
        _execute(server, "DROP DATABASE {} WITH (FORCE)", name)


def _empty(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with connection.transaction():
            for table in reversed(metadata.sorted_tables):
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
            sequences = connection.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'").fetchall()
            for (sequence,) in sequences:
                connection.execute(sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(sequence)))


@pytest.fixture
def storage(database_url: str) -> Iterator[Storage]:
    opened = open_storage(database_url)
    yield opened
    opened.close()


@pytest.fixture
def redis_url() -> str:
    url = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/0"
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3) as client:
            client.ping()
    except redis.RedisError:
        missing("no Redis: set TEST_REDIS_URL or start one on port 6379")
    return url


@pytest.fixture
def redis_prefix() -> str:
    """A prefix that no other test has; keys under it are the test's own to delete."""
    return f"test-{secrets.token_hex(6)}"


@pytest.fixture(scope="session")
def sentiment_artifacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``sentiment/``: that of this checkout where set-up exported the present weights, else one exported now."""
    from recommender.sentiment.export import export_sentiment
    from recommender.sentiment.scorer import SHIPPED, WEIGHTS

    here = Path(__file__).parents[1] / "artifacts"
    try:
        if check_manifest(here / "sentiment")["inputs"]["weights"] == check_manifest(SHIPPED)["files"][WEIGHTS]:
            return here
    except Corrupt:
        pass
    folder = tmp_path_factory.mktemp("sentiment")
    export_sentiment(folder, datetime.now(UTC))
    return folder
