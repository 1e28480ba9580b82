"""A profile as numbers for a model. Only what stands in ``ALLOWED`` can come out.

Attributes that a customer gives of themselves (age, gender, family, household, health, origin) are shown to them and to staff,
and are never a feature; neither are names, addresses, regions or anything said in a chat. The function reads no such field.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from recommender.profiles.decay import decay
from recommender.profiles.habits import active_days, discount_share, price_band, recency_days, return_share
from shop.customers import Customer, Profile
from shop.errors import InvalidInput
from shop.events import EVENT_TYPES

_EVENTS = tuple(f"faded_{kind}" for kind in EVENT_TYPES)
ALLOWED = frozenset({
    "recency_days", "frequency", "money", "days_known", "active_days_30", "active_days_90", "discount_share", "return_share",
    "price_low", "price_high", "owned", "tier_silver", "tier_gold", "subscribed", *_EVENTS,
})  # fmt: skip
#: Words that no feature's name may contain.
PROTECTED = ("age", "gender", "sex", "family", "household", "child", "health", "origin", "ethnic", "relig", "birth")


def features(
    profile: Profile, customer: Customer, now: datetime, *, currency: str, allowed: Collection[str] = ALLOWED
) -> dict[str, float]:
    """Name to number, those of ``allowed`` in their order of names; NaN where it is not known. Money is in minor units.

    Raises InvalidInput for a name that is not in ``ALLOWED``: a feature is added here, beside the test that guards it.
    """
    unknown = sorted(set(allowed) - ALLOWED)
    if unknown:
        raise InvalidInput("Not every name is an allowed feature.", fields=dict.fromkeys(unknown, "not allowed"))
    nan = float("nan")
    left = decay(profile.watermark_at.timestamp(), now.timestamp()) if profile.watermark_at else 0.0
    band = price_band(profile)
    did, spent = profile.behaviour, profile.spending
    first = min((at for at in (did.first_at, spent.first_at) if at is not None), default=None)
    values: dict[str, float | None] = {
        "recency_days": recency_days(profile, now),
        "frequency": float(spent.orders or did.events.get("purchase", 0)),
        "money": float(spent.paid.get(currency, 0)),
        "days_known": None if first is None else max(0.0, now.timestamp() - first) / 86_400,
        "active_days_30": float(active_days(did, now, 30)),
        "active_days_90": float(active_days(did, now, 90)),
        "discount_share": discount_share(spent),
        "return_share": return_share(profile),
        "price_low": float(band[0]) if band else None,
        "price_high": float(band[1]) if band else None,
        "owned": float(len(profile.owned)),
        "tier_silver": float(customer.tier.lower() == "silver"),
        "tier_gold": float(customer.tier.lower() == "gold"),
        "subscribed": float(customer.subscribed),
        **{f"faded_{kind}": did.recent.get(kind, 0.0) * left for kind in EVENT_TYPES},
    }
    return {name: nan if (value := values[name]) is None else float(value) for name in sorted(allowed)}
