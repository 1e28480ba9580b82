"""A shop's orders become lines with what was paid and kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.customers.from_orders import MOST_CATEGORIES, OTHER, commonest_categories, lines_of
from recommender.customers.order_lines import OrderLine as Line
from shop.orders import Order, OrderLine

AT = datetime(2026, 3, 1, tzinfo=UTC)
CATEGORY = {"p1": "cups", "p2": "bags"}


def order(**fields: object) -> Order:
    lines = (OrderLine("s1", 2, 1000, "p1"), OrderLine("s2", 1, 3000, "p2", returned=1))
    return Order("o1", "ada", AT, **{"lines": lines, "total": 5000, **fields})  # type: ignore[arg-type]


def read(given: Order) -> list[Line]:
    return list(lines_of(given, lambda product_id: CATEGORY.get(product_id, "")))


def test_each_line_has_its_value_category_and_what_came_back() -> None:
    assert [(x.category, x.value, x.returned) for x in read(order())] == [("cups", 2000, 0), ("bags", 3000, 3000)]


@given(st.integers(1, 5000))
def test_a_reduction_of_the_order_is_shared_by_its_lines(total: int) -> None:
    found = read(order(total=total))
    assert sum(x.value for x in found) == pytest.approx(total)
    assert {x.discount for x in found} == {1 - total / 5000}


def test_delivery_on_top_is_no_value_and_a_missing_total_no_present() -> None:
    assert sum(x.value for x in read(order(total=5900))) == 5000
    assert sum(x.value for x in read(order(total=0))) == 5000


def test_a_cancelled_order_is_none_and_a_returned_one_all_back() -> None:
    assert read(order(status="cancelled")) == []
    whole = order(status="returned", lines=(OrderLine("s1", 2, 1000, "p1"),), total=2000)
    assert [(x.value, x.returned) for x in read(whole)] == [(2000, 2000)]


def test_rare_categories_are_one() -> None:
    lines = [Line("ada", f"o{n}", AT, 1.0, f"k{n:03}") for n in range(100)] + [Line("ada", "p", AT, 1.0, "")]
    lines += [Line("ada", f"q{n}", AT, 1.0, "k099") for n in range(3)]
    found = commonest_categories(lines)
    assert len({x.category for x in found} - {OTHER}) == MOST_CATEGORIES
    assert found[99].category == "k099"
    assert found[100].category == OTHER
