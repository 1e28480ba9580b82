"""Deeds written on a line each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.customers import Consent, Customer
from shop.events import Event
from storage import Storage

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)


@pytest.fixture
def did(storage: Storage) -> Callable[..., None]:
    """``did("ada", "view", days=3)``: an event of somebody; names with "v" at the start are visitors."""
    known: set[str] = set()
    made = iter(range(1, 10**6))

    def add(person: str, type_: str, *, days: float = 1, hours: float = 0, **given: Any) -> None:
        visitor = person.startswith("v")
        if not visitor and person not in known:
            storage.customers.upsert([Customer(person, region=given.pop("region", ""), consent=Consent(profile=True))])
            known.add(person)
        at = NOW - timedelta(days=days) + timedelta(hours=hours)
        who = {"visitor_id": person} if visitor else {"customer_id": person}
        storage.events.add([Event(f"e{next(made)}", type_, at, **who, **given)], visitor_consent=True)

    return add


@pytest.fixture
def now() -> datetime:
    return NOW
