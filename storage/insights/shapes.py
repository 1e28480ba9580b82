"""What every insight is: named series of points, with what a value counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shop.errors import InvalidInput

MOST_DAYS = 3_700
DEFAULT_DAYS = 90


@dataclass(frozen=True)
class Span:
    """From ``start`` (counted) to ``end`` (not counted), both aware. ``offset_minutes``: the shop's clock ahead of UTC, for
    days and hours; one number for the whole span, so that across a change to summer time one side is an hour off."""

    start: datetime
    end: datetime
    offset_minutes: int = 0

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise InvalidInput("from must lie before to.", fields={"from": "not before to"})
        if self.end - self.start > timedelta(days=MOST_DAYS):
            raise InvalidInput(f"At most {MOST_DAYS:,} days at once.", fields={"from": "too long ago"})
        if not -840 <= self.offset_minutes <= 840:
            raise InvalidInput("offset_minutes is a number from -840 to 840.", fields={"offset_minutes": "not in range"})

    @classmethod
    def last(cls, days: float, now: datetime) -> Span:
        return cls(now - timedelta(days=days), now)

    def days(self) -> list[date]:
        """Every day that the span touches, on the shop's clock."""
        shift = timedelta(minutes=self.offset_minutes)
        first = (self.start.astimezone(UTC) + shift).date()
        last = (self.end.astimezone(UTC) + shift - timedelta(microseconds=1)).date()
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@dataclass(frozen=True)
class Point:
    """``x``: a day, an hour, a name, an id. ``y``: the value in the insight's unit, None where there is none. ``more``: figures
    beside it, by name."""

    x: str
    y: float | None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Series:
    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Insight:
    name: str
    unit: str
    span: Span
    series: Sequence[Series]

    def as_dict(self) -> dict[str, Any]:
        """``{"name", "unit", "from", "to", "series": [{"name", "points": [{"x", "y", …}]}]}``."""
        return {
            "name": self.name,
            "unit": self.unit,
            "from": self.span.start.isoformat(),
            "to": self.span.end.isoformat(),
            "series": [
                {"name": one.name, "points": [{"x": p.x, "y": p.y, **p.more} for p in one.points]} for one in self.series
            ],
        }
