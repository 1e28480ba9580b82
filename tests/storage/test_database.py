from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from shop.catalogue import Faq
from shop.errors import Unavailable
from storage import Storage, open_storage
from storage.database import driver_url


def test_a_database_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"")
    for url in ("postgresql://nobody@127.0.0.1:1/none", f"sqlite:///{tmp_path / 'no.db'}"):
        opened = open_storage(url)
        with pytest.raises(Unavailable):
            opened.faqs.count()
        opened.close()


def test_ping_answers(storage: Storage) -> None:
    storage.ping()


def test_an_exception_undoes_the_whole_transaction(storage: Storage) -> None:
    def fail() -> None:
        with storage.database.write() as connection:
            connection.execute(text("INSERT INTO counters (name, value) VALUES ('x', 1)"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with storage.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM counters")).scalar_one() == 0


def test_many_threads_write_at_once(storage: Storage) -> None:
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda n: storage.faqs.upsert([Faq(f"f{n}", "Q", "A")]), range(96)))
    assert storage.faqs.count() == 96


def test_sqlite_is_durable_and_lets_readers_read_while_one_writes(tmp_path: Path) -> None:
    opened = open_storage(f"sqlite:///{tmp_path / 'deep' / 'shop.db'}")
    with opened.database.read() as connection:
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in
                    ("journal_mode", "synchronous", "foreign_keys")]  # fmt: skip
    assert settings == ["wal", 2, 1]
    with opened.database.write() as writing:
        writing.execute(text("CREATE TABLE t (x INTEGER)"))
        opened.ping()
    opened.close()


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d"])
def test_postgresql_urls_name_psycopg(url: str) -> None:
    assert driver_url(url) == "postgresql+psycopg://u@h/d"
