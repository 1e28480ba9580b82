"""The shop's records as they are now, by which replies are judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shop.catalogue import Product
from shop.errors import ShopError
from shop.orders import Order, Review
from shop.promotions import Promotion
from storage import Storage


class NoSuchRecord(ShopError):
    """A dialogue names something that the shop does not have."""


class Records:
    def __init__(self, storage: Storage):
        self._storage = storage
        self._by_name: dict[str, str] = {p.name.casefold(): p.product_id for p in storage.products.all()}

    def product(self, product_id: str) -> Product:
        found = self._storage.products.get(product_id)
        if found is None:
            raise NoSuchRecord(f"the shop has no product {product_id}")
        return found

    def named(self, name: str) -> Product:
        product_id = self._by_name.get(name.strip().casefold())
        if product_id is None:
            raise NoSuchRecord(f"the shop has no product called “{name}”")
        return self.product(product_id)

    def meant(self, place_or_name: int | str, listed: Sequence[str]) -> Product:
        """The product at that place of the list shown last (from 1), or of that name. Raises NoSuchRecord."""
        if isinstance(place_or_name, str):
            return self.named(place_or_name)
        if place_or_name > len(listed):
            raise NoSuchRecord(f"the list shown last has {len(listed)} products, so there is no number {place_or_name}")
        return self.product(listed[place_or_name - 1])

    def by_sku(self, sku: str) -> Product | None:
        return self._storage.products.by_sku(sku)

    def answer(self, faq_id: str) -> str:
        found = self._storage.faqs.get(faq_id)
        if found is None:
            raise NoSuchRecord(f"the shop has no FAQ {faq_id}")
        return found.answer

    def order(self, order_id: str) -> Order:
        found = self._storage.orders.get(order_id)
        if found is None:
            raise NoSuchRecord(f"the shop has no order {order_id}")
        return found

    def promotion(self, code: str) -> Promotion:
        found = next((p for p in self._storage.promotions.all() if p.code.casefold() == code.casefold()), None)
        if found is None:
            raise NoSuchRecord(f"the shop has no coupon {code}")
        return found

    def customer_exists(self, customer_id: str) -> bool:
        return self._storage.customers.get(customer_id) is not None

    def review_from_chat(self, texts: Sequence[str], since: datetime) -> Review | None:
        """The review with one of these texts that was written in a chat since then."""
        wanted = {text.strip() for text in texts}
        for review in self._storage.reviews.all():
            if review.at >= since and review.text.strip() in wanted:
                return review
        return None
