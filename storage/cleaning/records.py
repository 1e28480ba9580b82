"""Cleaned rows as the words of the shop, with customer keys where customer ids stood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from shop.events import Event
from shop.orders import Order, OrderLine
from storage.cleaning.rows import Rows


def events_of(rows: pl.DataFrame) -> Iterator[Event]:
    """In the order of ``seq``; ``customer_id`` is the customer key. Rows of nobody are passed over."""
    columns = ("seq", "type", "at", "customer_key", "visitor_id", "sku", "product_id", "query", "value", "device", "channel")
    for seq, type_, at, key, visitor, sku, product, query, value, device, channel in (
        rows.sort("seq").select(columns).iter_rows()
    ):
        if key or visitor:
            yield Event(str(seq), type_, at, key, visitor, sku, product, query, value, device, channel, seq)


def regions_of(rows: Rows) -> dict[str, str]:
    """Customer key to region, of those of whom it is known."""
    told = pl.concat([frame.select("customer_key", "region") for frame in (rows.events, rows.orders)])
    known = told.filter(pl.col("customer_key").is_not_null() & (pl.col("region").fill_null("") != ""))
    return dict(known.unique("customer_key", keep="first", maintain_order=True).iter_rows())


def orders_of(rows: pl.DataFrame) -> Iterator[Order]:
    """By order id. An order whose customer was erased keeps its lines together under a name of its own."""
    columns = (
        "order_id",
        "customer_key",
        "placed_at",
        "status",
        "currency",
        "sku",
        "product_id",
        "quantity",
        "unit_price",
        "returned",
    )
    head: tuple[Any, ...] | None = None
    lines: list[OrderLine] = []
    for row in rows.sort("order_id", "position").select(columns).iter_rows():
        if head is not None and row[0] != head[0]:
            yield _order(head, lines)
            lines = []
        head = row[:5]
        lines.append(OrderLine(row[5], int(row[7]), int(row[8] or 0), row[6] or "", int(row[9])))
    if head is not None:
        yield _order(head, lines)


def _order(head: tuple[Any, ...], lines: list[OrderLine]) -> Order:
    order_id, key, placed_at, status, currency = head
    total = sum(line.quantity * line.unit_price for line in lines)
    return Order(order_id, key or f"order:{order_id}", placed_at, tuple(lines), status, currency, total)
