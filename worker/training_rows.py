"""What the recommender learns from: a snapshot of all deeds, cleaned, under customer keys, with the report of both."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shop.events import Event
from shop.orders import Order
from storage.cleaning import Context, Rows, clean, data_quality, events_of, orders_of, read_rows, shift
from storage.snapshots import write_snapshots
from storage.testers import keys_of_testers
from worker.services import Services


@dataclass(frozen=True)
class TrainingRows:
    """``report``: ``{"quality": what the data was like, "shift": how the last weeks differ, "cleaning": what each rule
    did}``; names nobody."""

    rows: Rows
    report: dict[str, Any]

    def events(self) -> Iterator[Event]:
        return events_of(self.rows.events)

    def orders(self) -> Iterator[Order]:
        return orders_of(self.rows.orders)


def training_rows(services: Services) -> TrainingRows:
    """Read the database once and apply every rule that the settings leave on."""
    settings, now = services.settings, services.clock()
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var, prefix=".snapshot-") as folder:
        write_snapshots(services.storage, Path(folder), only=("events", "orders", "products"))
        rows = read_rows(Path(folder))
    rows = Rows(rows.events, rows.orders.filter("profile_consent"), rows.products)  # who agreed to nothing teaches nothing
    context = Context(now, keys_of_testers(services.storage.database, settings.test_customers))
    cleaned, report = clean(rows, context, settings.cleaning_off)
    told = {"quality": data_quality(rows, now), "shift": shift(rows, now), "cleaning": report.as_dict()}
    return TrainingRows(cleaned, told)
