"""Whether the last weeks look like what came before: a shop, a page or an export that changed shows here first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl

from storage.cleaning.columns import FittedColumns
from storage.cleaning.rows import Rows

RECENT_DAYS = 30
LEAST_ROWS = 100  # in each part; fewer tell nothing


def shift(rows: Rows, now: datetime) -> dict[str, dict[str, float]]:
    """Per table and column: by how many deviations of the part before the mean of the last 30 days lies off (numbers, in
    logarithms), or by how much a category's share has grown.

    ``<column> unseen``: the share of rows with a category that the part before has not, or hardly has. A table with too few
    rows in a part is left out.
    """
    since = now - timedelta(days=RECENT_DAYS)
    views = rows.events.filter(pl.col("type") == "view")
    return {
        name: told
        for name, frame, at, numeric, categorical in (
            ("events", rows.events, "at", (), ("type", "device", "channel")),
            ("views", views, "at", ("value",), ()),
            ("order_lines", rows.orders, "placed_at", ("quantity", "unit_price"), ("currency",)),
        )
        if (told := _moved(frame, at, since, now, numeric, categorical)) is not None
    }


def _moved(
    frame: pl.DataFrame, at: str, since: datetime, now: datetime, numeric: Any, categorical: Any
) -> dict[str, float] | None:
    logs = frame.with_columns(pl.col(name).clip(0).cast(pl.Float64).log1p() for name in numeric)
    before, recent = logs.filter(pl.col(at) < since), logs.filter(pl.col(at).is_between(since, now, closed="left"))
    if before.height < LEAST_ROWS or recent.height < LEAST_ROWS:
        return None
    fitted = FittedColumns.fit(before, numeric, categorical)
    then, now_ = fitted.transform(before).mean(axis=0), fitted.transform(recent).mean(axis=0)
    told = {name: round(float(b - a), 4) for name, a, b in zip(fitted.names, then, now_, strict=True)}
    for name, known in fitted.categories.items():
        new = pl.col(name).is_not_null() & ~pl.col(name).is_in(known)
        told[f"{name} unseen"] = round(float(recent.select(new.mean()).item() or 0.0), 4)
    return told
