"""The orders of customers who agreed to a profile: all that groups and forecasts of customers may be learnt from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shop.orders import Order
from storage.storage import Storage


def agreed_orders(storage: Storage, currency: str, before: datetime) -> Iterator[Order]:
    """Orders in ``currency`` placed before ``before``, by order id; streamed."""
    agreed: set[str] = set()
    after: str | None = None
    while page := storage.customers.page(after, 1000):
        agreed.update(customer.customer_id for customer in page if customer.consent.profile)
        after = page[-1].customer_id
    for order in storage.orders.all():
        if order.customer_id in agreed and order.currency == currency and order.placed_at < before:
            yield order


def categories(storage: Storage) -> dict[str, str]:
    """The category of each product, in small letters."""
    return {product.product_id: product.category.strip().lower() for product in storage.products.all()}
