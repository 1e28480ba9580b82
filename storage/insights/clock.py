"""Days, weeks, hours and seconds of a stored time, said in the SQL of either database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Interval, String, cast, func, literal, literal_column, type_coerce

from shop.errors import InvalidInput
from storage.database import Database
from storage.insights.shapes import Span

PERIODS = ("day", "week", "month", "quarter")


class Clock:
    """Labels: day ``2026-03-01``, week its Monday, month ``2026-03``, quarter ``2026-Q1``, hour ``00`` to ``23``."""

    def __init__(self, database: Database, span: Span) -> None:
        self._postgresql = database.postgresql
        self._offset = span.offset_minutes

    def period(self, at: ColumnElement[Any], period: str) -> ColumnElement[str]:
        """Raises InvalidInput for a period that is none."""
        if period not in PERIODS:
            raise InvalidInput(f"period is one of {', '.join(PERIODS)}.", fields={"period": "unknown"})
        if self._postgresql:
            local = self._local(at)
            if period == "week":
                local = func.date_trunc("week", local)
            return func.to_char(local, {"month": "YYYY-MM", "quarter": 'YYYY-"Q"Q'}.get(period, "YYYY-MM-DD"))
        text = self._local(at)
        if period == "week":
            return func.date(func.substr(text, 1, 10), "-6 days", "weekday 1")
        if period == "quarter":
            quarter = cast((cast(func.substr(text, 6, 2), Integer) + 2) / literal_column("3"), Integer)
            return func.substr(text, 1, 4).concat("-Q").concat(cast(quarter, String))
        return func.substr(text, 1, 7 if period == "month" else 10)

    def hour(self, at: ColumnElement[Any]) -> ColumnElement[str]:
        local = self._local(at)
        return func.to_char(local, "HH24") if self._postgresql else func.substr(local, 12, 2)

    def seconds(self, at: ColumnElement[Any]) -> ColumnElement[float]:
        """Since 1970."""
        if self._postgresql:
            return cast(func.extract("epoch", at), Float)
        return cast(func.unixepoch(type_coerce(at, String)), Float)

    def _local(self, at: ColumnElement[Any]) -> Any:
        if self._postgresql:
            return at + literal(timedelta(minutes=self._offset), Interval) if self._offset else at
        text = type_coerce(at, String)
        if not self._offset:
            return text
        return func.strftime("%Y-%m-%dT%H:%M", func.substr(text, 1, 19), f"{self._offset:+d} minutes")


def label(day: date, period: str) -> str:
    """The label of the period that holds ``day``, as the database says it."""
    if period == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    if period == "month":
        return day.isoformat()[:7]
    if period == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return day.isoformat()
