"""The fold: events and orders into a profile. Pure, and the same in one step or in many.

Every contribution is a weight times a decay to the profile's ``watermark_at`` (half-life 60 days), added to the product and to
its category, brand, type, colour and material. Sums of this kind can be moved to a later time by one factor, so that folding
only what is new gives what folding everything gives. A purchase counts once per product, at the time of the last one that was
kept; the profile remembers that time, so that a return takes away exactly what the purchase gave.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from recommender.profiles.weights import PURCHASE, review_weight, weight_of
from shop.catalogue import Product
from shop.customers import Customer, Profile
from shop.events import Event
from shop.orders import Order

HALF_LIFE_DAYS = 60.0
_HALF_LIFE_SECONDS = HALF_LIFE_DAYS * 86_400
_NOTHING = 1e-9  # what is left of a sum that cancelled


def decay(from_seconds: float, to_seconds: float) -> float:
    """What is left at ``to_seconds`` of a weight of 1 given at ``from_seconds`` (both epoch seconds)."""
    return math.exp2((from_seconds - to_seconds) / _HALF_LIFE_SECONDS)


def fold(
    profile: Profile | None,
    customer: Customer,
    events: Iterable[Event],
    orders: Iterable[Order],
    products_by_id: Mapping[str, Product],
    now: datetime,
) -> Profile:
    """The profile after ``events`` (those with ``seq`` above its watermark) and ``orders`` (all that are known, in any order).

    Without ``customer.consent.profile`` the result is empty. A product missing from ``products_by_id`` moves only its own
    weight. What claims to be later than ``now`` counts as now. Events not yet stored (``seq`` 0) are folded each time.
    """
    if not customer.consent.profile:
        return Profile(customer.customer_id)
    old = profile or Profile(customer.customer_id)
    return _Fold(old, products_by_id, now).run(_fresh(old, customer, events), _own(customer, orders))


def _fresh(old: Profile, customer: Customer, events: Iterable[Event]) -> list[Event]:
    """Not yet folded, of this customer (or of the visitor they were), each once, in the order of storage."""
    chosen: dict[str, Event] = {}
    for event in events:
        if event.customer_id not in (None, customer.customer_id) or 0 < event.seq <= old.watermark:
            continue
        chosen.setdefault(event.event_id, event)
    return sorted(chosen.values(), key=lambda e: (e.seq == 0, e.seq, e.at, e.event_id))


def _own(customer: Customer, orders: Iterable[Order]) -> list[Order]:
    mine = {order.order_id: order for order in orders if order.customer_id == customer.customer_id}
    return sorted(mine.values(), key=lambda o: (o.placed_at, o.order_id))


class _Fold:
    def __init__(self, old: Profile, products: Mapping[str, Product], now: datetime):
        self.old = old
        self.products = products
        self.skus = {v.sku: p for p in products.values() for v in p.variants}
        self.now = now.timestamp()
        #: (product id, sku or None, weight, epoch seconds)
        self.parts: list[tuple[str, str | None, float, float]] = []
        self.purchases = dict(old.purchases)
        self.reviewed = dict(old.reviewed)

    def run(self, events: list[Event], orders: list[Order]) -> Profile:
        for event in events:
            self._event(event)
        self._orders(orders)
        self._purchase_parts()
        times = [min(e.at.timestamp(), self.now) for e in events] + [min(o.placed_at.timestamp(), self.now) for o in orders]
        if self.old.watermark_at is not None:
            times.append(self.old.watermark_at.timestamp())
        if not times:
            return self.old
        newest = max(times)
        affinities, product_weights = self._sums(newest)
        low, high = _price_range(orders) or (self.old.price_low, self.old.price_high)
        return replace(
            self.old,
            affinities=affinities,
            product_weights=product_weights,
            owned=tuple(sorted(self.purchases)),
            price_low=low,
            price_high=high,
            watermark=max([self.old.watermark, *(e.seq for e in events)]),
            watermark_at=datetime.fromtimestamp(newest, UTC),
            purchases=dict(sorted(self.purchases.items())),
            reviewed=dict(sorted(self.reviewed.items())),
        )

    def _event(self, event: Event) -> None:
        product_id = event.product_id or self._product_of(event.sku)
        if not product_id:
            return
        at = min(event.at.timestamp(), self.now)
        if event.type == "purchase":
            self.purchases[product_id] = max(at, self.purchases.get(product_id, at))
            return
        if event.type == "return" and self.purchases.get(product_id, at + 1) <= at:
            del self.purchases[product_id]
        if event.type == "review":
            weight = review_weight(event.value or 0.0)
            if weight:
                self.reviewed[product_id] = event.value or 0.0
        else:
            weight = weight_of(event)
        if weight:
            self.parts.append((product_id, event.sku, weight, at))

    def _orders(self, orders: list[Order]) -> None:
        """Where orders name a product, they decide what is owned: the last kept purchase, or none."""
        kept: dict[str, float | None] = {}
        for order in orders:
            for line in order.lines:
                product_id = line.product_id or self._product_of(line.sku)
                if not product_id:
                    continue
                kept.setdefault(product_id, None)
                if order.status not in ("returned", "cancelled") and line.quantity > line.returned:
                    kept[product_id] = min(order.placed_at.timestamp(), self.now)
        for product_id, at in kept.items():
            if at is None:
                self.purchases.pop(product_id, None)
            else:
                self.purchases[product_id] = at

    def _purchase_parts(self) -> None:
        before = self.old.purchases
        for product_id in sorted(before.keys() | self.purchases.keys()):
            was, is_now = before.get(product_id), self.purchases.get(product_id)
            if was == is_now:
                continue
            if was is not None:
                self.parts.append((product_id, None, -PURCHASE, was))
            if is_now is not None:
                self.parts.append((product_id, None, PURCHASE, is_now))

    def _sums(self, newest: float) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
        factor = decay(self.old.watermark_at.timestamp(), newest) if self.old.watermark_at else 1.0
        affinities: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        product_weights: dict[str, float] = defaultdict(float)
        for facet, values in self.old.affinities.items():
            for value, weight in values.items():
                affinities[facet][value] = weight * factor
        for product_id, weight in self.old.product_weights.items():
            product_weights[product_id] = weight * factor
        for product_id, sku, weight, at in self.parts:
            left = weight * decay(at, newest)
            product_weights[product_id] += left
            for facet, value in facets_of(self.products.get(product_id), sku):
                affinities[facet][value] += left
        return (
            {facet: kept for facet, values in sorted(affinities.items()) if (kept := _without_nothing(values))},
            _without_nothing(product_weights),
        )

    def _product_of(self, sku: str | None) -> str | None:
        product = self.skus.get(sku) if sku else None
        return product.product_id if product else None


def facets_of(product: Product | None, sku: str | None) -> list[tuple[str, str]]:
    """(facet, lower-case value) pairs; the colour is the SKU's, or the product's when it has only one."""
    if product is None:
        return []
    pairs = [("category", product.category), ("brand", product.brand), ("type", product.type), ("material", product.material)]
    colours = {_colour(v.options) for v in product.variants if sku is None or v.sku == sku} - {""}
    if len(colours) == 1:
        pairs.append(("colour", colours.pop()))
    elif not colours:
        pairs.append(("colour", _colour(product.attributes)))
    return [(facet, key) for facet, value in pairs if (key := value.strip().lower())]


def _colour(options: Mapping[str, str]) -> str:
    return options.get("colour") or options.get("color") or ""


def _without_nothing(values: Mapping[str, float]) -> dict[str, float]:
    return {value: weight for value, weight in sorted(values.items()) if abs(weight) > _NOTHING}


def _price_range(orders: list[Order]) -> tuple[int, int] | None:
    """10th and 90th percentile (nearest rank) of the prices of the lines that were kept."""
    paid = sorted(
        line.unit_price for order in orders if order.status != "cancelled" for line in order.lines if line.unit_price > 0
    )
    if not paid:
        return None
    last = len(paid) - 1
    return paid[round(0.1 * last)], paid[round(0.9 * last)]
