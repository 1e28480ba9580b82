"""Online Retail II, first year, as order lines of a snapshot, nothing cleaned: cancellations, postage and tests as they are."""

from __future__ import annotations

import polars as pl

from data.public.files import public_file

FILE = "interactions/online_retail_2009_2010.csv.gz"


def lines() -> pl.DataFrame:
    """Columns as in the shop's own snapshots of order lines; ids of products are stock codes, money is pence.

    Rows without a customer have no key. Raises InvalidInput when the file is not there.
    """
    raw = pl.read_csv(
        public_file(FILE), schema_overrides={"invoice": pl.String, "stock_code": pl.String, "customer_id": pl.String}
    )
    code = pl.col("stock_code").str.to_uppercase()
    return raw.with_row_index("position").select(
        pl.col("invoice").alias("order_id"),
        pl.col("customer_id").alias("customer_key"),
        pl.lit(True).alias("profile_consent"),
        pl.col("invoice_date").str.to_datetime("%Y-%m-%d %H:%M", time_unit="us", time_zone="UTC").alias("placed_at"),
        pl.lit("delivered").alias("status"),
        pl.lit("GBP").alias("currency"),
        pl.col("position").cast(pl.Int64),
        code.alias("sku"),
        code.alias("product_id"),
        pl.col("quantity").cast(pl.Int64),
        (pl.col("unit_price") * 100).round().cast(pl.Int64).alias("unit_price"),
        pl.lit(0, pl.Int64).alias("returned"),
    )
