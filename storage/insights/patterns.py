"""When and where people come: hours, weekdays, months and regions."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import func, select

from storage.database import Database
from storage.insights.clock import Clock
from storage.insights.events import check_types, event, within
from storage.insights.shapes import Insight, Point, Series, Span
from storage.tables import customers, shop_events

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TYPES = ("view", "cart_add", "purchase")


def patterns(database: Database, span: Span, types: tuple[str, ...] = TYPES) -> Insight:
    """Four series: ``hour`` 00 to 23, ``weekday``, ``month`` 01 to 12, ``region`` of the customer (the 50 busiest; visitors and
    customers without one are ``unknown``).

    ``y`` is events, ``share`` of all, ``per_day`` events a day of that kind: half a month is not taken for a quiet one.
    """
    check_types(types)
    clock = Clock(database, span)
    wanted = (within(span), event.type.in_(types))
    day, hour = clock.period(event.at, "day").label("day"), clock.hour(event.at).label("hour")
    by_hour = select(day, hour, func.count()).where(*wanted).select_from(shop_events).group_by("day", "hour")
    people = (
        select(event.customer_id, func.count().label("events"))
        .where(*wanted)
        .select_from(shop_events)
        .group_by(event.customer_id)
        .subquery()
    )
    region = func.coalesce(func.nullif(customers.c.region, ""), "unknown").label("place")
    linked = people.outerjoin(customers, customers.c.customer_id == people.c.customer_id)
    by_region = select(region, func.sum(people.c.events).label("n")).select_from(linked).group_by("place")
    with database.read() as connection:
        hours = connection.execute(by_hour).all()
        regions = connection.execute(by_region.order_by(func.sum(people.c.events).desc(), "place").limit(50)).all()
    counts: dict[str, Counter[str]] = {"hour": Counter(), "weekday": Counter(), "month": Counter()}
    for day_text, hour_text, n in hours:
        counts["hour"][hour_text] += n
        counts["weekday"][WEEKDAYS[date.fromisoformat(day_text).weekday()]] += n
        counts["month"][day_text[5:7]] += n
    days = span.days()
    held = {
        "hour": Counter({f"{n:02}": len(days) for n in range(24)}),
        "weekday": Counter(WEEKDAYS[d.weekday()] for d in days),
        "month": Counter(f"{d.month:02}" for d in days),
    }
    names = {"hour": list(held["hour"]), "weekday": list(WEEKDAYS), "month": [f"{n:02}" for n in range(1, 13)]}
    total = sum(counts["hour"].values())
    series = [
        Series(kind, [_point(x, counts[kind][x], total, held[kind][x]) for x in names[kind]])
        for kind in ("hour", "weekday", "month")
    ]
    series.append(Series("region", [_point(name, int(n), total, len(days)) for name, n in regions]))
    return Insight("patterns", "events", span, series)


def _point(x: str, n: int, total: int, days: int) -> Point:
    return Point(x, n, {"share": n / total if total else None, "per_day": n / days if days else None})
