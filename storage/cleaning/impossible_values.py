"""Rows that cannot be true: later than now, older than any web shop, nothing bought, a price below nothing, no item named."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from storage.cleaning.rows import Context, Finding, Rows, drop_events, drop_lines, item, told

OLDEST = datetime(1995, 1, 1, tzinfo=UTC)
#: Types that mean nothing without a product.
_OF_ITEMS = ("view", "click", "wishlist", "cart_add", "cart_remove", "dismiss", "purchase", "return")


def impossible_values(rows: Rows, context: Context) -> tuple[Rows, list[Finding]]:
    """A quantity of 0 goes; one below 0 is a return, and is left to that rule."""
    findings = []
    never = (pl.col("at") > context.now) | (pl.col("at") < OLDEST)
    for why, wrong in (
        ("event at an impossible time", never),
        ("event without its item", pl.col("type").is_in(_OF_ITEMS) & (item() == "")),
        ("event with a value below 0", pl.col("type").is_in(("view", "purchase")) & (pl.col("value") < 0)),
        ("purchase of nothing", (pl.col("type") == "purchase") & (pl.col("value") == 0)),
    ):
        bad = rows.events.filter(wrong)
        findings.append(told(bad, why))
        rows = drop_events(rows, bad["seq"])
    for why, wrong in (
        ("order at an impossible time", (pl.col("placed_at") > context.now) | (pl.col("placed_at") < OLDEST)),
        ("order line without an item", item() == ""),
        ("order line of nothing", pl.col("quantity") == 0),
        ("order line with a price below 0", pl.col("unit_price") < 0),
    ):
        bad = rows.orders.filter(wrong)
        findings.append(told(bad, why))
        rows = drop_lines(rows, bad, and_events=True)
    return rows, findings
