"""Who customers are goes into nothing that learns, scores or groups."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from recommender.customers.train import FOLDER as CUSTOMERS
from recommender.customers.train import MODELS
from recommender.train import FOLDER as RECOMMENDER
from recommender.versions import current
from retrieval.encoder.export import export_encoder
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from storage.snapshots import write_snapshots
from worker.paths import ROOT
from worker.rebuild_index import build
from worker.refresh_profile import refresh_profiles
from worker.refresh_segments import refresh_segments
from worker.services import Services

NOW = datetime(2036, 5, 1, 12, tzinfo=UTC)
TOLD = {
    "birthday": "1950-05-02", "age_band": "80+", "gender": "x", "household": "5", "family": "three children", "student": "yes",
    "language": "da", "sizes": "XL", "health": "diabetic", "origin": "Chile", "club": "chess",
}  # fmt: skip
#: The only files that may touch a customer's attributes: store and show them, and decide the two conditions of a promotion.
MAY_READ = {
    "actions/services/portrait.py",
    "actions/services/offers.py",
    "shop/pricing_eligibility.py",
    "storage/customers.py",
    "storage/quoting.py",
    "web/shop_json.py",
}


@contextmanager
def shop(home: Path, told: dict[str, str]) -> Iterator[Services]:
    settings = load_settings({"SHOPTALK_HOME": str(home)})
    exported = ROOT / "artifacts" / "encoder"
    export_encoder(None, exported, NOW)
    settings.artifacts.mkdir(parents=True)
    (settings.artifacts / "encoder").symlink_to(exported)
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    names = ("tent", "lamp", "pan", "jacket")
    storage.products.upsert(
        Product(n, n.title(), type=n, category=n, variants=(Variant(f"{n}-1", 900, stock=3),)) for n in names
    )
    for number in range(40):
        who = f"c{number:02}"
        storage.customers.upsert([Customer(who, consent=Consent(True, at=NOW), attributes=told if number % 2 else {})])
        for turn in range(1 + number % 5):
            at, name = NOW - timedelta(days=20 * turn + number), names[(number + turn) % 4]
            storage.orders.upsert(
                [Order(f"{who}-{turn}", who, at, (OrderLine(f"{name}-1", 1, 900 + number, name),), total=900 + number)]
            )
            storage.events.add([Event(f"{who}-v{turn}", "view", at, who, product_id=name, value=30)])
    try:
        yield Services(settings, storage, lambda: NOW)
    finally:
        storage.close()


def everything_learnt(services: Services) -> dict[str, object]:
    def quiet(fraction: float, words: str) -> None:
        return None

    build(services, quiet)
    refresh_profiles({}, services, quiet)
    refresh_segments({}, services, quiet)
    storage, artifacts = services.storage, services.settings.artifacts
    recommender, customers = current(artifacts / RECOMMENDER), current(artifacts / CUSTOMERS)
    write_snapshots(storage, services.settings.var / "snapshots")
    people = [f"c{number:02}" for number in range(40)]
    found: dict[str, object] = {p.name: p.read_bytes() for p in recommender.iterdir() if p.suffix in (".npz", ".npy")}
    found["groups and forecasts"] = (customers / MODELS).read_bytes()
    found["audiences"] = {a.audience_id: storage.audiences.members(a.audience_id) for a in storage.audiences.all()}
    found["profiles"] = json.dumps([vars(p) if (p := storage.profiles.get(who)) else None for who in people], default=str)
    return found


def test_attributes_change_nothing_that_is_learnt(tmp_path: Path) -> None:
    with shop(tmp_path / "told", TOLD) as told, shop(tmp_path / "silent", {}) as silent:
        assert told.storage.customers.get("c01").attributes == TOLD  # type: ignore[union-attr]
        with_them, without = everything_learnt(told), everything_learnt(silent)
        assert with_them.keys() == without.keys()
        for name in without:
            assert with_them[name] == without[name], f"{name}: what a customer is went into what is learnt"
        for file in (told.settings.var / "snapshots").iterdir():
            assert b"diabetic" not in file.read_bytes()


def test_only_the_files_on_the_list_read_a_customers_attributes() -> None:
    reading = re.compile(r"\b(?:customers?|who|person|buyer)(?:\.c)?\.attributes\b|from shop\.attributes")
    rooms = ("shop", "storage", "retrieval", "recommender", "actions", "web", "worker", "cli", "data")
    found = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if reading.search(path.read_text("utf-8"))
    }
    assert found - MAY_READ - {"storage/imports/kinds/customers.py", "shop/attributes.py"} == set()
    assert found >= MAY_READ


@pytest.mark.parametrize("room", ["retrieval", "recommender"])
def test_rooms_that_score_and_learn_never_name_a_customers_attributes(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        assert "customer.attributes" not in path.read_text("utf-8"), path
