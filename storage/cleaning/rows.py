"""What a rule works on, and what it says it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

EXAMPLES = 5


@dataclass(frozen=True)
class Rows:
    """Frames in the columns of ``storage.snapshots.SCHEMAS``; a line is told by order_id and position, an event by seq."""

    events: pl.DataFrame
    orders: pl.DataFrame
    products: pl.DataFrame


@dataclass(frozen=True)
class Context:
    """``testers``: customer keys of staff and of customers named as test customers."""

    now: datetime
    testers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """``why`` is one reason of a rule; ``examples`` name rows by ids and customer keys, and hold nothing else of a person."""

    why: str
    removed: int = 0
    changed: int = 0
    examples: tuple[Mapping[str, object], ...] = field(default=())


def read_rows(folder: Path) -> Rows:
    """From the parquet files that ``write_snapshots`` left in ``folder``."""
    return Rows(*(pl.read_parquet(folder / f"{name}.parquet") for name in ("events", "orders", "products")))


def who() -> pl.Expr:
    """Whose deed an event is: ``c:<customer key>`` or ``v:<visitor id>``."""
    return pl.coalesce("c:" + pl.col("customer_key"), "v:" + pl.col("visitor_id"), pl.lit("?")).alias("who")


def item() -> pl.Expr:
    """The product of a row, else its SKU, else empty."""
    return pl.coalesce(_filled("product_id"), _filled("sku"), pl.lit("")).alias("item")


def _filled(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name))


def told(frame: pl.DataFrame, why: str, *, changed: bool = False) -> Finding:
    """A finding about these rows of events or orders; the first few are its examples."""
    names = [name for name in ("seq", "order_id", "position", "customer_key", "type") if name in frame.columns]
    examples = tuple(frame.select(names).head(EXAMPLES).to_dicts())
    return Finding(why, 0 if changed else frame.height, frame.height if changed else 0, examples)


def drop_events(rows: Rows, seqs: pl.Series) -> Rows:
    return Rows(rows.events.filter(~pl.col("seq").is_in(seqs.implode())), rows.orders, rows.products)


def drop_lines(rows: Rows, lines: pl.DataFrame, *, and_events: bool) -> Rows:
    """Without these order lines; ``and_events``: nor the purchase events that told of them, which would bring them back."""
    if not lines.height:
        return rows
    kept = rows.orders.join(lines.select("order_id", "position"), on=["order_id", "position"], how="anti")
    events = rows.events
    if and_events:
        day = pl.col("placed_at").dt.date().alias("day")
        gone = lines.filter(pl.col("customer_key").is_not_null()).select("customer_key", day, "sku", "product_id")
        for name in ("product_id", "sku"):
            keys = gone.filter(pl.col(name).is_not_null() & (pl.col(name) != "")).select("customer_key", "day", name).unique()
            told_of = events.filter(pl.col("type") == "purchase").with_columns(pl.col("at").dt.date().alias("day"))
            again = told_of.join(keys, on=["customer_key", "day", name], how="semi")["seq"]
            events = events.filter(~pl.col("seq").is_in(again.implode()))
    return Rows(events, kept, rows.products)
