"""The same deed again within moments: a double click, a page that posts twice, a retry under a new id."""

from __future__ import annotations

import polars as pl

from storage.cleaning.exact_duplicates import repeated_orders
from storage.cleaning.rows import Context, Finding, Rows, drop_lines, item, told, who

CLICK_SECONDS = 2
PURCHASE_SECONDS = 60  # shops' servers retry within a minute
ORDER_SECONDS = 600  # the order button pressed again, or the page loaded again


def near_duplicates(rows: Rows, context: Context) -> tuple[Rows, list[Finding]]:
    """Of such a run the first stays, with the largest value of the run: a page tells its dwell time when it is left.

    Purchases and returns are the same only with the same quantity. Review events are ours and tell a sentiment: each stays.
    """
    bought = pl.col("type").is_in(("purchase", "return"))
    ordered = rows.events.with_columns(
        who(),
        item(),
        pl.col("query").fill_null("").alias("words"),
        pl.when(bought).then(pl.col("value").fill_null(1.0)).otherwise(0.0).alias("pieces"),
    ).sort("who", "type", "item", "words", "pieces", "at", "seq")
    run = ["who", "type", "item", "words", "pieces"]
    gap = pl.col("at").diff().over(run).dt.total_milliseconds()
    window = pl.when(bought).then(1000 * PURCHASE_SECONDS).otherwise(1000 * CLICK_SECONDS)
    apart = gap.is_null() | (gap > window) | (pl.col("type") == "review")
    marked = ordered.with_columns(apart.alias("starts"))
    marked = marked.with_columns(pl.col("starts").cum_sum().alias("run"))
    again = marked.filter(~pl.col("starts"))
    findings = [told(again, "the same deed again within seconds")]
    if again.height:
        runs = marked.filter(pl.col("run").is_in(again["run"].unique().implode()))
        largest = runs.group_by("run").agg(pl.col("value").max().alias("largest"))
        kept = marked.filter("starts").join(largest, on="run", how="left")
        kept = kept.with_columns(pl.coalesce("largest", "value").alias("value"))
        rows = Rows(kept.select(rows.events.columns).sort("seq"), rows.orders, rows.products)
    repeated = repeated_orders(rows.orders, ORDER_SECONDS)
    findings.append(told(repeated, "the same order again within minutes"))
    return drop_lines(rows, repeated, and_events=False), findings
