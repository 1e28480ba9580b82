"""A year of events: the ways to each order, visits that came to nothing, and what followed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from data.sample.choosing import Choosing
from data.sample.orders import Bought, random_moment
from data.sample.reviews import Written
from data.sample.tastes import Taste
from shop.customers import Customer
from shop.events import Event


@dataclass
class _Log:
    """Collects rows; the ids come at the end, in the order of time."""

    rows: list[tuple[datetime, int, dict[str, str | float | None]]] = field(default_factory=list)

    def add(self, at: datetime, type: str, **fields: str | float | None) -> None:
        self.rows.append((at, len(self.rows), {"type": type, **fields}))

    def events(self) -> Iterator[Event]:
        for number, (at, _, fields) in enumerate(sorted(self.rows, key=lambda r: r[:2]), start=1):
            yield Event(event_id=f"ev-{number:06d}", at=at, **fields)  # type: ignore[arg-type]


def make_events(
    rng: random.Random,
    customers: Sequence[Customer],
    tastes: Sequence[Taste],
    choosing: Choosing,
    orders: Sequence[Bought],
    reviews: Sequence[Written],
    count: int,
    now: datetime,
) -> list[Event]:
    """``count`` events in the order of time. Only customers who consented have any; a few visitors came without a name."""
    log = _Log()
    consented = [i for i, c in enumerate(customers) if c.consent.profile]
    for bought in orders:
        if customers[bought.customer].consent.profile and bought.order.status != "cancelled":
            _way_to_order(rng, log, bought, customers[bought.customer], tastes[bought.customer], choosing, now)
    for written in reviews:
        if customers[written.customer].consent.profile and written.review.stars is not None:
            value = (written.review.stars - 3) / 2
            who = customers[written.customer].customer_id
            log.add(written.review.at, "review", customer_id=who, product_id=written.review.product_id, value=value)
    _drop_ways(log, count)
    weights = [tastes[i].activity for i in consented]
    visit = 0
    while len(log.rows) < count and consented:
        visit += 1
        person = rng.choices(consented, weights=weights)[0]
        named = rng.random() > 0.06
        room = count - len(log.rows)
        _visit(rng, log, person, customers[person], tastes[person], choosing, now, None if named else f"v{visit:05d}", room)
    return list(log.events())


def _drop_ways(log: _Log, count: int) -> None:
    """A small shop: should the orders alone give more, searches, views and carts go first; what was bought stays."""
    extra = len(log.rows) - count
    for types in (("search", "view"), ("cart_add",), ("review",), ("return",), ("purchase",)):
        if extra <= 0:
            return
        going = [i for i, row in enumerate(log.rows) if row[2]["type"] in types][:extra]
        gone = set(going)
        log.rows = [row for i, row in enumerate(log.rows) if i not in gone]
        extra -= len(going)


def _query(rng: random.Random, choosing: Choosing, product: int) -> str:
    item = choosing.made[product].product
    colour = item.variants[0].options["colour"]
    return rng.choice(
        (
            item.type,
            item.type,
            f"{colour} {item.type}",
            f"{item.brand} {item.type}",
            f"{item.material} {item.type}",
            item.category.lower(),
        )
    )


def _way_to_order(
    rng: random.Random, log: _Log, bought: Bought, customer: Customer, taste: Taste, choosing: Choosing, now: datetime
) -> None:
    who, channel = customer.customer_id, customer.channel
    at = bought.order.placed_at
    where = {"customer_id": who, "device": taste.device, "channel": channel}
    for line, place in zip(bought.order.lines, bought.products, strict=True):
        what = {"product_id": line.product_id, "sku": line.sku}
        if channel != "store":
            before = at - timedelta(seconds=rng.randrange(200, 3000))
            if rng.random() < 0.14:
                log.add(before - timedelta(seconds=40), "search", query=_query(rng, choosing, place), **where)
            if rng.random() < 0.7:
                log.add(
                    before,
                    "view",
                    value=float(round(min(600, rng.lognormvariate(4.0, 0.7)))),
                    product_id=line.product_id,
                    **where,
                )
            if rng.random() < 0.7:
                log.add(
                    before + timedelta(seconds=rng.randrange(20, 180)), "cart_add", value=float(line.quantity), **what, **where
                )
        log.add(at, "purchase", value=float(line.quantity), **what, **where)
        if line.returned:
            back = min(now - timedelta(minutes=rng.randrange(2, 900)), at + timedelta(days=rng.uniform(8, 40)))
            log.add(back.replace(microsecond=0), "return", value=float(line.returned), **what, **where)


def _visit(
    rng: random.Random,
    log: _Log,
    person: int,
    customer: Customer,
    taste: Taste,
    choosing: Choosing,
    now: datetime,
    visitor_id: str | None,
    room: int,
) -> None:
    """A visit that ends without an order, of at most ``room`` events."""
    start = now - timedelta(days=365)
    if customer.created_at and customer.created_at > start:
        start = customer.created_at
    at = random_moment(rng, start, now - timedelta(hours=1))
    where: dict[str, str | None] = {"device": taste.device, "channel": customer.channel}
    where.update({"visitor_id": visitor_id} if visitor_id else {"customer_id": customer.customer_id})
    full = len(log.rows) + room
    first = choosing.pick(rng, person, at)
    if rng.random() < 0.45:
        log.add(at, "search", query=_query(rng, choosing, first), **where)
    for step in range(rng.choice((1, 2, 2, 3, 4))):
        place = first if step == 0 else choosing.pick(rng, person, at)
        product = choosing.made[place].product
        at += timedelta(seconds=rng.randrange(8, 240))
        drawn = 1 / (1 + 2.7 ** -choosing.match(person, place))  # 0…1: how much they like it
        if (shown := rng.random()) < 0.3:
            waved_away = shown < 0.012 and drawn < 0.5  # of what is shown, and that they do not like, a little
            log.add(at, "dismiss" if waved_away else "impression", product_id=product.product_id, **where)
        if rng.random() < 0.35:
            log.add(at, "click", product_id=product.product_id, **where)
        dwell = min(900.0, rng.lognormvariate(2.8 + 1.4 * drawn, 0.7))
        log.add(at, "view", product_id=product.product_id, value=float(round(dwell)), **where)
        if rng.random() < 0.12 * drawn:
            log.add(at + timedelta(seconds=9), "wishlist", product_id=product.product_id, **where)
        if rng.random() < 0.05 * drawn:
            log.add(at + timedelta(seconds=12), "share", product_id=product.product_id, **where)
        if rng.random() < 0.22 * drawn:
            what = {"product_id": product.product_id, "sku": choosing.variant(rng, person, place).sku}
            log.add(at + timedelta(seconds=15), "cart_add", value=1.0, **what, **where)
            if rng.random() < 0.4:
                log.add(at + timedelta(seconds=70), "cart_remove", value=1.0, **what, **where)
    if rng.random() < 0.06:
        log.add(at + timedelta(seconds=90), "chat", **where)
    del log.rows[full:]
