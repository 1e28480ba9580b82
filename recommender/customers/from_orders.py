"""A shop's orders as order lines: what was paid for each line, of what it is, and what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from recommender.customers.order_lines import OrderLine, OrderLines, order_lines
from shop.orders import Order

MOST_CATEGORIES = 40  # the commonest; the rest of a large shop is ``OTHER``
OTHER = "other"


def lines_of(order: Order, category_of: Callable[[str], str]) -> Iterator[OrderLine]:
    """Values in minor units. A reduction of the whole order is shared by its lines; what was paid beyond them (delivery) is
    left out. Nothing of a cancelled order; all of an order that came back without saying which pieces did."""
    if order.status == "cancelled":
        return
    listed = sum(line.quantity * line.unit_price for line in order.lines)
    paid = min(1.0, order.total / listed) if listed and order.total else 1.0
    whole = order.status == "returned" and not any(line.returned for line in order.lines)
    for line in order.lines:
        value = line.quantity * line.unit_price * paid
        share = 1.0 if whole else min(1.0, line.returned / line.quantity) if line.quantity else 0.0
        yield OrderLine(
            order.customer_id, order.order_id, order.placed_at, value, category_of(line.product_id), value * share, 1.0 - paid
        )


def commonest_categories(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """With all but the ``MOST_CATEGORIES`` most sold categories as ``OTHER``; a line without one is ``OTHER`` too."""
    given = list(lines)
    sold = Counter(line.category for line in given if line.category)
    kept = {name for name, _ in sorted(sold.items(), key=lambda item: (-item[1], item[0]))[:MOST_CATEGORIES]}
    return [line if line.category in kept else replace(line, category=OTHER) for line in given]


def lines_of_all(orders: Iterable[Order], category_of: Mapping[str, str]) -> OrderLines | None:
    """The lines of these orders with the commonest categories; None where there is no line."""
    rows = [line for order in orders for line in lines_of(order, lambda product_id: category_of.get(product_id, ""))]
    return order_lines(commonest_categories(rows)) if rows else None
