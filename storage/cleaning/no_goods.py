"""Lines that are no article: postage, fees, corrections by hand. Only where the catalogue does not know the SKU."""

from __future__ import annotations

import polars as pl

from storage.cleaning.rows import Context, Finding, Rows, drop_lines, told

_NO_GOODS = (
    r"(?i)^(post|postage|shipping|delivery|carriage|freight|dot|m|d|s|b|manual|discount|adjust\w*|correction|bank ?charges?"
    r"|(amazon)?fees?|commission|cruk|pads|c[23]|donation|(gift|voucher)[ _-]?(card|voucher|wrap|\d+)?.*)$"
)


def no_goods(rows: Rows, context: Context) -> tuple[Rows, list[Finding]]:
    known = rows.orders.with_columns(
        (
            pl.col("sku").is_in(rows.products["sku"].implode()).fill_null(False)
            | pl.col("product_id").is_in(rows.products["product_id"].implode()).fill_null(False)
        ).alias("known")
    )
    found = known.filter(~pl.col("known") & pl.col("sku").str.contains(_NO_GOODS)).drop("known")
    return drop_lines(rows, found, and_events=True), [told(found, "order line that is no article")]
