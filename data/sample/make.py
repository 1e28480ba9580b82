"""Makes the whole sample shop from a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from data.sample.chats import make_chats
from data.sample.choosing import Choosing
from data.sample.events import make_events
from data.sample.faqs import make_faqs
from data.sample.flaws import Hidden, make_hidden
from data.sample.offers import make_offers
from data.sample.orders import make_orders, with_tiers
from data.sample.products import make_products
from data.sample.promotions import make_promotions
from data.sample.reviews import Written, make_reviews
from data.sample.sample_shop import SampleShop
from data.sample.tastes import Taste, make_customers
from shop.catalogue import Product

#: The time the shop is made for when the caller names none.
REFERENCE = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """A shop beside what only its generator knows, by the same places as customers and products. For tests."""

    shop: SampleShop
    tastes: tuple[Taste, ...]
    hidden: tuple[Hidden, ...]
    choosing: Choosing


def make(seed: int = 7, scale: float = 1.0, now: datetime | None = None) -> SampleShop:
    """The same ``seed``, ``scale`` and ``now`` give the same shop, byte for byte.

    ``scale`` above 0 up to 1 shrinks all counts (products stay at 60 or more). ``now`` (aware) is where the year ends.
    """
    return make_world(seed, scale, now).shop


def make_world(seed: int = 7, scale: float = 1.0, now: datetime | None = None) -> World:
    """Each part draws from its own stream, so that a change in one leaves the others alone."""
    now = (now or REFERENCE).replace(microsecond=0)

    def stream(name: str) -> random.Random:
        return random.Random(f"{seed}/{name}")

    def size(full: int, least: int) -> int:
        return max(least, round(full * scale))

    made = make_products(stream("products"), size(600, 60))
    hidden = make_hidden(stream("hidden"), made)
    customers, tastes = make_customers(stream("customers"), size(2000, 20), now)
    choosing = Choosing(made, tastes)
    orders = make_orders(stream("orders"), customers, tastes, choosing, hidden, size(9000, 60), now)
    customers = with_tiers(stream("tiers"), customers, orders)
    reviews = make_reviews(stream("reviews"), orders, tastes, choosing, hidden, size(6000, 30), now)
    promotions = make_promotions(made, now)
    shop = SampleShop(
        products=rated([m.product for m in made], reviews),
        customers=tuple(customers),
        events=tuple(make_events(stream("events"), customers, tastes, choosing, orders, reviews, size(40000, 200), now)),
        orders=tuple(b.order for b in orders),
        reviews=tuple(w.review for w in reviews),
        faqs=make_faqs(),
        promotions=promotions,
        offers=tuple(make_offers(stream("offers"), customers, tastes, choosing, orders, promotions, size(5000, 40), now)),
        chats=tuple(make_chats(stream("chats"), customers, orders, choosing, size(300, 20), now)),
    )
    return World(shop, tuple(tastes), tuple(hidden), choosing)


def rated(products: Sequence[Product], reviews: Sequence[Written]) -> tuple[Product, ...]:
    """Products with the mean of their stars, to one decimal; without reviews no rating."""
    stars: dict[str, list[int]] = {}
    for written in reviews:
        if written.review.stars is not None:
            stars.setdefault(written.review.product_id, []).append(written.review.stars)
    return tuple(
        replace(p, rating=round(sum(given) / len(given), 1), rating_count=len(given))
        if (given := stars.get(p.product_id))
        else p
        for p in products
    )
