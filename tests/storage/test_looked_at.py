from __future__ import annotations

from datetime import datetime

import pytest

from shop.catalogue import Product
from shop.customers import Customer
from shop.events import Event
from storage import Storage
from storage.looked_at import shares


def test_shares_are_of_the_newest_looks_at_known_products(storage: Storage, ada: Customer, now: datetime) -> None:
    storage.products.upsert(
        [Product("p1", "Tent", type="Tent", tags=("camping",)), Product("p2", "Mug", type="mug", tags=("camping", "Camping"))]
    )
    looks = ["p9", "p1", "p2", "p2", "p2"]
    storage.events.add(Event(f"e{n}", "view", now, "ada", product_id=p) for n, p in enumerate(looks))
    storage.events.add([Event("x", "purchase", now, "ada", product_id="p1"), Event("y", "search", now, "ada", query="tent")])
    assert shares(storage.database) == {("type", "tent"): 0.25, ("type", "mug"): 0.75, ("tag", "camping"): 1.0}
    assert shares(storage.database, most_events=3) == pytest.approx({("type", "mug"): 1.0, ("tag", "camping"): 1.0})


def test_without_events_nothing_is_common(storage: Storage) -> None:
    assert shares(storage.database) == {}
