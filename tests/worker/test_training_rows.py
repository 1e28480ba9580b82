"""What the recommender is trained on: cleaned rows, under keys, with a report beside the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from recommender.interactions import interactions
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.errors import InvalidInput
from shop.events import Event
from shop.orders import Order, OrderLine
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from worker.services import Services
from worker.training_rows import training_rows

NOW = datetime(2036, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    storage = open_storage(f"sqlite:///{tmp_path / 'var' / 'shoptalk.db'}")
    migrate(f"sqlite:///{tmp_path / 'var' / 'shoptalk.db'}")
    storage.products.upsert(Product(f"p{n}", f"Thing {n}", variants=(Variant(f"s{n}", 900, stock=2),)) for n in range(3))
    agreed = Consent(profile=True)
    storage.customers.upsert([Customer("ada", email="ada@example.com", consent=agreed), Customer("try", consent=agreed)])
    at = NOW - timedelta(days=3)
    views = [Event(f"v{n}", "view", at + timedelta(hours=n), "ada", product_id=f"p{n}", value=30) for n in range(3)]
    robot = [Event(f"r{n}", "view", at, None, "v", product_id="p0", device="SomeBot/1.0") for n in range(5)]
    tried = [Event("t", "cart_add", at, "try", product_id="p1")]
    storage.events.add([*views, *robot, *tried], visitor_consent=True)
    storage.orders.upsert(
        [
            Order("kept", "ada", at, (OrderLine("s1", 1, 900, "p1"),)),
            Order("back", "ada", at, (OrderLine("s2", 1, 900, "p2", returned=1),)),
            Order("tried", "try", at, (OrderLine("s0", 1, 900, "p0"),)),
        ]
    )
    yield tmp_path
    storage.close()


def learnt(home: Path, **more: str) -> tuple[list[tuple[int, float]], dict[str, object], str]:
    settings = load_settings({"SHOPTALK_HOME": str(home), **more})
    storage = open_storage(settings.database_url)
    try:
        rows = training_rows(Services(settings, storage, lambda: NOW))
    finally:
        storage.close()
    items = {f"p{n}": n for n in range(3)}
    found = interactions(rows.events(), rows.orders(), items, {}, NOW.timestamp())
    people = json.dumps(rows.report) + "".join(f"{e.customer_id}" for e in rows.events())
    return sorted(zip(found.item.tolist(), found.weight.tolist(), strict=True)), rows.report, people


def test_training_sees_neither_robots_nor_testers_nor_what_came_back(home: Path) -> None:
    found, report, people = learnt(home, SHOPTALK_TEST_CUSTOMERS="try")
    assert [(item, weight) for item, weight in found if weight == 4.0] == [(1, 4.0)]
    assert [item for item, _ in found] == [0, 1, 1, 2]
    done = {r["rule"]: r["removed"] for r in report["cleaning"]["rules"]}
    assert (done["bots"], done["test_orders"], done["returns"]) == (1, 2, 1)
    assert done["exact_duplicates"] == 4
    assert "ada" not in people
    assert not list((home / "var").glob(".snapshot*"))


def test_a_rule_that_is_off_takes_nothing_away(home: Path) -> None:
    found, report, _ = learnt(home, SHOPTALK_CLEANING_OFF="bots,returns")
    assert {item for item, weight in found if weight == 4.0} == {0, 1, 2}
    assert [r["rule"] for r in report["cleaning"]["rules"] if not r["on"]] == ["bots", "returns"]


def test_a_rule_that_does_not_exist_is_refused_at_start(home: Path) -> None:
    with pytest.raises(InvalidInput, match="CLEANING_OFF"):
        load_settings({"SHOPTALK_HOME": str(home), "SHOPTALK_CLEANING_OFF": "everything"})
