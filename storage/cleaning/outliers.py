"""Numbers so far from the rest that they are slips or another kind of customer: drawn to a robust bound, never dropped."""

from __future__ import annotations

import math

import polars as pl

from storage.cleaning.rows import Context, Finding, Rows, told

SPREADS = 4.0  # so many robust standard deviations of the logarithm
LEAST_SPREAD = 0.35  # where nearly all buy one piece, three is no slip
LEAST_ROWS = 20  # fewer tell no spread
PRICE_TIMES = 10.0
_PRICED_ROWS = 5


def outliers(rows: Rows, context: Context) -> tuple[Rows, list[Finding]]:
    """Quantities and dwell times above median · exp(4 robust deviations of their logarithm), over the whole shop;
    prices ten times above or below the SKU's median."""
    findings: list[Finding] = []
    events, orders = rows.events, rows.orders
    quantity = robust_bound(orders.filter(pl.col("quantity") > 0)["quantity"].cast(pl.Float64), least=10.0)
    pieces = robust_bound(_values(events, "purchase"), least=10.0)
    dwell = robust_bound(_values(events, "view"), least=600.0)
    for kind, bound, why in (("purchase", pieces, "purchase of unusually many"), ("view", dwell, "unusually long dwell time")):
        if bound is not None:
            far = (pl.col("type") == kind) & (pl.col("value") > bound)
            findings.append(told(events.filter(far), why, changed=True))
            events = events.with_columns(pl.when(far).then(bound).otherwise(pl.col("value")).alias("value"))
    if quantity is not None:
        far = pl.col("quantity") > math.floor(quantity)
        findings.append(told(orders.filter(far), "order line of unusually many", changed=True))
        orders = orders.with_columns(pl.when(far).then(math.floor(quantity)).otherwise(pl.col("quantity")).alias("quantity"))
    priced = pl.col("unit_price") > 0
    usual = orders.filter(priced).group_by("sku").agg(pl.col("unit_price").median().alias("usual"), pl.len().alias("times"))
    usual = usual.filter(pl.col("times") >= _PRICED_ROWS).select("sku", "usual")
    orders = orders.join(usual, on="sku", how="left", maintain_order="left")
    low, high = (pl.col("usual") / PRICE_TIMES).ceil(), (pl.col("usual") * PRICE_TIMES).floor()
    far = (priced & pl.col("usual").is_not_null() & ~pl.col("unit_price").is_between(low, high)).fill_null(False)
    findings.append(told(orders.filter(far), "price ten times off the SKU's own", changed=True))
    drawn = pl.when(far).then(pl.col("unit_price").clip(low, high)).otherwise(pl.col("unit_price")).cast(pl.Int64)
    orders = orders.with_columns(drawn.alias("unit_price")).drop("usual")
    return Rows(events, orders, rows.products), findings


def robust_bound(values: pl.Series, least: float) -> float | None:
    """The largest value that still belongs; None where too few values tell. Median and MAD, so that slips do not move it."""
    known = values.drop_nulls()
    logs = known.filter(known > 0).log()
    if logs.len() < LEAST_ROWS:
        return None
    middle = float(logs.median())  # type: ignore[arg-type]
    spread = 1.4826 * float((logs - middle).abs().median())  # type: ignore[arg-type]
    return max(least, math.exp(middle + SPREADS * max(spread, LEAST_SPREAD)))


def _values(events: pl.DataFrame, kind: str) -> pl.Series:
    return events.filter(pl.col("type") == kind)["value"]
