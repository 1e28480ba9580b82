"""Erasing while others write: nothing of the erased customer comes in behind the erasure, and nobody waits for ever."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event as Flag
from typing import Any

import pytest

from shop.customers import Consent, Customer
from shop.errors import NotFound, Unavailable
from shop.events import Event
from shop.orders import Review
from storage import Storage
from storage.every_table import every_table

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def holds(storage: Storage, name: str) -> list[str]:
    """Tables in which ``name`` stands."""
    with storage.database.read() as connection:
        tables = every_table().tables.items()
        return [table for table, made in tables if f"'{name}'" in str(connection.execute(made.select()).mappings().all())]


def writers(storage: Storage, stop: Flag) -> list[Any]:
    def again(write: Any) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                write(number)
            except NotFound:  # erased: what was written in the conversation is refused
                return

    def event(n: int) -> None:
        storage.events.add([Event(f"e{n}", "view", NOW, "ada", product_id="p1")])

    def fact(n: int) -> None:
        storage.profiles.put_fact("ada", {"text": f"fact {n}"})

    def review(n: int) -> None:
        storage.reviews.add(Review(f"r{n}", "p1", "Fine.", NOW, "ada", stars=5), conversation_id="c1")

    def message(n: int) -> None:
        storage.conversations.add_customer_message("c1", f"m{n}", "A secret wish.", None, NOW)

    def consent(n: int) -> None:
        storage.conversations.set_consent("c1", Consent(n % 2 == 0, at=NOW + timedelta(seconds=n), source="widget"))

    return [lambda write=write: again(write) for write in (event, fact, review, message, consent)]


@pytest.mark.parametrize("by", ["shop", "customer"])
def test_what_is_written_at_the_same_moment_does_not_outlive_the_erasure(storage: Storage, by: str) -> None:
    storage.customers.upsert([Customer("ada", consent=Consent(True, at=NOW))])
    storage.conversations.start("c1", NOW, visitor_id="v", customer_id="ada")
    stop = Flag()
    with ThreadPoolExecutor(6) as pool:
        running: list[Future[None]] = [pool.submit(write) for write in writers(storage, stop)]
        for _ in range(50):
            if storage.conversations.messages("c1", limit=3):
                break
        if by == "shop":
            storage.privacy.erase_customer("ada", NOW, door="api")
        else:
            storage.privacy.erase_conversation("c1", NOW, door="widget")
        stop.set()
        for future in running:
            future.result(timeout=60)
    assert holds(storage, "ada") == []
    assert storage.conversations.get("c1") is None


def test_two_who_erase_the_same_customer_do_it_once(storage: Storage) -> None:
    storage.customers.upsert([Customer("ada")])
    for name in ("c1", "c2", "c3"):
        storage.conversations.start(name, NOW, visitor_id="v", customer_id="ada")

    def erase(name: str) -> bool:
        try:
            return bool(storage.privacy.erase_conversation(name, NOW, door="widget").counts)
        except (NotFound, Unavailable):
            return False

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(erase, ("c3", "c1", "c2"))) == [False, False, True]
    assert holds(storage, "ada") == []
