"""How a customer shops, in values that can be read: derived from a profile's counts by pure functions, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from recommender.profiles.counting import price_of_step
from recommender.profiles.decay import decay
from shop.customers import Behaviour, Profile, Spending

DAY = 86_400
_PARTS = {"night": range(0, 6), "morning": range(6, 12), "afternoon": range(12, 18), "evening": range(18, 24)}
_ENOUGH = 5  # deeds from which on a habit is told


def habits(profile: Profile, now: datetime) -> dict[str, Any]:
    """Sections by name, each with its ``source``; what is not known is null, what has too few deeds is left empty.

    ``spending`` (recency in days, frequency, money by currency), ``engagement``, ``price_band`` (minor units), ``sizes``,
    ``discounts`` and ``returns`` (shares 0…1), ``times`` (parts of the day and of the week in UTC), ``season`` (months),
    ``devices`` and ``channels`` (shares).
    """
    did, spent = profile.behaviour, profile.spending
    return {
        "spending": _spending(did, spent, now),
        "engagement": _engagement(profile, now),
        "price_band": _price_band(profile),
        "sizes": _sizes(did, spent),
        "discounts": _discounts(did, spent),
        "returns": _returns(did, spent),
        "times": _times(did),
        "season": {"months": dict(spent.months), "source": "orders"},
        "devices": {"shares": shares(did.devices), "source": "events"},
        "channels": {"shares": shares(did.channels), "source": "events"},
    }


def shares(counts: Mapping[str, int]) -> dict[str, float]:
    """Each count as a part of all, largest first; nothing for fewer than five deeds."""
    total = sum(n for n in counts.values() if n > 0)
    if total < _ENOUGH:
        return {}
    return {name: round(n / total, 3) for name, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])) if n > 0}


def recency_days(profile: Profile, now: datetime) -> float | None:
    """Days since the last order, or the last purchase event where there are no orders."""
    bought = profile.behaviour.bought_at
    last = profile.spending.last_at or max(bought.values(), default=None)
    return None if last is None else round(max(0.0, now.timestamp() - last) / DAY, 1)


def active_days(behaviour: Behaviour, now: datetime, days: int) -> int:
    """On how many of the last ``days`` days something was done."""
    first = (now.astimezone(UTC) - timedelta(days=days)).date().isoformat()
    return sum(day > first for day in behaviour.days)


def return_share(profile: Profile) -> float | None:
    """The part of the pieces bought that came back; from events where there are no orders; None before any purchase."""
    spent, did = profile.spending, profile.behaviour
    if spent.pieces:
        return spent.returned / spent.pieces
    bought = did.events.get("purchase", 0)
    return min(1.0, did.events.get("return", 0) / bought) if bought else None


def discount_share(spent: Spending) -> float | None:
    """The part of orders that a discount made cheaper; None before any order."""
    return spent.discounted_orders / spent.orders if spent.orders else None


def price_band(profile: Profile) -> tuple[int, int] | None:
    """10th to 90th percentile in minor units of what was paid, else of what was bought, else of what was looked at."""
    if profile.price_low is not None and profile.price_high is not None:
        return profile.price_low, profile.price_high
    prices = profile.behaviour.prices
    for side in ("bought", "looked"):
        steps = sorted((int(step), n) for step, n in prices.get(side, {}).items() if n > 0)
        if sum(n for _, n in steps) >= (1 if side == "bought" else _ENOUGH):
            return _percentile(steps, 0.1), _percentile(steps, 0.9)
    return None


def _percentile(steps: list[tuple[int, int]], part: float) -> int:
    wanted, seen = part * (sum(n for _, n in steps) - 1), 0
    for step, n in steps:
        seen += n
        if seen > wanted:
            return price_of_step(step)
    return price_of_step(steps[-1][0])


def _spending(did: Behaviour, spent: Spending, now: datetime) -> dict[str, Any]:
    if spent.orders or not did.bought_at:
        recency = None if spent.last_at is None else round(max(0.0, now.timestamp() - spent.last_at) / DAY, 1)
        return {"recency_days": recency, "frequency": spent.orders, "money": dict(spent.paid), "source": "orders"}
    recency = round(max(0.0, now.timestamp() - max(did.bought_at.values())) / DAY, 1)
    return {"recency_days": recency, "frequency": did.events.get("purchase", 0), "money": {}, "source": "purchase events"}


def _engagement(profile: Profile, now: datetime) -> dict[str, Any]:
    did = profile.behaviour
    left = decay(profile.watermark_at.timestamp(), now.timestamp()) if profile.watermark_at else 1.0
    last = datetime.fromtimestamp(did.last_at, UTC).isoformat() if did.last_at is not None else None
    return {
        "last_at": last,
        "active_days_30": active_days(did, now, 30),
        "active_days_90": active_days(did, now, 90),
        "deeds": dict(did.events),
        "deeds_faded": {kind: round(weight * left, 2) for kind, weight in did.recent.items()},
        "source": "events",
    }


def _price_band(profile: Profile) -> dict[str, Any]:
    band = price_band(profile)
    paid = profile.price_low is not None
    side = "orders" if paid else "purchase events" if profile.behaviour.prices.get("bought") else "products looked at"
    return {"low": band[0] if band else None, "high": band[1] if band else None, "source": side}


def _sizes(did: Behaviour, spent: Spending) -> dict[str, Any]:
    """The usual size by product type: what was bought and kept, else what was put into the cart or on the wish list."""
    found = {}
    for kind in sorted(did.sizes.keys() | spent.sizes.keys()):
        counts = spent.sizes.get(kind) or did.sizes.get(kind, {})
        best = max(counts.items(), key=lambda one: (one[1], one[0]), default=None)
        if best is not None and best[1] > 0:
            found[kind] = best[0]
    return {"usual": found, "source": "orders and carts"}


def _discounts(did: Behaviour, spent: Spending) -> dict[str, Any]:
    saved = {c: round(spent.discount.get(c, 0) / listed, 3) for c, listed in spent.listed.items() if listed}
    looked, bought = (sum(did.prices.get(side, {}).values()) for side in ("looked", "bought"))
    share = discount_share(spent)
    return {
        "orders_with_discount": None if share is None else round(share, 3),
        "saved": saved,
        "reduced_looked": round(did.reduced.get("looked", 0) / looked, 3) if looked >= _ENOUGH else None,
        "reduced_bought": round(did.reduced.get("bought", 0) / bought, 3) if bought else None,
        "source": "orders and events",
    }


def _returns(did: Behaviour, spent: Spending) -> dict[str, Any]:
    if spent.pieces or not did.events.get("purchase"):
        share = spent.returned / spent.pieces if spent.pieces else None
        return {"share": None if share is None else round(share, 3), "pieces": spent.returned, "source": "orders"}
    back, bought = did.events.get("return", 0), did.events["purchase"]
    return {"share": round(min(1.0, back / bought), 3), "pieces": back, "source": "events"}


def _times(did: Behaviour) -> dict[str, Any]:
    parts = {name: sum(did.hours.get(f"{hour:02}", 0) for hour in hours) for name, hours in _PARTS.items()}
    week = {
        "weekdays": sum(n for day, n in did.weekdays.items() if int(day) < 5),
        "weekend": sum(n for day, n in did.weekdays.items() if int(day) >= 5),
    }
    return {"of_day": shares(parts), "of_week": shares(week), "source": "events"}
