"""How the shop is doing, for staff of the console and for the shop's own server: ``GET /api/insights/<name>``.

Every answer is ``{"name", "unit", "from", "to", "series": [{"name", "points": [{"x", "y", …}]}]}``; docs/insights.md lists
what each takes. Nothing of a single person is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from aiohttp import web

from shop.errors import InvalidInput, NotFound
from storage.database import Database
from storage.insights import (
    DEFAULT_DAYS,
    Insight,
    Span,
    active,
    aspects,
    aspects_over_time,
    daily,
    funnel,
    paths,
    patterns,
    rates,
    trending,
    worsening,
)
from web.api_keys import PREFIX, bearer, check_shop_key
from web.keys import STORAGE
from web.staff_login import require_role
from web.threads import in_thread, utc_now

AT_ONCE = 2  # of the threads that all requests share
GATE = web.AppKey("INSIGHTS_GATE", asyncio.Semaphore)
Asked = Callable[[Database, Span, "Query"], Insight]


class Query:
    """The query string; what is not given has its default, what no insight of this name knows is refused."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = dict(given)
        self._known = {"from", "to", "offset_minutes"}

    def text(self, name: str, default: str = "") -> str:
        self._known.add(name)
        return self._given.get(name, "").strip()[:200] or default

    def names(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        said = self.text(name)
        return tuple(part.strip() for part in said.split(",") if part.strip()) if said else default

    def number(self, name: str, default: float) -> float:
        said = self.text(name)
        try:
            number = float(said) if said else default
        except ValueError:
            number = float("nan")
        if number != number or abs(number) > 1e9:
            raise InvalidInput(f"{name} must be a number.", fields={name: "not a number"})
        return number

    def whole(self, name: str, default: int) -> int:
        number = self.number(name, default)
        if number != int(number):
            raise InvalidInput(f"{name} must be a whole number.", fields={name: "not whole"})
        return int(number)

    def span(self, now: datetime) -> Span:
        """The last 90 days unless ``from`` and ``to`` say otherwise: days or times; a day is its start in UTC."""
        end = self._time("to") or now
        start = self._time("from") or end - timedelta(days=DEFAULT_DAYS)
        return Span(start, end, self.whole("offset_minutes", 0))

    def _time(self, name: str) -> datetime | None:
        said = self.text(name)
        if not said:
            return None
        try:
            at = datetime.fromisoformat(said.replace(" ", "+"))
        except ValueError as error:
            raise InvalidInput(f"{name} is a day (2026-03-01) or a time in ISO 8601.", fields={name: "no time"}) from error
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if not 1990 <= at.year <= 2200:
            raise InvalidInput(f"{name} lies too far away.", fields={name: "not in range"})
        return at

    def ends_only(self) -> None:
        """For an insight whose windows end at ``to`` and are as long as it says itself."""
        self._known -= {"from", "offset_minutes"}

    def refuse_unknown(self) -> None:
        if unknown := sorted(set(self._given) - self._known):
            known = ", ".join(sorted(self._known))
            raise InvalidInput(f"Known here: {known}.", code="unknown_parameter", fields=dict.fromkeys(unknown, "unknown"))


def _trending(database: Database, span: Span, query: Query) -> Insight:
    query.ends_only()
    options = {
        "window_hours": query.number("window_hours", 24.0),
        "past_days": query.whole("past_days", 28),
        "minimum": query.whole("minimum", 5),
        "limit": query.whole("limit", 20),
    }
    types = query.names("types", ("view", "wishlist", "cart_add", "purchase"))
    query.refuse_unknown()
    return trending(database, span.end, types=types, **options)  # type: ignore[arg-type]


def _active(database: Database, span: Span, query: Query) -> Insight:
    period = query.text("period", "day")
    query.refuse_unknown()
    return active(database, span, period)


def _funnel(database: Database, span: Span, query: Query) -> Insight:
    steps, by = query.names("steps", ("view", "cart_add", "purchase")), query.text("by")
    query.refuse_unknown()
    return funnel(database, span, steps, by)


def _paths(database: Database, span: Span, query: Query) -> Insight:
    depth, limit = query.whole("depth", 5), query.whole("limit", 20)
    query.refuse_unknown()
    return paths(database, span, depth=depth, limit=limit)


def _patterns(database: Database, span: Span, query: Query) -> Insight:
    types = query.names("types", ("view", "cart_add", "purchase"))
    query.refuse_unknown()
    return patterns(database, span, types)


def _daily(database: Database, span: Span, query: Query) -> Insight:
    series, window = query.text("series", "view"), query.whole("window_days", 7)
    query.refuse_unknown()
    return daily(database, span, series, window)


def _rates(database: Database, span: Span, query: Query) -> Insight:
    measure, by, limit = query.text("measure", "returns"), query.text("by", "product"), query.whole("limit", 50)
    query.refuse_unknown()
    return rates(database, span, measure, by, limit)


def _aspects(database: Database, span: Span, query: Query) -> Insight:
    product_id, period = query.text("product_id"), query.text("period")
    query.refuse_unknown()
    return aspects_over_time(database, span, period, product_id) if period else aspects(database, span, product_id)


def _worsening(database: Database, span: Span, query: Query) -> Insight:
    query.ends_only()
    query.refuse_unknown()
    return worsening(database, span.end)


INSIGHTS: dict[str, Asked] = {
    "active": _active,
    "aspects": _aspects,
    "daily": _daily,
    "funnel": _funnel,
    "paths": _paths,
    "patterns": _patterns,
    "rates": _rates,
    "trending": _trending,
    "worsening": _worsening,
}


async def get_insight(request: web.Request) -> web.Response:
    """401 without a marketer's login or an API key; 404 for another name; 422 names the parameter that does not fit."""
    if bearer(request).startswith(PREFIX):
        await check_shop_key(request)
    else:
        await require_role(request, "marketer")
    asked = INSIGHTS.get(request.match_info["name"])
    if asked is None:
        raise NotFound(f"Insights are: {', '.join(INSIGHTS)}.")
    query = Query(request.query)
    span = query.span(utc_now())
    async with request.app[GATE]:
        found = await in_thread(asked, request.app[STORAGE].database, span, query)
    return web.json_response(found.as_dict())


def routes() -> list[web.RouteDef]:
    return [web.get("/api/insights/{name}", get_insight)]
