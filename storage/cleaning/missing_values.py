"""Gaps filled in. What fills them is fitted on the training part alone and can be applied to other rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from storage.cleaning.rows import Context, Finding, Rows, told

UNKNOWN = "unknown"
LEAST_ROWS = 5  # so many of a product tell its own median


@dataclass(frozen=True)
class Imputer:
    """``dwell``: product id to the median seconds of its views, "" the shop's. ``price``: SKU to its median price paid, else
    the catalogue's. ``product_of``: SKU to product id."""

    dwell: Mapping[str, float]
    price: Mapping[str, int]
    product_of: Mapping[str, str]

    @classmethod
    def fit(cls, rows: Rows) -> Imputer:
        views = rows.events.filter((pl.col("type") == "view") & pl.col("value").is_not_null())
        own = views.group_by("product_id").agg(pl.col("value").median(), pl.len()).filter(pl.col("len") >= LEAST_ROWS)
        dwell = {str(name): float(value) for name, value, _ in own.iter_rows() if name}
        if views.height:
            dwell[""] = float(views["value"].median())  # type: ignore[arg-type]
        priced = rows.products.filter(pl.col("price") > 0)
        price = dict(priced.select("sku", "price").iter_rows())
        paid = rows.orders.filter(pl.col("unit_price") > 0).group_by("sku").agg(pl.col("unit_price").median(), pl.len())
        price.update({sku: round(value) for sku, value, n in paid.iter_rows() if n >= LEAST_ROWS})
        return cls(dwell, price, dict(rows.products.select("sku", "product_id").iter_rows()))

    def apply(self, rows: Rows) -> tuple[Rows, list[Finding]]:
        """Dwell of views, device and channel of events, product ids that a SKU tells, and prices of order lines."""
        events, orders, findings = rows.events, rows.orders, []
        if "" in self.dwell:
            gap = (pl.col("type") == "view") & pl.col("value").is_null()
            findings.append(told(events.filter(gap), "dwell time", changed=True))
            own = pl.col("product_id").replace_strict(self.dwell, default=self.dwell[""], return_dtype=pl.Float64)
            events = events.with_columns(
                pl.when(gap).then(own.fill_null(self.dwell[""])).otherwise(pl.col("value")).alias("value")
            )
        for name in ("device", "channel"):
            gap = pl.col(name).is_null() | (pl.col(name) == "")
            findings.append(told(events.filter(gap), name, changed=True))
            events = events.with_columns(pl.when(gap).then(pl.lit(UNKNOWN)).otherwise(pl.col(name)).alias(name))
        if self.product_of:
            for name, frame in (("event", events), ("order line", orders)):
                gap = (pl.col("product_id").is_null() | (pl.col("product_id") == "")) & pl.col("sku").is_in(
                    list(self.product_of)
                )
                findings.append(told(frame.filter(gap), f"product of an {name}", changed=True))
                told_by = pl.col("sku").replace_strict(self.product_of, default=None, return_dtype=pl.String)
                filled = frame.with_columns(pl.when(gap).then(told_by).otherwise(pl.col("product_id")).alias("product_id"))
                events, orders = (filled, orders) if name == "event" else (events, filled)
        if self.price:
            gap = (pl.col("unit_price").is_null() | (pl.col("unit_price") == 0)) & pl.col("sku").is_in(list(self.price))
            findings.append(told(orders.filter(gap), "price of an order line", changed=True))
            usual = pl.col("sku").replace_strict(self.price, default=None, return_dtype=pl.Int64)
            orders = orders.with_columns(pl.when(gap).then(usual).otherwise(pl.col("unit_price")).alias("unit_price"))
        return Rows(events, orders, rows.products), findings


def missing_values(rows: Rows, context: Context) -> tuple[Rows, list[Finding]]:
    """All rows that are given are the training part."""
    return Imputer.fit(rows).apply(rows)
