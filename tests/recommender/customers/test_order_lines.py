"""Order lines become columns, whatever their order, and what cannot be is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.customers.order_lines import OrderLine, order_lines, orders
from shop.errors import InvalidInput

AT = datetime(2025, 3, 1, 9, tzinfo=UTC)
LINE = OrderLine("ada", "o1", AT, 10.0, "cups", 2.5)


def test_lines_of_one_order_are_added_up() -> None:
    found = orders(order_lines([LINE, OrderLine("ada", "o1", AT, 5.0, "bags"), OrderLine("bob", "o2", AT, 7.0)]))
    assert found.paid.tolist() == [15.0, 7.0]
    assert found.kept.tolist() == [12.5, 7.0]


@given(st.permutations(range(6)))
def test_the_order_of_the_rows_does_not_matter(places: list[int]) -> None:
    rows = [OrderLine(f"c{n % 3}", f"o{n}", AT + timedelta(days=n), float(n), f"k{n % 2}") for n in range(6)]
    first, second = orders(order_lines(rows)), orders(order_lines([rows[n] for n in places]))
    assert np.array_equal(first.customer, second.customer)
    assert np.array_equal(first.day, second.day)
    assert np.array_equal(first.kept, second.kept)


@pytest.mark.parametrize(
    "wrong", [{"value": -1.0}, {"value": float("nan")}, {"returned": 11.0}, {"returned": -1.0}, {"value": float("inf")}]
)
def test_money_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        order_lines([replace(LINE, **wrong)])


def test_an_order_of_two_customers_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        order_lines([LINE, replace(LINE, customer_id="bob")])
    assert "order_id" in caught.value.fields


def test_no_order_at_all_is_refused() -> None:
    with pytest.raises(InvalidInput):
        order_lines([])


def test_a_part_of_the_time_keeps_the_names() -> None:
    lines = order_lines([LINE, OrderLine("bob", "o2", AT + timedelta(days=3), 7.0)])
    early = lines.before(lines.day.max())
    assert early.customer_ids == ("ada", "bob")
    assert early.customer.tolist() == [0]
    assert len(orders(lines.before(0.0)).day) == 0
