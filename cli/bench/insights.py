"""Every insight over a year of 1,000,000 events on SQLite, how soon a trend shows, and what each cleaning rule is worth."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from cli.bench.cleaning_effects import effects
from cli.bench.many_events import many_events
from cli.sample_shop import store
from cli.steps import Steps
from data.sample import make
from data.sample.make import REFERENCE
from shop.events import Event
from storage import Storage, insights, open_storage
from storage.insights import Span
from storage.migrations import migrate

EVENTS = 1_000_000
TRIES = 3
VISITORS = 20_000


def run(events: int = EVENTS) -> dict[str, Any]:
    steps = Steps()
    result: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()], "events": events}
    result["cleaning"] = effects(steps)
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'shop.db'}"
        migrate(url)
        storage = open_storage(url)
        with steps.step(f"Making {events:,} events"):
            shop = make(now=REFERENCE)
            store(storage, replace(shop, events=()), lambda fraction, text: None)
            agreed = [c.customer_id for c in shop.customers if c.consent.profile]
            made = many_events(events, REFERENCE, [p.product_id for p in shop.products], agreed, VISITORS)
            result["stored"] = storage.events.add(islice(made, events), visitor_consent=True)
        with steps.step("Asking"):
            result["queries"] = {name: _timed(ask) for name, ask in _queries(storage).items()}
        slowest = max(result["queries"], key=lambda name: result["queries"][name]["seconds"])
        result["slowest"] = {"name": slowest, **result["queries"][slowest]}
        result["trend"] = _trend(storage, shop.products[-1].product_id)
        storage.close()
    result["load_average_after"] = [round(x, 1) for x in os.getloadavg()]
    return result


def _queries(storage: Storage) -> dict[str, Callable[[], Any]]:
    database, year = storage.database, Span.last(365, REFERENCE)
    return {
        "active_by_day": lambda: insights.active(database, year),
        "active_by_week": lambda: insights.active(database, year, "week"),
        "active_by_month": lambda: insights.active(database, year, "month"),
        "active_by_quarter": lambda: insights.active(database, year, "quarter"),
        "funnel": lambda: insights.funnel(database, year),
        "funnel_by_device": lambda: insights.funnel(database, year, by="device"),
        "paths": lambda: insights.paths(database, year),
        "patterns": lambda: insights.patterns(database, year),
        "daily_views": lambda: insights.daily(database, year, "view"),
        "daily_revenue": lambda: insights.daily(database, year, "revenue"),
        "trending": lambda: insights.trending(database, REFERENCE),
        "returns_by_product": lambda: insights.rates(database, year),
        "defects_by_product": lambda: insights.rates(database, year, "defects"),
        "complaints_by_brand": lambda: insights.rates(database, year, "complaints", "brand"),
        "worsening": lambda: insights.worsening(database, REFERENCE),
    }


def _timed(ask: Callable[[], Any]) -> dict[str, float]:
    """The quickest of three; seconds of the clock and of the processor."""
    found = []
    for _ in range(TRIES):
        clock, own = time.perf_counter(), time.process_time()
        ask()
        found.append((time.perf_counter() - clock, time.process_time() - own))
    return {"seconds": round(min(f[0] for f in found), 2), "cpu_seconds": round(min(f[1] for f in found), 2)}


def _trend(storage: Storage, product_id: str) -> dict[str, Any]:
    """Forty people look at the least wanted product; seconds from the first being stored until the answer names it."""
    at = REFERENCE - timedelta(minutes=1)
    seen = [Event(f"trend{n}", "view", at, None, f"w{n}", None, product_id, None, 30.0) for n in range(40)]
    started = time.perf_counter()
    storage.events.add(seen, visitor_consent=True)
    stored = time.perf_counter()
    found = [point.x for point in insights.trending(storage.database, REFERENCE).series[0].points]
    return {
        "named": product_id in found,
        "seconds_to_store": round(stored - started, 3),
        "seconds_to_answer": round(time.perf_counter() - stored, 3),
    }
