"""Products that go wrong more often than they used to: flagged when chance is no explanation, and shown less meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Database
from storage.insights.intervals import false_discoveries, fisher_greater, newcombe
from storage.insights.measures import MEASURES, Counted, counted
from storage.insights.rates import names_of
from storage.insights.shapes import Insight, Point, Series, Span

RECENT_DAYS, PAST_DAYS = 30, 180
LEAST_RECENT, LEAST_PAST = 10, 20  # cases
LEAST_HITS = 4  # of them gone wrong lately
FALSE_SHARE = 0.05


@dataclass(frozen=True)
class Flag:
    """``recent`` and ``past`` are (hits, of); ``low`` and ``high`` the 95% interval of the difference of their shares."""

    product_id: str
    measure: str
    recent: tuple[int, int]
    past: tuple[int, int]
    low: float
    high: float
    chance: float


def flags(database: Database, now: datetime) -> list[Flag]:
    """By product id. Within each measure at most one in twenty flags is expected to be chance (Benjamini and Hochberg over
    Fisher's exact test), and the interval of the difference must lie above 0.

    Returns are counted by the day of the order, so that orders too young to have come back hide a rise rather than feign one.
    """
    recent = Span.last(RECENT_DAYS, now)
    past = Span(recent.start - timedelta(days=PAST_DAYS), recent.start)
    found = []
    with database.read() as connection:
        for measure in MEASURES:
            before = {row.key: row for row in counted(connection, past, measure)}
            found += _standing_out(measure, counted(connection, recent, measure), before)
    return sorted(found, key=lambda flag: (flag.product_id, flag.measure))


def _standing_out(measure: str, recent: list[Counted], before: dict[str, Counted]) -> list[Flag]:
    tried = []
    for row in recent:
        past = before.get(row.key)
        if past is None or row.of < LEAST_RECENT or past.of < LEAST_PAST:
            continue
        now, then = (row.hits, row.of), (past.hits, past.of)
        low, high = newcombe(now, then)
        tried.append(Flag(row.key, measure, now, then, low, high, fisher_greater(now, then)))
    stands = false_discoveries([flag.chance for flag in tried], FALSE_SHARE)
    return [flag for flag, out in zip(tried, stands, strict=True) if out and flag.low > 0 and flag.recent[0] >= LEAST_HITS]


def worsening(database: Database, now: datetime) -> Insight:
    """A series per measure, a point per flagged product: ``y`` is its share of the last 30 days, with ``before``, the interval
    ``low`` to ``high`` of the difference, and the counts; the largest difference that is sure comes first."""
    found = flags(database, now)
    with database.read() as connection:
        names = names_of(connection, {flag.product_id for flag in found})
    series = []
    for measure in MEASURES:
        own = sorted((f for f in found if f.measure == measure), key=lambda f: (-f.low, f.product_id))
        series.append(Series(measure, [_point(flag, names) for flag in own]))
    return Insight("worsening", "share", Span.last(RECENT_DAYS, now), series)


def _point(flag: Flag, names: dict[str, str]) -> Point:
    more = {"hits": flag.recent[0], "of": flag.recent[1], "hits_before": flag.past[0], "of_before": flag.past[1]}
    sure = {"before": flag.past[0] / flag.past[1], "low": flag.low, "high": flag.high, "chance": flag.chance}
    return Point(flag.product_id, flag.recent[0] / flag.recent[1], {"name": names.get(flag.product_id, ""), **sure, **more})
