from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from shop.errors import Conflict
from storage import tables, tables_audiences, tables_profiles, tables_promotions, tables_releases, tables_service
from storage.database import Database
from storage.metadata import metadata
from storage.migrations import current, downgrade, migrate

ALL = (tables, tables_audiences, tables_profiles, tables_promotions, tables_releases, tables_service)


def _names(url: str) -> set[str]:
    database = Database(url)
    try:
        return set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    finally:
        database.close()


def test_the_schema_goes_up_and_down_and_up_again(empty_database_url: str) -> None:
    assert current(empty_database_url) is None
    migrate(empty_database_url)
    assert _names(empty_database_url) == set(metadata.tables)
    downgrade(empty_database_url)
    assert _names(empty_database_url) == set()
    migrate(empty_database_url)
    assert _names(empty_database_url) == set(metadata.tables)


def test_migrating_again_changes_nothing(database_url: str) -> None:
    before = current(database_url)
    assert before is not None
    migrate(database_url)
    assert current(database_url) == before


def test_the_migrated_schema_is_the_one_that_the_tables_describe(database_url: str) -> None:
    database = Database(database_url)
    try:
        with database.read() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    finally:
        database.close()


def test_processes_that_migrate_at_once_do_not_disturb_each_other(empty_database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [empty_database_url] * 4))
    assert _names(empty_database_url) == set(metadata.tables)


def test_a_database_of_a_newer_version_is_left_as_it_is(empty_database_url: str) -> None:
    migrate(empty_database_url)
    database = Database(empty_database_url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(Conflict, match="newer Shoptalk") as raised:
        migrate(empty_database_url)
    assert raised.value.code == "schema_newer"
    assert current(empty_database_url) == "9999"


def test_no_table_is_called_events_because_rasa_has_one() -> None:
    assert "events" not in metadata.tables


def test_a_step_down_takes_only_its_own_tables(empty_database_url: str) -> None:
    migrate(empty_database_url)
    downgrade(empty_database_url, "0001")
    assert "promotions" not in _names(empty_database_url)
    assert "products" in _names(empty_database_url)


def test_a_memory_database_is_refused_since_threads_would_each_see_another() -> None:
    with pytest.raises(ValueError):
        Database("sqlite:///:memory:")
