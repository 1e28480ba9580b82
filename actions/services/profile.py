"""A customer's profile as of now: the stored one with every newer event folded in. Answers do not wait for the worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from recommender.profiles import MOST_ORDERS, fold
from recommender.profiles.vocabulary import vocabulary_of
from shop.catalogue import Product
from shop.customers import Profile
from shop.events import Event
from storage import Storage
from storage.deeds import CatalogueNames, deeds_of, products_of

RECENT = 20  # products looked at lately that "because you viewed" may rest on


@dataclass(frozen=True)
class Known:
    """``profile`` is None without consent; ``recent`` are product ids, the latest first; ``region`` "" where it is unknown."""

    profile: Profile | None = None
    recent: tuple[str, ...] = ()
    region: str = ""


class Profiles:
    def __init__(self, storage: Storage):
        self._storage = storage
        self._names = CatalogueNames(storage)

    def of_customer(self, customer_id: str, now: datetime) -> Known:
        """Nothing is known of a customer who did not agree to a profile."""
        customer = self._storage.customers.get(customer_id)
        if customer is None or not customer.consent.profile:
            return Known()
        stored = self._storage.profiles.get(customer_id)
        deeds = deeds_of(self._storage, customer_id, stored.watermark if stored else 0, MOST_ORDERS)
        searched = any(event.type == "search" for event in deeds.events)
        vocabulary = vocabulary_of(self._names.pairs()) if searched else None
        profile = fold(
            stored, customer, deeds.events, deeds.orders, deeds.products, now, vocabulary=vocabulary, aspects=deeds.aspects
        )
        seen = profile.behaviour.seen_at
        recent = sorted(seen, key=lambda product_id: (-seen[product_id], product_id))
        if len(recent) < RECENT:
            known = sorted((w, p) for p, w in profile.product_weights.items() if w > 0)
            recent += [p for _, p in reversed(known) if p not in recent]
        return Known(profile, tuple(recent[:RECENT]), customer.region)

    def of_visitor(self, visitor_id: str) -> Known:
        """A visitor has no profile; what they looked at is there only when they agreed to its being kept."""
        events = self._storage.events.of_visitor(visitor_id)
        return Known(None, tuple(self._recent(events, products_of(self._storage, events, ()))[:RECENT]))

    @staticmethod
    def _recent(events: Iterable[Event], products: dict[str, Product]) -> list[str]:
        by_sku = {v.sku: p.product_id for p in products.values() for v in p.variants}
        looked_at = [e for e in events if e.type in ("view", "click", "wishlist", "cart_add", "purchase", "share")]
        looked_at.sort(key=lambda e: e.at, reverse=True)
        ids = [e.product_id or by_sku.get(e.sku or "", "") for e in looked_at]
        return [p for p in dict.fromkeys(ids) if p]
