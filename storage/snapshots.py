"""Snapshots for training: parquet files of what happened, under customer keys, so that an erased customer is nobody's row.

Files: ``events``, ``orders`` (one row per line), ``products`` (one row per variant), ``reviews``, each ``<name>.parquet``.
Times are UTC, money is integer minor units.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, and_, case, exists, false, func, select, tuple_

from storage.storage import Storage
from storage.tables import customer_keys, customers, order_lines, orders, products, reviews, shop_events, variants
from storage.upserts import chunks

ROWS = 20_000  # in memory at once

_TIME = pl.Datetime("us", "UTC")
SCHEMAS: dict[str, dict[str, Any]] = {
    "events": {
        "seq": pl.Int64, "type": pl.String, "at": _TIME, "customer_key": pl.String, "visitor_id": pl.String,
        "sku": pl.String, "product_id": pl.String, "query": pl.String, "value": pl.Float64, "device": pl.String,
        "channel": pl.String, "region": pl.String,
    },
    "orders": {
        "order_id": pl.String, "customer_key": pl.String, "profile_consent": pl.Boolean, "placed_at": _TIME,
        "region": pl.String, "status": pl.String, "currency": pl.String, "position": pl.Int64, "sku": pl.String,
        "product_id": pl.String, "quantity": pl.Int64, "unit_price": pl.Int64, "returned": pl.Int64,
    },
    "products": {
        "product_id": pl.String, "name": pl.String, "description": pl.String, "type": pl.String, "category": pl.String,
        "brand": pl.String, "material": pl.String, "rating": pl.Float64, "rating_count": pl.Int64, "currency": pl.String,
        "active": pl.Boolean, "sku": pl.String, "price": pl.Int64, "cost": pl.Int64, "stock": pl.Int64,
    },
    "reviews": {
        "review_id": pl.String, "product_id": pl.String, "customer_key": pl.String, "profile_consent": pl.Boolean,
        "text": pl.String, "title": pl.String, "at": _TIME, "stars": pl.Int64, "sentiment": pl.Float64,
        "sentiment_label": pl.String,
    },
}  # fmt: skip


def write_snapshots(storage: Storage, folder: Path, only: Collection[str] = tuple(SCHEMAS)) -> dict[str, int]:
    """Write the files into ``folder`` and return their row counts. Flat memory; a file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = {"events": _events(), "orders": _orders(), "products": _products(), "reviews": _reviews()}
    counts = {}
    for name, (statement, keys) in sources.items():
        if name not in only:
            continue
        schema = SCHEMAS[name]
        with storage.database.read() as connection:
            counts[name] = _write(folder / f"{name}.parquet", schema, _rows(connection, statement, keys, list(schema)))
    return counts


def _rows(connection: Connection, statement: Select[Any], keys: tuple[Any, ...], names: list[str]) -> Iterator[tuple[Any, ...]]:
    """All rows by their key columns, a page at a time; ``keys`` are among the selected columns."""
    order = statement.order_by(*keys).limit(ROWS)
    after: tuple[Any, ...] | None = None
    while True:
        page = order if after is None else order.where(tuple_(*keys) > tuple_(*after))
        rows = connection.execute(page).mappings().all()
        yield from (tuple(row[name] for name in names) for row in rows)
        if len(rows) < ROWS:
            return
        after = tuple(rows[-1][key.name] for key in keys)


def _write(target: Path, schema: dict[str, Any], rows: Iterable[tuple[Any, ...]]) -> int:
    """Parts first, then one file out of them by streaming, then its name."""
    count = 0
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.stem}-") as scratch:
        parts = []
        for number, chunk in enumerate(chunks(rows, ROWS)):
            parts.append(Path(scratch) / f"{number:06}.parquet")
            pl.DataFrame(chunk, schema=schema, orient="row").write_parquet(parts[-1])
            count += len(chunk)
        whole = Path(scratch) / "whole.parquet"
        if parts:
            pl.scan_parquet(parts).sink_parquet(whole, maintain_order=True)
        else:
            pl.DataFrame(schema=schema).write_parquet(whole)
        os.replace(whole, target)
    return count


def _agreed(customer_id: Any) -> Any:
    allowed = and_(customers.c.customer_id == customer_id, customers.c.consent_profile.is_(True))
    return exists().where(allowed).label("profile_consent")


def _region() -> Any:
    """Where a customer is who agreed to a profile; "" for everybody else."""
    return case((customers.c.consent_profile.is_(True), customers.c.region), else_="").label("region")


def _events() -> tuple[Select[Any], tuple[Any, ...]]:
    linked = shop_events.outerjoin(customer_keys, customer_keys.c.customer_id == shop_events.c.customer_id)
    linked = linked.outerjoin(customers, customers.c.customer_id == shop_events.c.customer_id)
    return select(*shop_events.c, customer_keys.c.customer_key, _region()).select_from(linked), (shop_events.c.seq,)


def _orders() -> tuple[Select[Any], tuple[Any, ...]]:
    linked = orders.join(order_lines, order_lines.c.order_id == orders.c.order_id)
    linked = linked.join(customer_keys, customer_keys.c.customer_id == orders.c.customer_id)  # erased: no link, no row
    linked = linked.outerjoin(customers, customers.c.customer_id == orders.c.customer_id)
    agreed = func.coalesce(customers.c.consent_profile, false())
    head = (
        orders.c.order_id,
        orders.c.placed_at,
        orders.c.status,
        orders.c.currency,
        agreed.label("profile_consent"),
        _region(),
    )
    lines = [column for column in order_lines.c if column.name != "order_id"]
    statement = select(*head, customer_keys.c.customer_key, *lines).select_from(linked)
    return statement, (orders.c.order_id, order_lines.c.position)


def _products() -> tuple[Select[Any], tuple[Any, ...]]:
    linked = products.join(variants, variants.c.product_id == products.c.product_id)
    columns = [column for column in variants.c if column.name != "product_id"]
    return select(*products.c, *columns).select_from(linked), (variants.c.sku,)


def _reviews() -> tuple[Select[Any], tuple[Any, ...]]:
    linked = reviews.outerjoin(customer_keys, customer_keys.c.customer_id == reviews.c.customer_id)
    columns = (*reviews.c, customer_keys.c.customer_key, _agreed(reviews.c.customer_id))
    return select(*columns).select_from(linked).where(reviews.c.held.is_(False)), (reviews.c.review_id,)
