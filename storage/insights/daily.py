"""Any daily series, with moving mean, deviation and percentiles over the days before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, func, select

from shop.errors import InvalidInput
from shop.events import EVENT_TYPES
from storage.database import Database
from storage.insights.active import active
from storage.insights.clock import Clock
from storage.insights.events import event, within
from storage.insights.shapes import Insight, Point, Series, Span
from storage.insights.sliding import sliding
from storage.tables import order_lines, orders, reviews, shop_events

Statement = Callable[[Clock, Span], Any]
_MONEY, _COUNT = "minor units a day", "a day"


def _events(kind: str) -> Statement:
    def statement(clock: Clock, span: Span) -> Any:
        day = clock.period(event.at, "day").label("day")
        return select(day, func.count()).select_from(shop_events).where(within(span), event.type == kind).group_by("day")

    return statement


def _orders(value: Any) -> Statement:
    def statement(clock: Clock, span: Span) -> Any:
        day = clock.period(orders.c.placed_at, "day").label("day")
        inside = and_(orders.c.placed_at >= span.start, orders.c.placed_at < span.end, orders.c.status != "cancelled")
        return select(day, value).select_from(orders).where(inside).group_by("day")

    return statement


def _pieces(column: Any) -> Statement:
    def statement(clock: Clock, span: Span) -> Any:
        day = clock.period(orders.c.placed_at, "day").label("day")
        inside = and_(orders.c.placed_at >= span.start, orders.c.placed_at < span.end, orders.c.status != "cancelled")
        linked = orders.join(order_lines, order_lines.c.order_id == orders.c.order_id)
        return select(day, func.sum(column)).select_from(linked).where(inside).group_by("day")

    return statement


def _reviews(value: Any) -> Statement:
    def statement(clock: Clock, span: Span) -> Any:
        day = clock.period(reviews.c.at, "day").label("day")
        inside = and_(reviews.c.at >= span.start, reviews.c.at < span.end, reviews.c.held.is_(False))
        return select(day, value).select_from(reviews).where(inside).group_by("day")

    return statement


#: Name → (unit, statement of ``(day, value)``, what a day without rows is).
SERIES: dict[str, tuple[str, Statement, float | None]] = {
    **{kind: (f"{kind} events a day", _events(kind), 0.0) for kind in EVENT_TYPES},
    "orders": (f"orders {_COUNT}", _orders(func.count()), 0.0),
    "revenue": (_MONEY, _orders(func.sum(orders.c.total)), 0.0),
    "pieces": (f"pieces {_COUNT}", _pieces(order_lines.c.quantity), 0.0),
    "pieces_returned": (f"pieces {_COUNT}, by the day of the order", _pieces(order_lines.c.returned), 0.0),
    "reviews": (f"reviews {_COUNT}", _reviews(func.count()), 0.0),
    "stars": ("stars", _reviews(func.avg(reviews.c.stars)), None),
    "sentiment": ("−1 to 1", _reviews(func.avg(reviews.c.sentiment)), None),
}


def daily(database: Database, span: Span, series: str = "view", window_days: int = 7) -> Insight:
    """Series ``value``, then over the last ``window_days`` days up to each: ``mean``, ``deviation``, ``p10``, ``p50``, ``p90``.

    ``active``: distinct customers a day. ``revenue`` is the sum over currencies as they stand. Raises InvalidInput.
    """
    if not 2 <= window_days <= 366:
        raise InvalidInput("window_days is a number from 2 to 366.", fields={"window_days": "not in range"})
    labels = [day.isoformat() for day in span.days()]
    if series == "active":
        unit = "customers a day"
        values: list[float | None] = [point.y for point in active(database, span).series[0].points]
    elif series in SERIES:
        unit, statement, empty = SERIES[series]
        with database.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(statement(Clock(database, span), span))}
        values = [empty if found.get(day) is None else float(found[day]) for day in labels]
    else:
        raise InvalidInput(f"series is one of active, {', '.join(SERIES)}.", fields={"series": "unknown"})
    moving = sliding(values, window_days)
    lines = {"value": values, **moving}
    return Insight(
        "daily",
        unit,
        span,
        [Series(name, [Point(x, y) for x, y in zip(labels, line, strict=True)]) for name, line in lines.items()],
    )
