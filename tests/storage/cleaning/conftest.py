"""Small snapshots, written row by row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from storage.cleaning import Context, Rows
from storage.snapshots import SCHEMAS

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def event(seq: int, seconds: float = 0, **given: Any) -> dict[str, Any]:
    """``seconds`` before now. By customer k1, a view of p1, unless said otherwise."""
    at = NOW - timedelta(days=10) + timedelta(seconds=seconds)
    return {"seq": seq, "type": "view", "at": at, "customer_key": "k1", "product_id": "p1", **given}


def line(order_id: str, position: int = 0, seconds: float = 0, **given: Any) -> dict[str, Any]:
    at = NOW - timedelta(days=10) + timedelta(seconds=seconds)
    base = {"order_id": order_id, "position": position, "customer_key": "k1", "profile_consent": True, "placed_at": at}
    rest = {"status": "delivered", "currency": "USD", "sku": "s1", "product_id": "p1", "quantity": 1, "unit_price": 1000}
    return {**base, **rest, "returned": 0, **given}


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([{column: row.get(column) for column in SCHEMAS[name]} for row in rows], schema=SCHEMAS[name])


@pytest.fixture
def make_rows() -> Callable[..., Rows]:
    def make(
        events: list[dict[str, Any]] | None = None,
        orders: list[dict[str, Any]] | None = None,
        products: list[dict[str, Any]] | None = None,
    ) -> Rows:
        known = [
            {"product_id": f"p{n}", "sku": f"s{n}", "name": f"Thing {n}", "price": 1000, "currency": "USD", "active": True}
            for n in range(1, 4)
        ]
        return Rows(frame("events", events or []), frame("orders", orders or []), frame("products", known + (products or [])))

    return make


@pytest.fixture
def make_event() -> Callable[..., dict[str, Any]]:
    return event


@pytest.fixture
def make_line() -> Callable[..., dict[str, Any]]:
    return line


@pytest.fixture
def context() -> Context:
    return Context(NOW, frozenset({"tester"}))
