from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine, Review
from storage import Storage
from storage.cleaning import read_rows, regions_of
from storage.snapshots import SCHEMAS, write_snapshots


def test_an_empty_shop_gives_empty_files_with_their_columns(storage: Storage, tmp_path: Path) -> None:
    counts = write_snapshots(storage, tmp_path / "out")
    assert counts == dict.fromkeys(SCHEMAS, 0)
    for name, schema in SCHEMAS.items():
        assert dict(pl.read_parquet(tmp_path / "out" / f"{name}.parquet").schema) == schema


def test_snapshots_hold_keys_instead_of_customer_ids(
    storage: Storage, ada: Customer, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.snapshots.ROWS", 3)  # so that several pages and parts are needed
    variants = tuple(Variant(f"p1-{n}", 100 + n, stock=n) for n in range(4))
    storage.products.upsert([Product("p1", "Mug", variants=variants), Product("p2", "Plate", variants=(Variant("p2", 0),))])
    storage.events.add(Event(f"e{n}", "view", now, "ada", product_id="p1", value=1.5) for n in range(7))
    lines = (OrderLine("p1-1", 2, 101, "p1"), OrderLine("p2", 1, 50, "p2", returned=1))
    storage.orders.upsert([Order("o1", "ada", now, lines, total=252), Order("o2", "stranger", now, lines[:1])])
    storage.reviews.upsert([Review("r1", "p1", "Fine mug", now, "ada", stars=4), Review("r2", "p1", "Hm", now)])

    counts = write_snapshots(storage, tmp_path)

    assert counts == {"events": 7, "orders": 3, "products": 5, "reviews": 2}
    key = storage.customers.key_of("ada")
    events = pl.read_parquet(tmp_path / "events.parquet")
    assert events["customer_key"].unique().to_list() == [key]
    assert events["at"][0] == now
    orders = pl.read_parquet(tmp_path / "orders.parquet")
    assert orders["customer_key"].to_list() == [key, key, storage.customers.key_of("stranger")]
    assert orders["profile_consent"].to_list() == [True, True, False]
    assert orders["returned"].to_list() == [0, 1, 0]
    reviews = pl.read_parquet(tmp_path / "reviews.parquet")
    assert reviews["customer_key"].to_list() == [key, None]
    for name in SCHEMAS:
        assert b"stranger" not in (tmp_path / f"{name}.parquet").read_bytes()
    assert [path.name for path in sorted(tmp_path.glob("*.parquet"))] == [f"{name}.parquet" for name in sorted(SCHEMAS)]


def test_where_somebody_is_is_told_of_those_alone_who_agreed_to_a_profile(
    storage: Storage, tmp_path: Path, now: datetime
) -> None:
    storage.customers.upsert([
        Customer("ada", region="Kent", consent=Consent(profile=True)),
        Customer("bob", region="Fife"),
    ])  # fmt: skip
    storage.products.upsert([Product("p1", "Mug", variants=(Variant("p1", 100),))])
    storage.events.add([Event(f"e-{who}", "view", now, who, product_id="p1") for who in ("ada", "bob")])
    storage.orders.upsert([Order(f"o-{who}", who, now, (OrderLine("p1", 1, 100, "p1"),)) for who in ("ada", "bob")])
    write_snapshots(storage, tmp_path)
    rows = read_rows(tmp_path)
    assert not any(b"Fife" in file.read_bytes() for file in tmp_path.glob("*.parquet"))
    assert regions_of(rows) == {storage.customers.key_of("ada"): "Kent"}
    assert rows.events["region"].unique().to_list() == ["Kent"]
