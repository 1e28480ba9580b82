from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shop.customers import Consent, Customer
from storage import Storage

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def ada(storage: Storage) -> Customer:
    """A stored customer who agreed to a profile."""
    customer = Customer("ada", "Ada", "ada@example.com", consent=Consent(True, True, NOW, "widget"), created_at=NOW)
    storage.customers.upsert([customer])
    return customer
