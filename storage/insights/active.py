"""How many people were active, by day, week, month or quarter."""

from __future__ import annotations

from sqlalchemy import case, func, select

from storage.database import Database
from storage.insights.clock import Clock, label
from storage.insights.events import event, within
from storage.insights.shapes import Insight, Point, Series, Span
from storage.tables import shop_events


def active(database: Database, span: Span, period: str = "day") -> Insight:
    """Distinct customers and distinct visitors (without a customer) with any event but an impression; 0 where nobody was."""
    bucket = Clock(database, span).period(event.at, period).label("bucket")
    visitor = case((event.customer_id.is_(None), event.visitor_id))
    once = (
        select(bucket, event.customer_id, visitor.label("visitor_id"))
        .where(within(span), event.type != "impression")
        .distinct()
        .select_from(shop_events)
        .subquery()
    )
    statement = select(once.c.bucket, func.count(once.c.customer_id), func.count(once.c.visitor_id)).group_by(once.c.bucket)
    with database.read() as connection:
        found = {name: (customers, visitors) for name, customers, visitors in connection.execute(statement)}
    labels = list(dict.fromkeys(label(day, period) for day in span.days()))
    return Insight(
        "active",
        f"people a {period}",
        span,
        [Series(name, [Point(x, found.get(x, (0, 0))[n]) for x in labels]) for n, name in enumerate(("customers", "visitors"))],
    )
