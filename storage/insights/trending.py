"""Products that are wanted more than their own past would have it, read from the events as they are now."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from shop.errors import InvalidInput
from storage.database import Database
from storage.insights.clock import Clock
from storage.insights.events import check_types, event, who, with_products, within
from storage.insights.intervals import poisson_low
from storage.insights.rates import names_of
from storage.insights.shapes import Insight, Point, Series, Span

TYPES = ("view", "wishlist", "cart_add", "purchase")
WINDOW_HOURS, PAST_DAYS, MINIMUM = 24.0, 28, 5
_DOUBT = 1.0  # so many people stand in for the past of a product that has none


def trending(
    database: Database,
    now: datetime,
    *,
    window_hours: float = WINDOW_HOURS,
    past_days: int = PAST_DAYS,
    minimum: int = MINIMUM,
    types: tuple[str, ...] = TYPES,
    limit: int = 20,
) -> Insight:
    """One series, a point per product: ``y`` is its lift, people in the window over what its own past would have it.

    A person counts once in the window and once a day in the past. Where the whole shop is busier than usual, every product is
    expected to be. ``low`` is the lower end of the lift's interval (95%, Byar); only products with ``minimum`` people and a
    ``low`` above 1 are trending, the highest ``low`` first. Raises InvalidInput.
    """
    check_types(types)
    for name, value, low, high in (
        ("window_hours", window_hours, 0.25, 336),
        ("past_days", past_days, 2, 366),
        ("minimum", minimum, 2, 10_000),
        ("limit", limit, 1, 200),
    ):
        if not low <= value <= high:
            raise InvalidInput(f"{name} is a number from {low:g} to {high:g}.", fields={name: "not in range"})
    window = Span(now - timedelta(hours=window_hours), now)
    past = Span(window.start - timedelta(days=past_days), window.start)
    wanted = event.type.in_(types)
    recent = with_products(who.label("who"), where=within(window) & wanted)
    day = Clock(database, past).period(event.at, "day").label("day")
    earlier = with_products(who.label("who"), day, where=within(past) & wanted)
    once = select(earlier.c.product_id, earlier.c.who, earlier.c.day).distinct().subquery()
    people = select(recent.c.product_id, func.count(recent.c.who.distinct())).group_by(recent.c.product_id)
    usual = select(once.c.product_id, func.count()).group_by(once.c.product_id)
    with database.read() as connection:
        now_counts: dict[str, int] = {row[0]: row[1] for row in connection.execute(people)}
        past_counts: dict[str, int] = {row[0]: row[1] for row in connection.execute(usual)}
        part = window_hours / 24 / past_days
        expected_all = sum(past_counts.values()) * part
        busy = max(1.0, sum(now_counts.values()) / expected_all) if expected_all > 0 else 1.0
        found = []
        for product, n in now_counts.items():
            expected = busy * part * past_counts.get(product, 0)
            lift, low = n / max(expected, _DOUBT), poisson_low(n) / max(expected, _DOUBT)
            if n >= minimum and low > 1:
                found.append((product, n, expected, lift, low))
        found.sort(key=lambda row: (-row[4], row[0]))
        shown = found[:limit]
        names = names_of(connection, (row[0] for row in shown))
    points = [
        Point(product, lift, {"name": names.get(product, ""), "people": n, "expected": expected, "low": low})
        for product, n, expected, lift, low in shown
    ]
    return Insight("trending", "times its usual", window, [Series("products", points)])
