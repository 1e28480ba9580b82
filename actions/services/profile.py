"""A customer's profile as of now: the stored one with every newer event folded in. Answers do not wait for the worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from recommender.profiles import fold
from shop.catalogue import Product
from shop.customers import Profile
from shop.events import Event
from shop.orders import Order
from storage import Storage

RECENT = 20  # products looked at lately that "because you viewed" may rest on
ORDERS = 200


@dataclass(frozen=True)
class Known:
    """``profile`` is None without consent; ``recent`` are product ids, the latest first."""

    profile: Profile | None = None
    recent: tuple[str, ...] = ()


class Profiles:
    def __init__(self, storage: Storage):
        self._storage = storage

    def of_customer(self, customer_id: str, now: datetime) -> Known:
        """Nothing is known of a customer who did not agree to a profile."""
        customer = self._storage.customers.get(customer_id)
        if customer is None or not customer.consent.profile:
            return Known()
        stored = self._storage.profiles.get(customer_id)
        events = self._storage.events.of_customer(customer_id, after_seq=stored.watermark if stored else 0)
        orders = self._storage.orders.of_customer(customer_id, limit=ORDERS)
        products = self._products(events, orders)
        profile = fold(stored, customer, events, orders, products, now)
        recent = self._recent(events, products)
        if len(recent) < RECENT and stored is not None:
            known = sorted((w, p) for p, w in profile.product_weights.items() if w > 0)
            recent += [p for _, p in reversed(known) if p not in recent]
        return Known(profile, tuple(recent[:RECENT]))

    def of_visitor(self, visitor_id: str) -> Known:
        """A visitor has no profile; what they looked at is there only when they agreed to its being kept."""
        events = self._storage.events.of_visitor(visitor_id)
        return Known(None, tuple(self._recent(events, self._products(events, ()))[:RECENT]))

    def _products(self, events: Iterable[Event], orders: Iterable[Order]) -> dict[str, Product]:
        ids = {e.product_id for e in events if e.product_id} | {
            line.product_id for o in orders for line in o.lines if line.product_id
        }
        products = {p.product_id: p for p in self._storage.products.get_many(sorted(ids))}
        skus = {e.sku for e in events if e.sku and not e.product_id} | {
            x.sku for o in orders for x in o.lines if not x.product_id
        }
        for sku in sorted(skus):
            product = self._storage.products.by_sku(sku)
            if product is not None:
                products[product.product_id] = product
        return products

    @staticmethod
    def _recent(events: Iterable[Event], products: dict[str, Product]) -> list[str]:
        by_sku = {v.sku: p.product_id for p in products.values() for v in p.variants}
        looked_at = [e for e in events if e.type in ("view", "click", "wishlist", "cart_add", "purchase", "share")]
        looked_at.sort(key=lambda e: e.at, reverse=True)
        ids = [e.product_id or by_sku.get(e.sku or "", "") for e in looked_at]
        return [p for p in dict.fromkeys(ids) if p]
