"""The orders of customers who agreed to a profile, as the lines that groups and forecasts are learnt from."""

from __future__ import annotations

from recommender.customers.from_orders import commonest_categories, lines_of
from recommender.customers.order_lines import DAY, OrderLines, order_lines
from worker.services import Services


def agreed_lines(services: Services) -> OrderLines | None:
    """In the shop's own currency; orders in others, and those dated after now, are left out. None without any."""
    storage, now = services.storage, services.clock()
    agreed: set[str] = set()
    after: str | None = None
    while page := storage.customers.page(after, 1000):
        agreed.update(customer.customer_id for customer in page if customer.consent.profile)
        after = page[-1].customer_id

    category = {product.product_id: product.category.strip().lower() for product in storage.products.all()}
    rows = [
        line
        for order in storage.orders.all()
        if order.customer_id in agreed and order.currency == services.settings.currency and order.placed_at < now
        for line in lines_of(order, lambda product_id: category.get(product_id, ""))
    ]
    return order_lines(commonest_categories(rows)) if rows else None


def day_of(services: Services) -> float:
    """Now, in the unit of ``OrderLines.day``."""
    return services.clock().timestamp() / DAY
