"""Orders of a year, with returns, and the tiers that follow from them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from data.sample.choosing import Choosing
from data.sample.flaws import Hidden
from data.sample.tastes import Taste
from shop.catalogue import Variant
from shop.customers import Customer
from shop.orders import Order, OrderLine

GOLD_FROM = 100_000  # minor units in a year
_MONTH_WEIGHT = {11: 1.5, 12: 1.7, 6: 1.15, 7: 1.15, 2: 0.8}


@dataclass(frozen=True)
class Bought:
    """An order beside the places of its customer and products, and whether it came late."""

    order: Order
    customer: int
    products: tuple[int, ...]
    late_days: int


def make_orders(
    rng: random.Random,
    customers: Sequence[Customer],
    tastes: Sequence[Taste],
    choosing: Choosing,
    hidden: Sequence[Hidden],
    count: int,
    now: datetime,
) -> list[Bought]:
    """``count`` orders in the order of time, ids FF-10001…"""
    buyers = rng.choices(range(len(customers)), weights=[t.activity for t in tastes], k=count)
    when = sorted((_moment(rng, customers[buyer], now), buyer) for buyer in buyers)
    return [
        _order(rng, f"FF-{10000 + number}", buyer, customers[buyer], at, tastes[buyer], choosing, hidden, now)
        for number, (at, buyer) in enumerate(when, start=1)
    ]


def with_tiers(rng: random.Random, customers: Sequence[Customer], orders: Sequence[Bought]) -> list[Customer]:
    """Members are silver; those whose kept orders of the year reach ``GOLD_FROM`` are gold."""
    spent = [0] * len(customers)
    for bought in orders:
        if bought.order.status != "cancelled":
            kept = bought.order.total - sum(line.returned * line.unit_price for line in bought.order.lines)
            spent[bought.customer] += max(0, kept)
    tiers = []
    for customer, amount in zip(customers, spent, strict=True):
        member = rng.random() < 0.62
        tiers.append(replace(customer, tier="gold" if member and amount >= GOLD_FROM else "silver" if member else ""))
    return tiers


def paid_price(variant: Variant, at: datetime, now: datetime) -> int:
    """Reductions are young: who bought more than six weeks ago paid the old price."""
    return variant.compare_at if variant.compare_at and (now - at).days > 42 else variant.price


def random_moment(rng: random.Random, start: datetime, now: datetime) -> datetime:
    """A moment between ``start`` and ``now``, busier in some months and in the evening."""
    span = (now - start).total_seconds()
    while True:
        at = start + timedelta(seconds=rng.random() * span)
        hour = 1.3 if 17 <= at.hour <= 22 else 0.25 if at.hour < 6 else 0.9
        if rng.random() * 2.3 < _MONTH_WEIGHT.get(at.month, 1.0) * hour:
            return at.replace(microsecond=0)


def _moment(rng: random.Random, customer: Customer, now: datetime) -> datetime:
    start = now - timedelta(days=365)
    if customer.created_at and customer.created_at > start:
        start = customer.created_at
    return random_moment(rng, start, now)


def _order(
    rng: random.Random,
    order_id: str,
    buyer: int,
    customer: Customer,
    at: datetime,
    taste: Taste,
    choosing: Choosing,
    hidden: Sequence[Hidden],
    now: datetime,
) -> Bought:
    products: list[int] = []
    for _ in range(rng.choices((1, 2, 3, 4), weights=(76, 17, 5, 2))[0]):
        place = choosing.pick(rng, buyer, at)
        if place not in products:
            products.append(place)
    age = (now - at).total_seconds() / 86400
    late = rng.choice((2, 3, 5, 8)) if rng.random() < (0.16 if at.month == 12 else 0.08) else 0
    takes = rng.uniform(2.5, 5) + late
    status = _status(rng, age, takes)
    lines = []
    for place in products:
        variant = choosing.variant(rng, buyer, place)
        price = paid_price(variant, at, now)
        quantity = rng.choice((1, 2, 3, 4)) if price < 4000 and rng.random() < 0.25 else 1
        scores = hidden[place].scores
        unhappy = 0.03 + (0.14 if scores["fit"] < 0 else 0) + (0.1 if scores["quality"] < 0 else 0)
        unhappy += 0.05 if choosing.match(buyer, place) < -0.5 else 0
        back = quantity if status == "delivered" and age > takes + 8 and rng.random() < unhappy else 0
        product = choosing.made[place].product
        lines.append(OrderLine(variant.sku, quantity, price, product.product_id, back))
    subtotal = sum(line.quantity * line.unit_price for line in lines)
    discount = subtotal * 10 // 100 if rng.random() < 0.25 * taste.discount else 0
    if status == "delivered" and all(line.returned == line.quantity for line in lines):
        status = "returned"
    sent = status in ("shipped", "delivered", "returned")
    order = Order(
        order_id=order_id,
        customer_id=customer.customer_id,
        placed_at=at,
        lines=tuple(lines),
        status=status,
        total=subtotal - discount,
        tracking=f"FFT{rng.randrange(10**9, 10**10)}" if sent else "",
        expected_at=None if status == "cancelled" else at + timedelta(days=5),
    )
    return Bought(order, buyer, tuple(products), late)


def _status(rng: random.Random, age_days: float, takes_days: float) -> str:
    if rng.random() < 0.02:
        return "cancelled"
    if age_days < 0.1:
        return "placed"
    if age_days < 0.5:
        return "paid"
    if age_days < 1:
        return "packed"
    return "shipped" if age_days < takes_days else "delivered"
