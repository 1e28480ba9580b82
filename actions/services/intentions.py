"""Of which category a customer clearly intends to buy, for the products shown and the question asked. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from recommender.customers.clear_intention import category_chances
from recommender.customers.models import CustomerModels
from recommender.customers.order_lines import DAY
from recommender.profiles import MOST_ORDERS
from shop.errors import Corrupt
from storage import Storage
from storage.deeds import products_of


@dataclass(frozen=True)
class Intended:
    """``category`` in small letters, ``name`` as the shop writes it; ``chance`` of buying of it within 30 days."""

    category: str
    name: str
    chance: float


class Intentions:
    def __init__(self, storage: Storage, models: Callable[[], CustomerModels | None], currency: str):
        self._storage = storage
        self._models = models
        self._currency = currency

    def clear_of(self, customer_id: str | None, now: datetime) -> Intended | None:
        """None for a stranger, without consent to a profile, while nothing was learnt, and where no category stands out. It
        rests on orders alone: nothing of who the customer is."""
        customer = self._storage.customers.get(customer_id) if customer_id else None
        if customer is None or not customer.consent.profile:
            return None
        given = self._storage.orders.of_customer(customer.customer_id, limit=MOST_ORDERS)
        orders = [order for order in given if order.currency == self._currency and order.placed_at < now]
        models = self._learnt() if orders else None
        if models is None:
            return None
        products = products_of(self._storage, (), orders)
        names = {product_id: product.category.strip() for product_id, product in products.items()}
        found = category_chances(orders, models, lambda product_id: names.get(product_id, "").lower(), now.timestamp() / DAY)
        clear = found.clear() if found else None
        if clear is None:
            return None
        name = next((name for name in names.values() if name.lower() == clear.category), clear.category)
        return Intended(clear.category, name, clear.chance)

    def _learnt(self) -> CustomerModels | None:
        try:
            return self._models()
        except Corrupt:  # the console says so; a customer is answered without it
            return None
