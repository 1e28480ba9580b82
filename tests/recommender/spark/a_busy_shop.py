"""A made-up shop with all that training has a rule for: ties, repeats, returns, cancelled orders, deeds told twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine
from storage import Storage
from storage.snapshots import write_snapshots

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CATEGORIES = ("Jackets", " tents ", "Lamps", "")
REGIONS = ("Kent", "", "Ulm", "Fife")
PRODUCTS = 80  # the last four are sold no more
_KINDS = ("view", "view", "view", "click", "cart_add", "wishlist", "share", "chat", "purchase")
_BEGIN = NOW - timedelta(days=400)


def products() -> list[Product]:
    return [
        Product(
            f"p{n:03}",
            f"Thing {n}",
            category=CATEGORIES[n * len(CATEGORIES) // PRODUCTS],
            active=n < PRODUCTS - 4,
            variants=tuple(Variant(f"s{n:03}-{size}", 1_000 + n, stock=3) for size in ("m", "l")),
        )
        for n in range(PRODUCTS)
    ]


def events(customers: int, visitors: int) -> Iterator[Event]:
    """Each walks through a category in its order, on and on, some steps at the very same second."""
    rng = np.random.default_rng(4)
    for person in range(customers + visitors):
        who = {"customer_id": f"c{person}"} if person < customers else {"visitor_id": f"v{person}"}
        taste, place = person % 4, int(rng.integers(0, 20))
        at = _BEGIN + timedelta(days=float(rng.uniform(0, 390)), microseconds=int(rng.integers(0, 999_999)))
        for step in range(int(rng.integers(6, 18))):
            kind, n = str(rng.choice(_KINDS)), taste * 20 + place % 20
            if rng.random() < 0.1:
                n = int(PRODUCTS * rng.random() ** 2)
            value = float(rng.choice([-5.0, 0.0, 12.5, 300.0])) if kind == "view" and rng.random() < 0.8 else None
            named = {"sku": f"s{n:03}-l"} if rng.random() < 0.2 else {"product_id": f"p{n:03}"}
            yield Event(f"e{person}-{step}", kind, at, value=value, **who, **named)
            if rng.random() < 0.1:
                again = str(rng.choice(["impression", "search", "cart_remove", "return", "view"]))
                yield Event(f"f{person}-{step}", again, at, product_id=f"p{n:03}", query="thing", **who)
            if rng.random() < 0.7:
                at += timedelta(seconds=float(rng.integers(1, 500_000)))
            place += 1 if rng.random() < 0.85 else 2
    yield Event("gone", "view", NOW, customer_id="c0", product_id="never there")
    yield Event("later", "purchase", NOW + timedelta(seconds=1), customer_id="c0", product_id="p000")
    yield Event("now", "view", NOW, customer_id="c1", product_id="p007")


def orders(customers: int) -> Iterator[Order]:
    """Baskets; some cancelled, some told of a second time by an event; those of 40 people who agreed to nothing."""
    rng = np.random.default_rng(5)
    for number in range(2 * customers):
        person = int(rng.integers(0, customers + 40))
        at = _BEGIN + timedelta(days=float(rng.uniform(0, 410)))
        first = (person % 4) * 20 + int(rng.integers(0, 18))
        chosen = [first, first + 1, first, int(rng.integers(0, PRODUCTS))][: int(rng.integers(1, 5))]
        lines = tuple(
            OrderLine(f"s{n:03}-m", 1, 1_000, f"p{n:03}" if rng.random() < 0.8 else "", returned=int(rng.random() < 0.1))
            for n in chosen
        )
        yield Order(f"o{number}", f"c{person}", at, lines, "cancelled" if rng.random() < 0.1 else "delivered")


def told_again(found: list[Order]) -> Iterator[Event]:
    """The purchase of every third order's first line as an event: on the same day, or on the next."""
    for number, order in enumerate(found[::3]):
        at = order.placed_at.replace(hour=23, minute=59, second=59) + timedelta(days=number % 2)
        yield Event(f"g{number}", "purchase", at, order.customer_id, sku=order.lines[0].sku, value=1)


def write(storage: Storage, folder: Path, customers: int = 300, visitors: int = 60) -> None:
    agreed = Consent(True, True, _BEGIN, "widget")
    people = [
        Customer(f"c{n}", region=REGIONS[n % 7 % 4], consent=agreed if n < customers else Consent())
        for n in range(customers + 40)
    ]
    bought = list(orders(customers))
    storage.customers.upsert(people)
    storage.products.upsert(products())
    storage.orders.upsert(bought)
    storage.events.add([*events(customers, visitors), *told_again(bought)], visitor_consent=True)
    write_snapshots(storage, folder, only=("events", "orders", "products"))
