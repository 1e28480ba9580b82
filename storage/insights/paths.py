"""The ways people take: sequences of steps within a visit, the commonest first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, or_, select

from shop.errors import InvalidInput
from storage.database import Database
from storage.insights.clock import Clock
from storage.insights.events import check_types, event, who, within
from storage.insights.shapes import Insight, Point, Series, Span
from storage.tables import shop_events

GAP_SECONDS = 30 * 60
STEPS = ("search", "view", "wishlist", "cart_add", "cart_remove", "purchase", "chat")
DEPTH = 5


def paths(database: Database, span: Span, types: tuple[str, ...] = STEPS, *, depth: int = DEPTH, limit: int = 20) -> Insight:
    """One series, a point per path: its first ``depth`` steps joined by " > ", how many visits began so, and their share.

    A visit ends with 30 minutes of nothing; the same step again at once is one step. Raises InvalidInput.
    """
    check_types(types)
    if not 2 <= depth <= 8 or not 1 <= limit <= 200:
        raise InvalidInput("depth is 2 to 8, limit 1 to 200.", fields={"depth": "2 to 8", "limit": "1 to 200"})
    with database.read() as connection:
        rows = connection.execute(_statement(database, span, types, depth, limit)).all()
    points = []
    for *steps, visits, total in rows:
        taken = [step for step in steps if step is not None]
        points.append(Point(" > ".join(taken), visits, {"share": visits / int(total), "steps": taken}))
    return Insight("paths", "visits", span, [Series("paths", points)])


def _statement(database: Database, span: Span, types: tuple[str, ...], depth: int, limit: int) -> Any:
    at = Clock(database, span).seconds(event.at)
    told = select(who.label("who"), event.seq, event.type, at.label("at")).where(within(span), event.type.in_(types))
    rows = told.select_from(shop_events).cte("told")
    in_line = (rows.c.at, rows.c.seq)
    gap = rows.c.at - func.lag(rows.c.at).over(partition_by=rows.c.who, order_by=in_line)
    begins = case((or_(gap.is_(None), gap > GAP_SECONDS), 1), else_=0).label("begins")
    before = func.lag(rows.c.type).over(partition_by=rows.c.who, order_by=in_line).label("before")
    marked = select(*rows.c, begins, before).cte("marked")
    # A step that repeats the one before it within the visit is no step.
    steps = select(*marked.c).where(or_(marked.c.begins == 1, marked.c.before != marked.c.type)).cte("steps")
    visit = func.sum(steps.c.begins).over(partition_by=steps.c.who, order_by=(steps.c.at, steps.c.seq)).label("visit")
    visits = select(steps.c.who, steps.c.type, steps.c.at, steps.c.seq, visit).cte("visits")
    place = func.row_number().over(partition_by=(visits.c.who, visits.c.visit), order_by=(visits.c.at, visits.c.seq))
    placed = select(visits.c.who, visits.c.visit, visits.c.type, place.label("place")).cte("placed")
    columns = [func.max(case((placed.c.place == n + 1, placed.c.type))).label(f"step{n}") for n in range(depth)]
    wide = select(*columns).where(placed.c.place <= depth).group_by(placed.c.who, placed.c.visit).cte("wide")
    names = [wide.c[f"step{n}"] for n in range(depth)]
    counted = select(*names, func.count().label("visits")).group_by(*names).cte("counted")
    total = select(func.sum(counted.c.visits)).scalar_subquery()
    ordered = [func.coalesce(counted.c[f"step{n}"], "") for n in range(depth)]
    return select(*counted.c, total).order_by(counted.c.visits.desc(), *ordered).limit(limit)
