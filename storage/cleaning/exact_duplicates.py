"""One deed that stands there twice under two ids."""

from __future__ import annotations

import polars as pl

from storage.cleaning.rows import Context, Finding, Rows, drop_events, drop_lines, told, who

_SAME_EVENT = ("who", "type", "at", "sku", "product_id", "query", "value", "device", "channel")


def exact_duplicates(rows: Rows, context: Context) -> tuple[Rows, list[Finding]]:
    """Of equal events the first stays; of two orders of one customer with the same moment and the same lines, too.

    Chat and search events without a text tell nothing of being the same, so that they are compared by moment like the rest.
    """
    again = rows.events.sort("seq").with_columns(who()).filter(~pl.struct(_SAME_EVENT).is_first_distinct())
    findings = [told(again, "event with the content of an earlier one")]
    rows = drop_events(rows, again["seq"])
    repeated = repeated_orders(rows.orders, window_seconds=0)
    findings.append(told(repeated, "order with the moment and the lines of another"))
    return drop_lines(rows, repeated, and_events=False), findings


def repeated_orders(orders: pl.DataFrame, window_seconds: int) -> pl.DataFrame:
    """Lines of orders whose customer placed the same lines at most so long before. Orders of erased customers are left."""
    line = pl.format(
        "{}/{}×{}@{}",
        pl.col("product_id").fill_null(""),
        pl.col("sku").fill_null(""),
        pl.col("quantity"),
        pl.col("unit_price").fill_null(0),
    )
    known = orders.filter(pl.col("customer_key").is_not_null() & (pl.col("status") != "cancelled"))
    whole = (
        known.sort("order_id", "position")
        .group_by("order_id", "customer_key", "placed_at", maintain_order=True)
        .agg(line.alias("lines"))
        .with_columns(pl.col("lines").list.sort().list.join("|"))
        .sort("customer_key", "lines", "placed_at", "order_id")
    )
    gap = pl.col("placed_at").diff().over("customer_key", "lines").dt.total_seconds()
    again = whole.filter(gap.is_not_null() & (gap <= window_seconds))
    return orders.join(again.select("order_id"), on="order_id", how="semi")
