"""A verified customer's own orders."""

from __future__ import annotations

from collections.abc import Mapping

from shop.blocks import Block
from shop.money import money
from shop.orders import Order
from storage import Storage


class Orders:
    def __init__(self, storage: Storage):
        self._storage = storage

    def latest(self, customer_id: str, limit: int = 4) -> list[Order]:
        """Newest first."""
        return self._storage.orders.of_customer(customer_id, limit=limit)

    def one(self, customer_id: str, number: str) -> Order | None:
        """None for an unknown number and for another customer's order alike: the answer must not tell the two apart."""
        wanted = number.strip().lstrip("#").strip()
        for order_id in dict.fromkeys((wanted, wanted.upper())):
            order = self._storage.orders.get(order_id) if order_id else None
            if order is not None:
                return order if order.customer_id == customer_id else None
        return None

    def block(self, order: Order) -> Block:
        """The order as a block; lines whose product has gone keep their SKU as name."""
        products = {
            p.product_id: p for p in self._storage.products.get_many([x.product_id for x in order.lines if x.product_id])
        }
        return order_block(order, {x.sku: products[x.product_id].name for x in order.lines if x.product_id in products})


def order_block(order: Order, names: Mapping[str, str]) -> Block:
    """``names`` of what was ordered, by SKU; a SKU without one stands for itself."""
    status = order.status.capitalize()
    total = money(order.total, order.currency)
    return {
        "type": "order",
        "order_id": order.order_id,
        "status": status,
        "placed_at": order.placed_at.isoformat(),
        "expected_at": order.expected_at.isoformat() if order.expected_at else None,
        "tracking": order.tracking or None,
        "lines": [
            {
                "sku": line.sku,
                "name": names.get(line.sku, line.sku),
                "quantity": line.quantity,
                "price": dict(money(line.unit_price, order.currency)),
            }
            for line in order.lines
        ],
        "total": dict(total),
        "fallback": f"{order.order_id}: {status}, {total['text']}",
    }
