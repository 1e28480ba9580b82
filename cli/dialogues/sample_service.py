"""The service on the sample shop at full scale, with the same customers, orders and ratings on every day it is started."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cli.bench.service import Service
from cli.environment import opened
from cli.sample_shop import store
from data.sample import SampleShop, make
from data.sample.make import REFERENCE
from recommender.sentiment import label_of
from shop.settings import Settings, load_settings


def _silent(part: float, what: str) -> None:
    """Nobody watches."""


def moved(value: Any, by: timedelta) -> Any:
    """A record with all its times later by ``by``."""
    if isinstance(value, datetime):
        return value + by
    if isinstance(value, tuple):
        return tuple(moved(item, by) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        times = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return dataclasses.replace(
            value,
            **{n: moved(v, by) for n, v in times.items() if isinstance(v, (datetime, tuple)) or dataclasses.is_dataclass(v)},
        )
    return value


def read_by_stars(shop: SampleShop) -> SampleShop:
    """Reviews with the sentiment of their stars, as of a shop that had them read before: reading 6,000 takes a minute."""
    reviews = []
    for review in shop.reviews:
        value = ((review.stars or 3) - 3) / 2
        reviews.append(dataclasses.replace(review, sentiment=value, sentiment_label=label_of(value)))
    return dataclasses.replace(shop, reviews=tuple(reviews))


def prepared(home: Path, environment: dict[str, str] | None = None) -> tuple[Service, Settings]:
    """A service that is not yet started, over a database filled here. A shop that is there already is taken as it is.

    The shop is the one that ``python -m data.sample`` writes (what customers bought hangs on the day for which a shop is made
    up), its times moved by whole days so that its last day is today: what is on its way still is, offers run on.
    """
    service = Service(home, environment)
    settings = load_settings(service.environment)
    with opened(settings) as services:
        if not services.storage.products.count():
            by = timedelta(days=(datetime.now(UTC) - REFERENCE).days)
            store(services.storage, read_by_stars(moved(make(now=REFERENCE), by)), _silent)
    return service, settings
