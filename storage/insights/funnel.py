"""How many people went how far: each step is counted when it comes at or after the step before it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, literal, select
from sqlalchemy.sql.selectable import CTE

from shop.errors import InvalidInput
from storage.database import Database
from storage.insights.events import check_types, event, who, within
from storage.insights.intervals import wilson
from storage.insights.shapes import Insight, Point, Series, Span
from storage.tables import shop_events

STEPS = ("view", "cart_add", "purchase")
DIMENSIONS = {"": None, "device": event.device, "channel": event.channel}


def funnel(database: Database, span: Span, steps: tuple[str, ...] = STEPS, by: str = "") -> Insight:
    """One series, or one for each ``by`` (device, channel) of which somebody took the first step; the busiest first.

    With ``by`` a person who uses two devices walks two funnels. Each point tells ``rate`` (of those on the step before, with
    ``low`` and ``high``) and ``of_first``. Raises InvalidInput for steps that are not 2 to 5 different event types.
    """
    check_types(steps)
    if not 2 <= len(steps) <= 5 or len(set(steps)) != len(steps):
        raise InvalidInput("A funnel has 2 to 5 different steps.", fields={"steps": "2 to 5 different types"})
    if by not in DIMENSIONS:
        raise InvalidInput("by is device or channel.", fields={"by": "unknown"})
    with database.read() as connection:
        rows = connection.execute(_statement(span, steps, by)).all()
    counts: dict[str, list[int]] = {}
    for group, step, people in rows:
        counts.setdefault(group, [0] * len(steps))[step] = people
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1][0], pair[0]))
    if not by and not ordered:
        ordered = [("all", [0] * len(steps))]
    return Insight("funnel", "people", span, [Series(group, _points(steps, reached)) for group, reached in ordered])


def _statement(span: Span, steps: tuple[str, ...], by: str) -> Any:
    column = DIMENSIONS[by]
    group = literal("all") if column is None else func.coalesce(func.nullif(column, ""), "unknown")
    first = (
        select(who.label("who"), group.label("grp"), func.min(event.at).label("at"))
        .where(within(span), event.type == steps[0])
        .group_by("who", "grp")
        .cte("step0")
    )
    reached: list[CTE] = [first]
    for number, step in enumerate(steps[1:], 1):
        before = reached[-1]
        same = and_(before.c.who == who, before.c.at <= event.at)
        if column is not None:
            same = and_(same, before.c.grp == group)
        found = (
            select(before.c.who, before.c.grp, func.min(event.at).label("at"))
            .select_from(shop_events.join(before, same))
            .where(within(span), event.type == step)
            .group_by(before.c.who, before.c.grp)
            .cte(f"step{number}")
        )
        reached.append(found)
    counted = [select(one.c.grp, literal(n), func.count()).group_by(one.c.grp) for n, one in enumerate(reached)]
    return counted[0].union_all(*counted[1:])


def _points(steps: tuple[str, ...], reached: list[int]) -> list[Point]:
    points = []
    for number, (step, people) in enumerate(zip(steps, reached, strict=True)):
        before = reached[number - 1] if number else people
        low, high = wilson(people, before) if number else (1.0, 1.0)
        share = people / before if before else None
        first = people / reached[0] if reached[0] else None
        points.append(Point(step, people, {"rate": share, "low": low, "high": high, "of_first": first}))
    return points
