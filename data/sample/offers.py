"""Offers shown in the past, with outcome and propensity: a fifth chosen at random, the rest by a simple policy."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from data.sample.choosing import Choosing
from data.sample.orders import Bought, random_moment
from data.sample.tastes import Taste
from shop.customers import Customer
from shop.offers import OfferShown
from shop.promotions import Promotion

_RANDOM_SHARE = 0.2
_DAYS = 120


def make_offers(
    rng: random.Random,
    customers: Sequence[Customer],
    tastes: Sequence[Taste],
    choosing: Choosing,
    orders: Sequence[Bought],
    promotions: Sequence[Promotion],
    count: int,
    now: datetime,
) -> list[OfferShown]:
    """``count`` rows in the order of time, ids of-00001…; treatment "none" showed nothing; an order may follow all the same."""
    reached = [i for i, c in enumerate(customers) if c.consent.marketing]
    bought: dict[int, list[Bought]] = {}
    for order in orders:
        bought.setdefault(order.customer, []).append(order)
    moments = sorted((random_moment(rng, now - timedelta(days=_DAYS), now), rng.choice(reached)) for _ in range(count))
    shown = []
    for number, (at, person) in enumerate(moments, start=1):
        fitting = [p for p in promotions if not p.tiers or customers[person].tier in p.tiers]
        running = [p for p in fitting if (p.starts_at or at) <= at <= (p.ends_at or at)]
        arms: list[Promotion | None] = [None, *running]
        past = [b for b in bought.get(person, ()) if b.order.placed_at < at]
        policy = _policy(arms, past, choosing)
        chances = [_RANDOM_SHARE / len(arms) + (1 - _RANDOM_SHARE) * p for p in policy]
        place = rng.choices(range(len(arms)), weights=chances)[0]
        arm = arms[place]
        redeemed = rng.random() < response(tastes[person], arm)
        open_still = (now - at).days < 2 and not redeemed
        shown.append(
            OfferShown(
                offer_id=f"of-{number:05d}",
                customer_id=customers[person].customer_id,
                promotion_id=arm.promotion_id if arm else "",
                treatment=arm.promotion_id if arm else "none",
                propensity=round(chances[place], 6),
                shown_at=at,
                outcome=None if open_still else "redeemed" if redeemed else "ignored",
                value=_value(rng, tastes[person], arm) if redeemed else None if open_still else 0,
                context={
                    "orders": len(past),
                    "days_since_order": (at - past[-1].order.placed_at).days if past else None,
                    "tier": customers[person].tier,
                    "subscribed": customers[person].subscribed,
                    "region": customers[person].region,
                    "device": tastes[person].device,
                    "month": at.month,
                },
            )
        )
    return shown


def response(taste: Taste, promotion: Promotion | None) -> float:
    """The chance 0…1 of an order: the taste for what is on offer, and how much a reduction moves this customer."""
    base = -2.4 + 0.35 * math.log(max(taste.activity, 0.1))
    if promotion is None:
        return 1 / (1 + math.exp(-base))
    fond = max((taste.categories.get(c, 0.0) for c in promotion.categories), default=0.6)
    fond = max((taste.brands.get(b, 0.0) for b in promotion.brands), default=fond)
    size = promotion.value / 20 if promotion.kind == "percent" or promotion.value_is_percent else promotion.value / 2500
    threshold = 0.5 * promotion.minimum_spend / 20000
    pull = size * (3.2 * taste.discount - 0.5) + 0.55 * (fond - 0.6) - threshold
    return 1 / (1 + math.exp(-(base + pull)))


def _policy(arms: Sequence[Promotion | None], past: Sequence[Bought], choosing: Choosing) -> list[float]:
    """What the shop did by then: more of the offers for categories that the customer has bought."""
    counts: dict[str, int] = {}
    for bought in past:
        for place in bought.products:
            category = choosing.made[place].product.category
            counts[category] = counts.get(category, 0) + 1
    scores = [0.6 if arm is None else 1.0 + sum(counts.get(c, 0) for c in arm.categories) for arm in arms]
    total = sum(scores)
    return [s / total for s in scores]


def _value(rng: random.Random, taste: Taste, arm: Promotion | None) -> int:
    """What the order brought, in minor units, before the cost of the goods."""
    value = round(rng.lognormvariate(8.9 + 0.6 * taste.level, 0.5))
    return max(value, arm.minimum_spend) if arm else value
