"""Orders that nobody meant: test articles, test customers and staff, and orders that cost nothing."""

from __future__ import annotations

import polars as pl

from storage.cleaning.rows import Context, Finding, Rows, drop_events, drop_lines, told

_TEST_SKU = r"(?i)^(test|dummy)([-_ .]|\d|$)|[-_ ]test$|^do[-_ ]not[-_ ](buy|order)"
_TEST_NAME = r"(?i)^(test|dummy) (product|item|article|order)|do not (buy|order)"


def unmeant_orders(rows: Rows, context: Context) -> tuple[Rows, list[Finding]]:
    """Where at least half of the orders cost nothing, the shop's prices are missing, and costing nothing tells nothing."""
    named = rows.products.filter(pl.col("name").str.contains(_TEST_NAME))
    of_test = (
        pl.col("sku").str.contains(_TEST_SKU).fill_null(False)
        | pl.col("product_id").str.contains(_TEST_SKU).fill_null(False)
        | pl.col("product_id").is_in(named["product_id"].implode()).fill_null(False)
    )
    by_tester = pl.col("customer_key").is_in(list(context.testers)).fill_null(False)
    findings = []
    for why, wrong in (("test article", of_test), ("test customer or staff", by_tester)):
        events, lines = rows.events.filter(wrong), rows.orders.filter(wrong)
        findings += [told(events, f"event: {why}"), told(lines, f"order line: {why}")]
        rows = drop_lines(drop_events(rows, events["seq"]), lines, and_events=True)
    paid = rows.orders.group_by("order_id").agg(
        (pl.col("quantity").abs() * pl.col("unit_price").fill_null(0)).sum().alias("worth")
    )
    free = paid.filter(pl.col("worth") == 0)
    if free.height * 2 < paid.height:
        lines = rows.orders.join(free, on="order_id", how="semi")
        findings.append(told(lines, "order line: the order cost nothing"))
        rows = drop_lines(rows, lines, and_events=True)
    return rows, findings
