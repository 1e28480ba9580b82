"""The ways people take: sequences of steps within a visit, the commonest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import case, select

from shop.errors import InvalidInput
from storage.database import Database
from storage.insights.clock import Clock
from storage.insights.events import check_types, event, within
from storage.insights.shapes import Insight, Point, Series, Span

GAP_SECONDS = 30 * 60
STEPS = ("search", "view", "wishlist", "cart_add", "cart_remove", "purchase", "chat")
DEPTH = 5
_AT_ONCE = 20_000  # rows in memory


def paths(database: Database, span: Span, types: tuple[str, ...] = STEPS, *, depth: int = DEPTH, limit: int = 20) -> Insight:
    """One series, a point per path: its first ``depth`` steps joined by " > ", how many visits began so, and their share.

    A visit ends with 30 minutes of nothing; the same step again at once is one step. Raises InvalidInput.
    """
    check_types(types)
    if not 2 <= depth <= 8 or not 1 <= limit <= 200:
        raise InvalidInput("depth is 2 to 8, limit 1 to 200.", fields={"depth": "2 to 8", "limit": "1 to 200"})
    visitor = case((event.customer_id.is_(None), event.visitor_id)).label("visitor_id")
    at = Clock(database, span).seconds(event.at).label("seconds")
    # The database sorts, once; looking ahead and back by window functions sorts two to four times (6 s for a million, not 2).
    rows = select(event.customer_id, visitor, at, event.type).where(within(span), event.type.in_(types))
    rows = rows.order_by(event.customer_id, visitor, at, event.seq).execution_options(yield_per=_AT_ONCE)
    with database.read() as connection:
        found = _counted((tuple(row) for row in connection.execute(rows)), depth)
    visits = found.total()
    commonest = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    points = [Point(" > ".join(steps), n, {"share": n / visits, "steps": list(steps)}) for steps, n in commonest]
    return Insight("paths", "visits", span, [Series("paths", points)])


def _counted(rows: Iterable[tuple[Any, ...]], depth: int) -> Counter[tuple[str, ...]]:
    """``rows``: customer, visitor, seconds, type; a person's together, by time."""
    found: Counter[tuple[str, ...]] = Counter()
    steps: list[str] = []
    person: tuple[Any, Any] = (None, None)
    last, before = 0.0, ""
    for customer, visitor, at, step in rows:
        if (customer, visitor) != person or at - last > GAP_SECONDS:
            if steps:
                found[tuple(steps)] += 1
            steps, person, before = [], (customer, visitor), ""
        if step != before and len(steps) < depth:
            steps.append(step)
        last, before = at, step
    if steps:
        found[tuple(steps)] += 1
    return found
