"""What the recommender learns from: a snapshot of all deeds, cleaned, under customer keys, with the report of both."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from shop.events import Event
from shop.orders import Order
from storage.cleaning import Context, Rows, clean, data_quality, events_of, orders_of, read_rows, regions_of, shift
from storage.snapshots import write_snapshots
from storage.testers import keys_of_testers
from worker.services import Services


@dataclass(frozen=True)
class TrainingRows:
    """``report``: ``{"quality": what the data was like, "shift": how the last weeks differ, "cleaning": what each rule
    did}``; names nobody. ``as_of``: the moment that it was told as of."""

    rows: Rows
    report: dict[str, Any]
    as_of: datetime

    def events(self) -> Iterator[Event]:
        return events_of(self.rows.events)

    def orders(self) -> Iterator[Order]:
        return orders_of(self.rows.orders)

    def regions(self) -> Mapping[str, str]:
        return regions_of(self.rows)


def training_rows(services: Services) -> TrainingRows:
    """Read the database once and apply every rule that the settings leave on."""
    return cleaned(services, read_agreed(services), services.clock())


def read_agreed(services: Services) -> Rows:
    """All that is stored of those who agreed to a profile: who agreed to nothing teaches nothing."""
    settings = services.settings
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var, prefix=".snapshot-") as folder:
        write_snapshots(services.storage, Path(folder), only=("events", "orders", "products"))
        rows = read_rows(Path(folder))
    return Rows(rows.events, rows.orders.filter("profile_consent"), rows.products)


def until(rows: Rows, as_of: datetime) -> Rows:
    """Those that had happened by then."""
    return Rows(rows.events.filter(pl.col("at") <= as_of), rows.orders.filter(pl.col("placed_at") <= as_of), rows.products)


def cleaned(services: Services, rows: Rows, as_of: datetime) -> TrainingRows:
    """What may be learnt from these rows at that moment."""
    context = Context(as_of, keys_of_testers(services.storage.database, services.settings.test_customers))
    left, report = clean(rows, context, services.settings.cleaning_off)
    told = {"quality": data_quality(rows, as_of), "shift": shift(rows, as_of), "cleaning": report.as_dict()}
    return TrainingRows(left, told, as_of)
