"""All that is known of a customer in one answer, each part with where it comes from: for staff, and for the customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from actions.services.profile import Known, Profiles
from actions.services.search_words import plural
from recommender.profiles.decay import decay
from recommender.profiles.habits import habits
from recommender.profiles.interests import interests
from recommender.profiles.taste import saturate
from recommender.stated.fact import PROTECTED as PROTECTED_FACTS
from shop.attributes import PROTECTED
from shop.customers import Customer, Move, Profile
from shop.dismissals import HOLDS
from storage import Storage
from storage.looked_at import LookedAt

LIKES = 30  # affinities told in words; ``profile`` holds all
MOVES = 200
NO_CONSENT = "This customer has not agreed to a profile: nothing is kept or worked out from what they do."


class Portraits:
    def __init__(self, storage: Storage, profiles: Profiles):
        self._storage = storage
        self._profiles = profiles
        self._common = LookedAt(storage.database)

    def of(self, customer_id: str, now: datetime) -> dict[str, Any] | None:
        """None for an unknown customer. Without consent only the note says something; ``docs/profiles.md`` tells the shape."""
        customer = self._storage.customers.get(customer_id)
        if customer is None:
            return None
        known = self._profiles.of_customer(customer_id, now)
        head = {"customer_id": customer_id, "consent": _consent(customer)}
        if known.profile is None:
            return {**head, "note": NO_CONSENT, **_nothing()}
        moves = self._storage.profiles.moves(customer_id, MOVES)
        portrait = _portrait(customer, known, known.profile, moves, self._common.shares(), now)
        dismissed = self._storage.events.dismissed(customer_id, None, now)
        named = {move.value for move in moves if move.facet == "product"}
        products = self._storage.products.get_many(sorted(named.union(known.recent, dismissed)))
        return {
            **head,
            "note": "",
            **portrait,
            "dismissed": [
                {"product_id": product_id, "at": at.isoformat(), "until": (at + HOLDS).isoformat()}
                for product_id, at in dismissed.items()
            ],
            "products": {one.product_id: one.name for one in products},
        }


def _consent(customer: Customer) -> dict[str, Any]:
    given = customer.consent
    at = given.at.isoformat() if given.at else None
    return {"profile": given.profile, "marketing": given.marketing, "at": at, "source": given.source}


def _nothing() -> dict[str, Any]:
    empty: dict[str, Any] = {
        "relates": {},
        "attributes": {},
        "protected": [],
        "does": {},
        "interests": [],
        "likes": [],
        "facts": [],
        "dismissed": [],
        "moves": [],
        "sources": {},
        "products": {},
    }
    return {**empty, "profile": None, "recent": []}


def _portrait(
    customer: Customer,
    known: Known,
    profile: Profile,
    moves: Sequence[Move],
    common: Mapping[tuple[str, str], float],
    now: datetime,
) -> dict[str, Any]:
    left = decay(profile.watermark_at.timestamp(), now.timestamp()) if profile.watermark_at else 1.0
    return {
        "relates": {
            "tier": customer.tier,
            "subscribed": customer.subscribed,
            "channel": customer.channel,
            "region": customer.region,
            "since": customer.created_at.isoformat() if customer.created_at else None,
            "source": "customer record",
        },
        "attributes": dict(customer.attributes),
        "protected": sorted({*PROTECTED, *PROTECTED_FACTS}),
        "does": habits(profile, now),
        "interests": [
            {
                "name": plural(one.name) if one.facet == "type" else one.name,
                "facet": one.facet,
                "strength": round(one.strength, 3),
                "sources": {kind: round(weight, 3) for kind, weight in one.because.items()},
            }
            for one in interests(profile, now, common=common)
        ],
        "likes": _likes(profile, left),
        "facts": [dict(fact) for fact in profile.facts],
        "moves": [_move(move, profile, now) for move in moves],
        "sources": {
            "events": sum(profile.behaviour.events.values()),
            "orders": profile.spending.orders,
            "reviews": len(profile.reviews),
            "facts": len(profile.facts),
            "until": profile.watermark_at.isoformat() if profile.watermark_at else None,
        },
        "profile": profile_json(profile),
        "recent": list(known.recent),
    }


def _likes(profile: Profile, left: float) -> list[dict[str, Any]]:
    """The affinities that count most, −1…1, and what each rests on: weights by kind of deed, reviews by their ids."""
    found = []
    for facet, values in profile.affinities.items():
        for value, weight in values.items():
            sources: dict[str, float] = {
                k: round(w * left, 3) for k, w in profile.sources.get(facet, {}).get(value, {}).items()
            }
            reviews = [
                r.event_id for r in profile.reviews.values() if (facet, value) in r.facets or _on(facet, value, r.aspects)
            ]
            entry = {"facet": facet, "value": value, "weight": round(saturate(weight * left), 3), "sources": sources}
            found.append({**entry, "reviews": sorted(reviews)})
    found.sort(key=lambda one: (-abs(float(str(one["weight"]))), str(one["facet"]), str(one["value"])))
    return found[:LIKES]


def _on(facet: str, value: str, aspects: Mapping[str, float]) -> bool:
    return facet == "aspect" and value in aspects


def _move(move: Move, profile: Profile, now: datetime) -> dict[str, Any]:
    """``delta`` as it was when the review was written, ``now`` what is left of it: it fades; 0 once it counts no more."""
    counts = any(review.event_id == move.cause_id for review in profile.reviews.values())
    left = decay(move.at.timestamp(), max(now, move.at).timestamp()) if counts and move.undone_at is None else 0.0
    return {
        "at": move.at.isoformat(),
        "cause": {"kind": move.cause_kind, "id": move.cause_id},
        "facet": move.facet,
        "value": move.value,
        "delta": round(move.delta, 4),
        "now": round(move.delta * left, 4),
        "undone_at": move.undone_at.isoformat() if move.undone_at else None,
    }


def profile_json(profile: Profile) -> dict[str, Any]:
    values = asdict(profile)
    at = profile.watermark_at
    return {**values, "watermark_at": at.astimezone(UTC).isoformat() if at else None}
