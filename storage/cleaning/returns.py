"""What came back was not kept: pieces sent back are taken off their purchase, and a purchase with none left goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from storage.cleaning.rows import Context, Finding, Rows, drop_events, drop_lines, item, told, who

Place = tuple[str, int]  # order_id and position


def returns(rows: Rows, context: Context) -> tuple[Rows, list[Finding]]:
    """Three ways in which shops tell of it: ``returned`` on the line, lines below 0 (the latest earlier purchase of the same
    customer and SKU pays for them), and return events (the same, among purchase events)."""
    rows, findings = _on_the_line(rows)
    rows, more = _lines_below_zero(rows)
    rows, last = _events(rows)
    return rows, [*findings, *more, *last]


def _on_the_line(rows: Rows) -> tuple[Rows, list[Finding]]:
    whole = rows.orders.group_by("order_id").agg(pl.col("returned").sum().alias("told"))
    known = rows.orders.join(whole, on="order_id", how="left", maintain_order="left")
    all_back = (pl.col("status") == "returned") & (pl.col("told") == 0)
    left = pl.when(all_back).then(0).otherwise(pl.col("quantity") - pl.col("returned"))
    known = known.with_columns(left.alias("left"))
    gone = known.filter((pl.col("quantity") > 0) & (pl.col("left") <= 0))
    some = known.filter((pl.col("left") > 0) & (pl.col("returned") > 0))
    findings = [told(gone, "line sent back whole"), told(some, "line sent back in part", changed=True)]
    rows = drop_lines(rows, gone, and_events=True)
    fewer = pl.when(pl.col("quantity") > 0).then(pl.col("quantity") - pl.col("returned")).otherwise(pl.col("quantity"))
    orders = rows.orders.with_columns(fewer.alias("quantity"), pl.lit(0, pl.Int64).alias("returned"))
    return Rows(rows.events, orders, rows.products), findings


def _lines_below_zero(rows: Rows) -> tuple[Rows, list[Finding]]:
    back = rows.orders.filter(pl.col("quantity") < 0)
    if not back.height:
        return rows, []
    both = rows.orders.filter((pl.col("status") != "cancelled") | (pl.col("quantity") < 0)).filter(
        pl.col("customer_key").is_not_null()
    )
    keys = ["customer_key", "sku"]
    both = both.join(back.select(keys).unique(), on=keys, how="semi").sort("placed_at", "order_id", "position")
    left: dict[Place, int] = {}
    open_lines: dict[tuple[str, str], list[Place]] = defaultdict(list)
    touched: set[Place] = set()
    for order_id, position, customer, sku, quantity in both.select("order_id", "position", *keys, "quantity").iter_rows():
        bought = open_lines[(customer, sku)]
        if quantity > 0:
            left[(order_id, position)] = quantity
            bought.append((order_id, position))
            continue
        _take(-quantity, bought, left, touched)
    whole = [place for place in touched if left[place] == 0]
    part = {place: left[place] for place in touched if left[place] > 0}
    gone = _lines(rows.orders, whole)
    findings = [told(back, "line of pieces that came back"), told(gone, "line sent back whole by a later line")]
    findings.append(told(_lines(rows.orders, part), "line sent back in part by a later line", changed=True))
    rows = drop_lines(rows, gone, and_events=True)
    kept = rows.orders.filter(pl.col("quantity") >= 0)
    if part:
        new = pl.DataFrame(
            [(order_id, position, quantity) for (order_id, position), quantity in sorted(part.items())],
            schema={"order_id": pl.String, "position": pl.Int64, "left": pl.Int64},
            orient="row",
        )
        kept = kept.join(new, on=["order_id", "position"], how="left", maintain_order="left")
        kept = kept.with_columns(pl.coalesce("left", "quantity").alias("quantity")).drop("left")
    return Rows(rows.events, kept, rows.products), findings


def _take(pieces: int, bought: list[Place], left: dict[Place, int], touched: set[Place]) -> None:
    while pieces > 0 and bought:
        place = bought[-1]
        taken = min(pieces, left[place])
        left[place] -= taken
        pieces -= taken
        touched.add(place)
        if left[place] == 0:
            bought.pop()


def _lines(orders: pl.DataFrame, places: Iterable[Place]) -> pl.DataFrame:
    wanted = pl.DataFrame(sorted(places), schema={"order_id": pl.String, "position": pl.Int64}, orient="row")
    return orders.join(wanted, on=["order_id", "position"], how="semi")


def _events(rows: Rows) -> tuple[Rows, list[Finding]]:
    deeds = rows.events.with_columns(who(), item()).filter(pl.col("type").is_in(("purchase", "return")))
    keys = ["who", "item"]
    deeds = deeds.join(deeds.filter(pl.col("type") == "return").select(keys).unique(), on=keys, how="semi").sort("at", "seq")
    left: dict[int, float] = {}
    open_deeds: dict[tuple[str, str], list[int]] = defaultdict(list)
    matched: list[int] = []
    touched: set[int] = set()
    for seq, kind, person, thing, value in deeds.select("seq", "type", *keys, "value").iter_rows():
        bought = open_deeds[(person, thing)]
        pieces = 1.0 if value is None else float(value)
        if kind == "purchase":
            left[seq] = pieces
            bought.append(seq)
            continue
        if bought:
            matched.append(seq)
        while pieces > 0 and bought:
            taken = min(pieces, left[bought[-1]])
            left[bought[-1]] -= taken
            pieces -= taken
            touched.add(bought[-1])
            if left[bought[-1]] <= 0:
                bought.pop()
    gone = [seq for seq in touched if left[seq] <= 0]
    part = {seq: left[seq] for seq in touched if left[seq] > 0}
    events = rows.events
    findings = [
        told(events.filter(pl.col("seq").is_in(gone)), "purchase event that came back whole"),
        told(events.filter(pl.col("seq").is_in(matched)), "return event, taken off its purchase"),
        told(events.filter(pl.col("seq").is_in(list(part))), "purchase event that came back in part", changed=True),
    ]
    rows = drop_events(rows, pl.Series([*gone, *matched], dtype=pl.Int64))
    if part:
        value = pl.col("seq").replace_strict(part, default=pl.col("value"), return_dtype=pl.Float64)
        rows = Rows(rows.events.with_columns(value.alias("value")), rows.orders, rows.products)
    return rows, findings
