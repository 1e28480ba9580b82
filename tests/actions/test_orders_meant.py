"""Which of a customer's orders a message means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from actions.services.orders_meant import meant
from shop.catalogue import Product
from shop.orders import Order, OrderLine

NOW = datetime(2036, 5, 1, tzinfo=UTC)
PRODUCTS = {
    "p": Product("p", "Northline Gale Parka", type="parka"),
    "b": Product("b", "Fjordly Fen Winter Boots", type="winter boots"),
    "k": Product("k", "Solano Dune Kettle", type="kettle"),
}


def order(order_id: str, days: int, *product_ids: str, status: str = "delivered") -> Order:
    lines = tuple(OrderLine(f"{p}-1", 1, 100, p) for p in product_ids)
    return Order(order_id, "c", NOW - timedelta(days=days), lines, status, total=100)


ORDERS = [order("3", 1, "k", status="shipped"), order("2", 5, "p", "k", status="paid"), order("1", 30, "b")]
SAID = [
    ("where is my order", None, []),
    ("the one with the parka", "3", ["2"]),
    ("just the winter boots", "3", ["1"]),
    ("and my kettle?", None, ["3", "2"]),
    ("the other one with the kettle", "3", ["2"]),
    ("and the other one?", "3", ["2", "1"]),
    ("what about the other order", "2", ["1", "3"]),
    ("the other one", None, ["2", "1"]),
    ("all of them", None, ["3", "2"]),
    ("ok then just my own", None, ["3"]),
    ("my latest order", "1", ["3"]),
    ("", "3", []),
]


@pytest.mark.parametrize(("text", "current", "wanted"), SAID, ids=[row[0] or "nothing" for row in SAID])
def test_the_words_tell_which_order(text: str, current: str | None, wanted: list[str]) -> None:
    assert [o.order_id for o in meant(text, ORDERS, PRODUCTS, current)] == wanted


def test_without_orders_none_is_meant() -> None:
    assert meant("all of them", [], {}) == []


def test_all_orders_are_those_that_were_delivered_when_none_is_under_way() -> None:
    assert [o.order_id for o in meant("show all my orders", ORDERS[2:], PRODUCTS)] == ["1"]
