"""The fold: events and orders into a profile. Pure, and the same in one step or in many, in whatever order events arrive.

Every contribution is a weight times a decay to the profile's ``watermark_at`` (half-life 60 days), added to the product
and to what it stands for (category, brand, type, colour, material, tags). Sums of this kind can be moved to a later time by
one factor, so that folding only what is new gives what folding everything gives. What is no sum is the latest of its kind: a
purchase counts once per product, at the time of the last one that was kept, a dismissal once per product at its last time
unless it was taken back since, and of a customer's reviews of a product the latest that was not neutral; the profile
remembers what it counted, so that a return, an undo or a later review takes away exactly what was given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from recommender.profiles.affinities import affinities_of
from recommender.profiles.counting import Counted, count
from recommender.profiles.decay import HALF_LIFE_DAYS, LOYALTY_HALF_LIFE_DAYS, NOTHING, decay, without_nothing
from recommender.profiles.facets import facets_of
from recommender.profiles.spending import price_range, spending_of
from recommender.profiles.vocabulary import Vocabulary
from recommender.profiles.weights import (
    DISMISSED,
    DISMISSED_LIKE,
    IMPRESSION,
    PURCHASE,
    SEARCH,
    review_weight,
    weight_of,
)
from shop.catalogue import Product
from shop.customers import Customer, Profile, Reviewed
from shop.events import Event
from shop.orders import Order

__all__ = ["HALF_LIFE_DAYS", "MOST_ORDERS", "decay", "fold"]

MOST_ORDERS = 1000  # a customer's newest orders, which every reader hands to ``fold``
Aspects = Mapping[str, Mapping[str, float]]


def fold(
    profile: Profile | None,
    customer: Customer,
    events: Iterable[Event],
    orders: Iterable[Order],
    products_by_id: Mapping[str, Product],
    now: datetime,
    *,
    vocabulary: Vocabulary | None = None,
    aspects: Aspects | None = None,
) -> Profile:
    """The profile after ``events`` (those with ``seq`` above its watermark) and ``orders`` (all that are known, in any order).

    ``vocabulary`` says what the words of a search mean in the catalogue; ``aspects`` gives, by the event id of a review, what
    it says of each aspect (−1…1). Without ``customer.consent.profile`` the result is empty. A product missing from
    ``products_by_id`` moves only its own weight. What claims to be later than ``now`` counts as now. Events not yet stored
    (``seq`` 0) are folded each time.
    """
    if not customer.consent.profile:
        return Profile(customer.customer_id)
    old = profile or Profile(customer.customer_id)
    made = _Fold(old, products_by_id, now, vocabulary or Vocabulary(()), aspects or {})
    return made.run(_fresh(old, customer, events), _own(customer, orders))


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
    def __init__(self, old: Profile, products: Mapping[str, Product], now: datetime, vocabulary: Vocabulary, aspects: Aspects):
        self.old = old
        self.products = products
        self.skus = {v.sku: p for p in products.values() for v in p.variants}
        self.now = now.timestamp()
        self.vocabulary = vocabulary
        self.aspects = aspects
        #: (product id, weight, epoch seconds)
        self.product_parts: list[tuple[str, float, float]] = []
        #: ((facet, value) pairs, kind of deed, weight, epoch seconds)
        self.facet_parts: list[tuple[list[tuple[str, str]], str, float, float]] = []
        #: ((facet, value) pairs, count, epoch seconds)
        self.loyalty_parts: list[tuple[list[tuple[str, str]], float, float]] = []
        self.reviews = dict(old.reviews)

    def run(self, events: list[Event], orders: list[Order]) -> Profile:
        deeds = [self._counted(event) for event in events]
        times = [deed.at for deed in deeds] + [min(o.placed_at.timestamp(), self.now) for o in orders]
        old_at = self.old.watermark_at.timestamp() if self.old.watermark_at else None
        if old_at is not None:
            times.append(old_at)
        if not times:
            return self.old
        newest = max(times)
        behaviour = count(self.old.behaviour, old_at, deeds, newest)
        purchases = self._purchases(behaviour.bought_at, behaviour.returned_at, orders)
        dismissed = {p: at for p, at in behaviour.dismissed_at.items() if at > behaviour.restored_at.get(p, at - 1)}
        spending = spending_of(orders, self.skus) if orders else self.old.spending
        low, high = price_range(orders) or (self.old.price_low, self.old.price_high)
        told = (purchases, spending, low, high)
        old = (self.old.purchases, self.old.spending, self.old.price_low, self.old.price_high)
        if not deeds and newest == old_at and told == old:
            return self.old
        for deed in deeds:
            self._deed(deed)
        self._purchase_parts(purchases)
        self._dismissed_parts(dismissed)
        self._review_parts()
        factor = decay(old_at, newest) if old_at is not None else 1.0
        sources, loyalty = self._sources(newest, factor), self._loyalty(newest, old_at)
        return replace(
            self.old,
            affinities=affinities_of(sources, loyalty, self.reviews, newest),
            product_weights=self._product_weights(newest, factor),
            owned=tuple(sorted(purchases)),
            price_low=low,
            price_high=high,
            watermark=max([self.old.watermark, *(e.seq for e in events)]),
            watermark_at=datetime.fromtimestamp(newest, UTC),
            purchases=dict(sorted(purchases.items())),
            reviewed={product: review.value for product, review in sorted(self.reviews.items())},
            sources=sources,
            loyalty=loyalty,
            reviews=dict(sorted(self.reviews.items())),
            behaviour=behaviour,
            spending=spending,
            dismissed=dict(sorted(dismissed.items())),
        )

    def _counted(self, event: Event) -> Counted:
        product_id = event.product_id or self._product_of(event.sku)
        product = self.products.get(product_id) if product_id else None
        return Counted(event, product, product_id or None, min(event.at.timestamp(), self.now))

    def _deed(self, deed: Counted) -> None:
        event, product_id, at = deed.event, deed.product_id, deed.at
        if event.type == "search":
            meant = self.vocabulary.meanings(event.query or "")
            for pair, share in meant:
                self.facet_parts.append(([pair], "search", SEARCH * share, at))
        elif not product_id or event.type == "purchase":
            return  # a purchase is counted once per product, below
        elif event.type == "review":
            self._review(deed)
        elif event.type == "impression":  # of the product alone: being shown says nothing of a brand
            self.product_parts.append((product_id, IMPRESSION, at))
        elif weight := weight_of(event):
            self.product_parts.append((product_id, weight, at))
            self.facet_parts.append((facets_of(deed.product, event.sku), event.type, weight, at))

    def _review(self, deed: Counted) -> None:
        event, product_id = deed.event, deed.product_id or ""
        value = max(-1.0, min(1.0, event.value or 0.0))
        known = self.reviews.get(product_id)
        if not review_weight(value) or (known and (known.at, known.event_id) > (deed.at, event.event_id)):
            return
        aspects = {a: max(-1.0, min(1.0, v)) for a, v in sorted(self.aspects.get(event.event_id, {}).items())}
        facets = tuple(facets_of(deed.product, event.sku))
        self.reviews[product_id] = Reviewed(event.event_id, deed.at, value, facets, aspects)

    def _purchases(
        self, bought_at: Mapping[str, float], returned_at: Mapping[str, float], orders: list[Order]
    ) -> dict[str, float]:
        """Product id to the time of its last kept purchase. Where orders name a product, they decide."""
        kept: dict[str, float | None] = {p: at for p, at in bought_at.items() if at > returned_at.get(p, at - 1)}
        named: dict[str, float | None] = {}
        for order in orders:
            for line in order.lines:
                product_id = line.product_id or self._product_of(line.sku)
                if not product_id:
                    continue
                named.setdefault(product_id, None)
                if order.status not in ("returned", "cancelled") and line.quantity > line.returned:
                    named[product_id] = min(order.placed_at.timestamp(), self.now)
        if not orders:  # a caller without orders does not unlearn those that were known
            kept = {**{p: at for p, at in self.old.purchases.items() if p not in bought_at}, **kept}
        return {product_id: at for product_id, at in {**kept, **named}.items() if at is not None}

    def _purchase_parts(self, purchases: Mapping[str, float]) -> None:
        before = self.old.purchases
        for product_id in sorted(before.keys() | purchases.keys()):
            was, is_now = before.get(product_id), purchases.get(product_id)
            if was == is_now:
                continue
            facets = facets_of(self.products.get(product_id), None)
            for at, sign in ((was, -1.0), (is_now, 1.0)):
                if at is not None:
                    self.product_parts.append((product_id, sign * PURCHASE, at))
                    self.facet_parts.append((facets, "purchase", sign * PURCHASE, at))
                    self.loyalty_parts.append((facets, sign, at))

    def _dismissed_parts(self, dismissed: Mapping[str, float]) -> None:
        before = self.old.dismissed
        for product_id in sorted(before.keys() | dismissed.keys()):
            was, is_now = before.get(product_id), dismissed.get(product_id)
            if was == is_now:
                continue
            facets = facets_of(self.products.get(product_id), None)
            for at, sign in ((was, -1.0), (is_now, 1.0)):
                if at is not None:
                    self.product_parts.append((product_id, sign * DISMISSED, at))
                    self.facet_parts.append((facets, "dismiss", sign * DISMISSED_LIKE, at))

    def _review_parts(self) -> None:
        for product_id in sorted(self.reviews):
            was, is_now = self.old.reviews.get(product_id), self.reviews[product_id]
            if was != is_now:
                if was is not None:
                    self.product_parts.append((product_id, -review_weight(was.value), was.at))
                self.product_parts.append((product_id, review_weight(is_now.value), is_now.at))

    def _product_weights(self, newest: float, factor: float) -> dict[str, float]:
        weights = defaultdict(float, {p: w * factor for p, w in self.old.product_weights.items()})
        for product_id, weight, at in self.product_parts:
            weights[product_id] += weight * decay(at, newest)
        return without_nothing(weights)

    def _sources(self, newest: float, factor: float) -> dict[str, dict[str, dict[str, float]]]:
        sums: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
        for facet, values in self.old.sources.items():
            for value, kinds in values.items():
                for kind, weight in kinds.items():
                    sums[facet][value][kind] = weight * factor
        for facets, kind, weight, at in self.facet_parts:
            left = weight * decay(at, newest)
            for facet, value in facets:
                sums[facet][value][kind] += left
        return {
            facet: kept
            for facet, values in sorted(sums.items())
            if (kept := {v: some for v, kinds in sorted(values.items()) if (some := without_nothing(kinds))})
        }

    def _loyalty(self, newest: float, old_at: float | None) -> dict[str, dict[str, float]]:
        factor = decay(old_at, newest, LOYALTY_HALF_LIFE_DAYS) if old_at is not None else 1.0
        sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for facet, values in self.old.loyalty.items():
            for value, weight in values.items():
                sums[facet][value] = weight * factor
        for facets, sign, at in self.loyalty_parts:
            for facet, value in facets:
                sums[facet][value] += sign * decay(at, newest, LOYALTY_HALF_LIFE_DAYS)
        return {
            facet: kept
            for facet, values in sorted(sums.items())
            if (kept := {v: w for v, w in sorted(values.items()) if abs(w) > NOTHING})
        }

    def _product_of(self, sku: str | None) -> str | None:
        product = self.skus.get(sku) if sku else None
        return product.product_id if product else None
