"""The dirt that the benchmark pours is what it says, and is caught; its million events are a shop's."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from pathlib import Path

import polars as pl
import pytest

from cli.bench.dirt import TESTER_KEYS, pour
from cli.bench.many_events import many_events
from cli.sample_shop import store
from data.sample import make
from data.sample.make import REFERENCE
from storage import open_storage
from storage.cleaning import Context, Rows, clean, read_rows
from storage.migrations import migrate
from storage.snapshots import write_snapshots


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    folder: Path = tmp_path_factory.mktemp("sample")
    url = f"sqlite:///{folder / 'shop.db'}"
    migrate(url)
    storage = open_storage(url)
    store(storage, make(scale=0.1, now=REFERENCE), lambda fraction, text: None)
    write_snapshots(storage, folder, only=("events", "orders", "products"))
    storage.close()
    assert not (folder / "reviews.parquet").exists()
    return read_rows(folder)


def test_all_kinds_of_dirt_are_caught_and_hardly_anything_sound_goes(sample: Rows) -> None:
    dirty = pour(sample, REFERENCE)
    cleaned, _ = clean(dirty.rows, Context(REFERENCE, TESTER_KEYS))
    left, orders = set(cleaned.events["seq"]), set(cleaned.orders["order_id"])
    for kind, seqs in dirty.events.items():
        assert seqs
        assert len(seqs & left) <= 0.03 * len(seqs), kind
    for kind, ids in dirty.orders.items():
        assert ids
        assert not ids & orders, kind
    sound = set(clean(sample, Context(REFERENCE))[0].events["seq"])
    assert len(sound - left) <= 0.01 * len(sound)
    assert cleaned.orders.filter(pl.col("sku") == "POSTAGE").height == 0
    assert cleaned.orders["quantity"].max() <= 20
    assert cleaned.events.filter(pl.col("type") == "view")["value"].null_count() == 0


def test_a_sound_shop_loses_nothing_but_what_came_back(sample: Rows) -> None:
    report = clean(sample, Context(REFERENCE))[1].as_dict()
    gone = {rule["rule"]: rule["removed"] for rule in report["rules"] if rule["removed"]}
    assert set(gone) <= {"returns"}


def test_made_events_are_reproducible_and_lie_within_the_year() -> None:
    first, second = (list(islice(many_events(500, REFERENCE, ["p1", "p2"], ["a", "b", "c"], 5), 500)) for _ in range(2))
    assert first == second
    assert len({event.event_id for event in first}) == 500
    assert all(REFERENCE - timedelta(days=367) < event.at < REFERENCE for event in first)
    assert {event.customer_id is None for event in first} == {True, False}
