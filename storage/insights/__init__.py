"""How the shop is doing: typed results of plain SQL, alike on SQLite and PostgreSQL. docs/insights.md describes each."""

from storage.insights.active import active
from storage.insights.daily import SERIES, daily
from storage.insights.funnel import funnel
from storage.insights.paths import paths
from storage.insights.patterns import patterns
from storage.insights.rates import aspects, aspects_over_time, rates
from storage.insights.shapes import DEFAULT_DAYS, Insight, Point, Series, Span
from storage.insights.trending import trending
from storage.insights.worsening import Flag, flags, worsening

__all__ = [
    "DEFAULT_DAYS",
    "SERIES",
    "Flag",
    "Insight",
    "Point",
    "Series",
    "Span",
    "active",
    "aspects",
    "aspects_over_time",
    "daily",
    "flags",
    "funnel",
    "paths",
    "patterns",
    "rates",
    "trending",
    "worsening",
]
