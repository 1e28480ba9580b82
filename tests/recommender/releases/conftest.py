"""A shop of things that are alike in all but what people turn to after them, and material to learn from as of any day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from recommender.train import Material, Told
from shop.catalogue import Product, Variant
from shop.events import Event

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
THINGS = 80
PRODUCTS = [Product(f"p{n:03}", f"Thing {n}", variants=(Variant(f"s{n:03}", 2_000, stock=3),)) for n in range(THINGS)]
IDS = [product.product_id for product in PRODUCTS]
VECTORS = np.eye(THINGS, 96, dtype=np.float32)


def deeds_of(people: int = 80, steps: int = 12, days: float = 60, stride: int = 1, name: str = "c") -> list[Event]:
    """Each walks on from a product of their own to the one ``stride`` further, evenly over the days before now."""
    rng = np.random.default_rng(3)
    return [
        Event(
            f"{name}{n}-{k}",
            "cart_add",
            NOW - timedelta(days=days * (1 - k / steps), minutes=n),
            customer_id=f"{name}{n:03}",
            product_id=IDS[(start + k * stride) % THINGS],
            seq=1 + k + 1000 * n,
        )
        for n, start in enumerate(rng.integers(0, THINGS, people).tolist())
        for k in range(steps)
    ]


@pytest.fixture
def material() -> Callable[..., Material]:
    """``material(events, back=days)``: what is known so many days before now; the events default to those of 80 people."""

    def make(events: list[Event] | None = None, back: float = 0, **changes) -> Material:
        now = NOW - timedelta(days=back)
        told = [event for event in (deeds_of() if events is None else events) if event.at <= now]
        return replace(Material(Told(told), PRODUCTS, VECTORS, IDS, now), **changes)

    return make


@pytest.fixture
def misled(material) -> Callable[..., Material]:
    """The same, but that a crowd walked other ways before the held-out part began."""

    def make(back: float = 0) -> Material:
        crowd = [replace(e, at=e.at - timedelta(days=30 + back)) for e in deeds_of(400, stride=7, name="x", days=10)]
        return material([*deeds_of(), *crowd], back=back)

    return make


@pytest.fixture
def deeds() -> Callable[..., list[Event]]:
    return deeds_of
