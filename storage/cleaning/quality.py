"""What the data is like before it is cleaned: missing, repeated, impossible, of the future, of no known product or currency."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from storage.cleaning.rows import Rows, item, who

#: Types that mean nothing without a product.
_OF_ITEMS = ("view", "click", "wishlist", "cart_add", "cart_remove", "dismiss", "purchase", "return")
_ORDER_GAPS = ("customer_key", "sku", "product_id", "unit_price")
_PRODUCT_GAPS = ("name", "description", "type", "category", "brand", "material", "rating", "price", "cost")


def data_quality(rows: Rows, now: datetime) -> dict[str, Any]:
    """Counts, per table: ``{"rows", "missing": {column: n}, "duplicates", "impossible", "future", "unknown_products"}``, and
    ``currencies`` of orders and products. A price of 0 is a missing one."""
    known = pl.Series(sorted({*rows.products["product_id"], *rows.products["sku"]}), dtype=pl.String)
    return {
        "events": _events(rows.events, known, now),
        "order_lines": _orders(rows.orders, known, now),
        "products": {
            "rows": rows.products.height,
            "missing": _missing(rows.products, _PRODUCT_GAPS),
            "impossible": rows.products.filter((pl.col("price") < 0) | (pl.col("rating") > 5) | (pl.col("rating") < 0)).height,
        },
        "currencies": {
            "orders": _mix(rows.orders.unique("order_id")["currency"]),
            "products": _mix(rows.products["currency"]),
        },
    }


def _events(events: pl.DataFrame, known: pl.Series, now: datetime) -> dict[str, Any]:
    same = ["who", "type", "at", "sku", "product_id", "query", "value"]
    of_item = events.with_columns(who(), item())
    return {
        "rows": events.height,
        "missing": {
            "item": of_item.filter(pl.col("type").is_in(_OF_ITEMS) & (pl.col("item") == "")).height,
            "dwell": events.filter((pl.col("type") == "view") & pl.col("value").is_null()).height,
            **_missing(events, ("device", "channel")),
        },
        "duplicates": events.height - of_item.unique(same).height,
        "impossible": events.filter((pl.col("value") < 0) & (pl.col("type") != "review")).height,
        "future": events.filter(pl.col("at") > now).height,
        "unknown_products": of_item.filter((pl.col("item") != "") & ~pl.col("item").is_in(known.implode())).height,
    }


def _orders(orders: pl.DataFrame, known: pl.Series, now: datetime) -> dict[str, Any]:
    same = ["customer_key", "placed_at", "sku", "product_id", "quantity", "unit_price"]
    of_item = orders.with_columns(item())
    return {
        "rows": orders.height,
        "missing": _missing(orders, _ORDER_GAPS),
        "duplicates": orders.height - orders.unique(same).height,
        "impossible": orders.filter(
            (pl.col("quantity") <= 0) | (pl.col("unit_price") < 0) | (pl.col("returned") > pl.col("quantity"))
        ).height,
        "future": orders.filter(pl.col("placed_at") > now).height,
        "unknown_products": of_item.filter(~pl.col("item").is_in(known.implode())).height,
    }


def _missing(frame: pl.DataFrame, names: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for name in names:
        empty = pl.col(name).is_null()
        if frame.schema[name] == pl.String:
            empty = empty | (pl.col(name) == "")
        elif name in ("price", "unit_price"):
            empty = empty | (pl.col(name) == 0)
        found[name] = frame.filter(empty).height
    return found


def _mix(currencies: pl.Series) -> dict[str, int]:
    counts = currencies.value_counts(sort=True)
    return {str(name): int(count) for name, count in counts.iter_rows()}
