"""What a version is judged by: people whose last deeds are held back, with what was known of them before."""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from recommender.profiles import fold
from recommender.profiles.weights import weight_of
from recommender.train import Deeds
from shop.catalogue import Product
from shop.customers import Consent, Customer, Profile
from shop.events import Event
from shop.orders import Order

HELD_OUT = timedelta(days=14)
MOST_PEOPLE = 1000  # are judged by; which of them, their ids' sha256 says, so that both versions see the same
NEXT = 3  # products that somebody turns to next are what is to be foreseen
_RECENT = 20  # as many as an answer rests on


@dataclass(frozen=True)
class Before:
    """The deeds before a moment."""

    deeds: Deeds
    moment: datetime

    def events(self) -> Iterator[Event]:
        return (event for event in self.deeds.events() if event.at < self.moment)

    def orders(self) -> Iterator[Order]:
        return (order for order in self.deeds.orders() if order.placed_at < self.moment)

    def regions(self) -> Mapping[str, str]:
        return self.deeds.regions()


@dataclass(frozen=True)
class Case:
    """One person as they were at the cut. ``recent``: product ids, the latest first; ``seen``: all that they dealt with
    before; ``wanted``: the first ``NEXT`` others that they turned to after it, beginning ``at``. ``region``: "" for unknown."""

    profile: Profile | None
    recent: tuple[str, ...]
    seen: frozenset[str]
    wanted: tuple[str, ...]
    at: datetime
    region: str = ""


def cut_of(deeds: Deeds, now: datetime) -> datetime | None:
    """The moment from which on deeds are held back: 14 days before the newest one. None without any deed up to ``now``."""
    newest: datetime | None = None
    for at in _times(deeds):
        if at <= now and (newest is None or at > newest):
            newest = at
    return newest - HELD_OUT if newest else None


def cases(deeds: Deeds, products: Sequence[Product], cut: datetime, now: datetime) -> list[Case]:
    """Everybody who did something before the cut and turned to a product new to them between it and ``now``.

    Only products of ``products`` count; of more than ``MOST_PEOPLE`` people so many are taken, always the same.
    """
    by_id = {product.product_id: product for product in products}
    sku_of = {v.sku: p.product_id for p in products for v in p.variants}
    chosen = _chosen(deeds, cut, now)
    events: dict[str, list[Event]] = defaultdict(list)
    orders: dict[str, list[Order]] = defaultdict(list)
    for event in deeds.events():
        if event.at <= now and (who := _who(event)) in chosen:
            events[who].append(event)
    for order in deeds.orders():
        if order.placed_at <= now and (who := "c:" + order.customer_id) in chosen:
            orders[who].append(order)
    found = []
    region_of = deeds.regions()
    for who in sorted(chosen):
        turned_to = _turned_to(events[who], orders[who], sku_of, by_id)
        earlier = [product_id for at, product_id in turned_to if at < cut]
        seen = frozenset(earlier)
        since = [(at, product_id) for at, product_id in turned_to if at >= cut and product_id not in seen]
        later = dict.fromkeys(product_id for _, product_id in since)
        if seen and later:
            recent = tuple(dict.fromkeys(reversed(earlier)))[:_RECENT]
            profile = _profile(who, events[who], orders[who], by_id, cut)
            region = region_of.get(who[2:], "") if who.startswith("c:") else ""
            found.append(Case(profile, recent, seen, tuple(later)[:NEXT], since[0][0], region))
    return found


def _times(deeds: Deeds) -> Iterator[datetime]:
    yield from (event.at for event in deeds.events())
    yield from (order.placed_at for order in deeds.orders())


def _who(event: Event) -> str:
    return f"c:{event.customer_id}" if event.customer_id else f"v:{event.visitor_id}"


def _chosen(deeds: Deeds, cut: datetime, now: datetime) -> frozenset[str]:
    before: set[str] = set()
    after: set[str] = set()
    doings = ((_who(event), event.at) for event in deeds.events())
    for who, at in chain(doings, (("c:" + order.customer_id, order.placed_at) for order in deeds.orders())):
        if at < cut:
            before.add(who)
        elif at <= now:
            after.add(who)
    return frozenset(heapq.nsmallest(MOST_PEOPLE, before & after, key=lambda who: hashlib.sha256(who.encode()).digest()))


def _turned_to(
    events: Sequence[Event], orders: Sequence[Order], sku_of: dict[str, str], by_id: dict[str, Product]
) -> list[tuple[datetime, str]]:
    """(when, product id) of every deed that speaks for a product, the earliest first."""
    found = []
    for event in events:
        product_id = event.product_id or sku_of.get(event.sku or "", "")
        if product_id in by_id and (event.type == "purchase" or weight_of(event) > 0):
            found.append((event.at, product_id))
    for order in orders:
        if order.status != "cancelled":
            ids = (line.product_id or sku_of.get(line.sku, "") for line in order.lines)
            found += [(order.placed_at, product_id) for product_id in ids if product_id in by_id]
    return sorted(found)


def _profile(
    who: str, events: Sequence[Event], orders: Sequence[Order], by_id: dict[str, Product], cut: datetime
) -> Profile | None:
    """As it was at the cut; a visitor has none."""
    if not who.startswith("c:"):
        return None
    customer = Customer(who[2:], consent=Consent(profile=True))
    known = [event for event in events if event.at < cut]
    return fold(None, customer, known, [order for order in orders if order.placed_at < cut], by_id, cut)
