"""Dirt of every kind poured over sound rows, marked, so that it is known what a rule should have taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from storage.cleaning import Rows
from storage.snapshots import SCHEMAS

ROBOTS, TESTERS = 6, 2
TESTER_KEYS = frozenset(f"tester{n}" for n in range(TESTERS))


@dataclass(frozen=True)
class Dirty:
    """``events`` and ``orders`` name what was poured: kind → sequence numbers, kind → order ids. What was spoilt in place
    (gaps, slips) is counted in ``spoilt``."""

    rows: Rows
    events: Mapping[str, set[int]]
    orders: Mapping[str, set[str]]
    spoilt: Mapping[str, int]


def pour(rows: Rows, now: datetime, seed: int = 11) -> Dirty:
    """Over events before ``now``: 3% doubled, 3% clicked twice, 1% without an item, 2% testers', six robots for two hours; over
    orders: 1% doubled, 1% sent twice, 2% testers', 1% free, 5% postage; slips in 40 lines; 15% of dwell times lost."""
    rng = np.random.default_rng(seed)
    highest: Any = rows.events["seq"].max()
    next_seq = int(highest or 0) + 1
    past = rows.events.filter(pl.col("at") < now)
    clicks = past.filter(pl.col("type").is_in(("view", "cart_add", "click")))
    poured: dict[str, pl.DataFrame] = {
        "exact_duplicates": _some(past, 0.03, rng),
        "near_duplicates": _some(clicks, 0.03, rng).with_columns(pl.col("at") + timedelta(milliseconds=900)),
        "impossible_values": _some(clicks, 0.01, rng).with_columns(
            pl.lit(None, pl.String).alias(name) for name in ("product_id", "sku")
        ),
        "bots": _robots(rows.products["product_id"].unique(maintain_order=True).to_list(), now, rng),
        "test_orders": _some(clicks, 0.02, rng).with_columns(pl.lit("tester0").alias("customer_key")),
    }
    found: dict[str, set[int]] = {}
    frames = []
    for kind, frame in poured.items():
        frame = frame.with_columns(pl.int_range(next_seq, next_seq + frame.height).cast(pl.Int64).alias("seq"))
        next_seq += frame.height
        found[kind] = set(frame["seq"])
        frames.append(frame.select(list(SCHEMAS["events"])))
    gaps = pl.Series(rng.random(rows.events.height) < 0.15) & (rows.events["type"] == "view") & (rows.events["at"] < now)
    spoilt = rows.events.with_columns(pl.when(gaps).then(None).otherwise(pl.col("value")).alias("value"))
    orders, order_ids, slips = _orders(rows.orders, now, rng)
    return Dirty(
        Rows(pl.concat([spoilt, *frames]).sort("seq"), orders, rows.products),
        found,
        order_ids,
        {"missing_values": int(gaps.sum()), "outliers": slips},
    )


def _some(frame: pl.DataFrame, share: float, rng: np.random.Generator) -> pl.DataFrame:
    chosen = np.sort(rng.choice(frame.height, int(frame.height * share), replace=False))
    return frame.filter(pl.int_range(frame.height).is_in(chosen.tolist()))


def _robots(product_ids: list[str], now: datetime, rng: np.random.Generator) -> pl.DataFrame:
    """Each walks the catalogue in its own order, the same way again and again: what follows what is theirs alone."""
    rows: list[dict[str, Any]] = []
    for robot in range(ROBOTS):
        walk = rng.permutation(len(product_ids))[:120]
        start = now - timedelta(days=int(rng.integers(1, 25)), hours=int(rng.integers(0, 12)))
        for step in range(2400):
            device = "Mozilla/5.0 (compatible; ShopBot/2.1)" if robot == 0 else "desktop"
            rows.append(
                {
                    "type": "view", "at": start + timedelta(seconds=3 * step), "visitor_id": f"robot{robot}",
                    "product_id": product_ids[walk[step % len(walk)]], "value": 0.0, "device": device,
                }
            )  # fmt: skip
    schema = SCHEMAS["events"]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def _orders(orders: pl.DataFrame, now: datetime, rng: np.random.Generator) -> tuple[pl.DataFrame, dict[str, set[str]], int]:
    past = orders.filter(pl.col("placed_at") < now)
    ids = past["order_id"].unique(maintain_order=True)
    doubled = ids[np.sort(rng.choice(ids.len(), ids.len() // 100, replace=False)).tolist()]
    again = past.filter(pl.col("order_id").is_in(doubled.implode()))
    twice = again.with_columns(("again-" + pl.col("order_id")).alias("order_id"))
    clicked = again.with_columns(("click-" + pl.col("order_id")).alias("order_id"), pl.col("placed_at") + timedelta(seconds=90))
    tried = _some(past, 0.02, rng).with_columns(
        ("tried-" + pl.col("order_id")).alias("order_id"),
        pl.Series([f"tester{n % TESTERS}" for n in range(int(past.height * 0.02))]).alias("customer_key"),
    )
    free = _some(past, 0.01, rng).with_columns(
        ("free-" + pl.col("order_id")).alias("order_id"), pl.lit(0, pl.Int64).alias("unit_price")
    )
    post = _some(past, 0.05, rng).with_columns(
        pl.lit("POSTAGE").alias("sku"), pl.lit("").alias("product_id"), (pl.col("position") + 50).alias("position"),
        pl.lit(495, pl.Int64).alias("unit_price"), pl.lit(0, pl.Int64).alias("returned"),
    )  # fmt: skip
    slipped = np.zeros(orders.height, dtype=bool)
    before = np.flatnonzero((orders["placed_at"] < now).to_numpy())
    slipped[rng.choice(before, 40, replace=False)] = True
    slip = pl.Series(slipped)
    spoilt = orders.with_columns(
        pl.when(slip).then(pl.col("quantity") * 1000).otherwise(pl.col("quantity")).alias("quantity"),
        pl.when(slip).then(pl.col("unit_price") * 100).otherwise(pl.col("unit_price")).alias("unit_price"),
    )
    kinds = {"exact_duplicates": twice, "near_duplicates": clicked, "test_orders": pl.concat([tried, free])}
    whole = pl.concat([spoilt, *(frame.select(orders.columns) for frame in (twice, clicked, tried, free, post))])
    return whole, {kind: set(frame["order_id"]) for kind, frame in kinds.items()}, 40
