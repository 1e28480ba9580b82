"""Everything that a customer's profile is folded from, read together: for the worker and for answers alike."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shop.catalogue import Product
from shop.events import Event
from shop.orders import Order

if TYPE_CHECKING:
    from storage.storage import Storage

NAMES_SECONDS = 60.0  # a catalogue that changes all the time is not read for its names at each search


@dataclass(frozen=True)
class Deeds:
    """``events`` in the order of ``seq``, ``orders`` newest first, the ``products`` that both name, ``aspects`` by event id."""

    events: list[Event]
    orders: list[Order]
    products: dict[str, Product] = field(default_factory=dict)
    aspects: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def deeds_of(storage: Storage, customer_id: str, after_seq: int, most_orders: int) -> Deeds:
    """Events above ``after_seq`` and up to ``most_orders`` orders."""
    events = storage.events.of_customer(customer_id, after_seq=after_seq)
    orders = storage.orders.of_customer(customer_id, limit=most_orders)
    reviewed = any(event.type == "review" for event in events)
    aspects = storage.reviews.aspects_of_customer(customer_id) if reviewed else {}
    return Deeds(events, orders, products_of(storage, events, orders), aspects)


def products_of(storage: Storage, events: Iterable[Event], orders: Iterable[Order]) -> dict[str, Product]:
    """By id, those of SKUs included."""
    lines = [line for order in orders for line in order.lines]
    ids = {e.product_id for e in events if e.product_id} | {line.product_id for line in lines if line.product_id}
    products = {p.product_id: p for p in storage.products.get_many(sorted(ids))}
    skus = {e.sku for e in events if e.sku and not e.product_id} | {line.sku for line in lines if not line.product_id}
    products.update({p.product_id: p for p in storage.products.by_skus(sorted(skus)).values()})
    return products


class CatalogueNames:
    """The (facet, value) pairs that products have, read again when the catalogue changed; safe to share between threads."""

    def __init__(self, storage: Storage):
        self._storage = storage
        self._lock = threading.Lock()
        self._read: tuple[int, float, frozenset[tuple[str, str]]] | None = None

    def pairs(self) -> frozenset[tuple[str, str]]:
        """The same object while nothing changed."""
        with self._lock:
            if self._read is not None and time.monotonic() - self._read[1] < NAMES_SECONDS:
                return self._read[2]
            version = self._storage.products.catalogue_version()
            if self._read is None or self._read[0] != version:
                found = self._storage.products.names()
                pairs = self._read[2] if self._read and self._read[2] == found else found
            else:
                pairs = self._read[2]
            self._read = (version, time.monotonic(), pairs)
            return pairs
