"""How much one event tells: positive is fondness. Plain defaults, the same for every shop; `docs/profiles.md` lists them."""

from __future__ import annotations

from shop.events import Event

PURCHASE = 4.0
REVIEW = 6.0  # at sentiment ±1; larger than a purchase, so that a bad review of a bought thing outweighs having bought it
NEUTRAL_BAND = 0.25  # a review within this band moves nothing
SEARCH = 0.8  # shared among what its words mean
DISMISSED = -2.0  # of the product: as much as sending it back
DISMISSED_LIKE = -0.3  # of what it stands for: one product that is not wanted says little of its brand or kind
IMPRESSION = -0.02  # of the product alone: what was shown often and never clicked steps back
VIEW = 0.3  # however short
DWELL = 0.7  # more, for a view of this long or longer
FULL_DWELL_SECONDS = 120.0
FIXED = {
    "click": 0.5 - IMPRESSION,  # gives back what being shown took
    "chat": 0.7,
    "share": 1.5,
    "wishlist": 2.0,
    "cart_add": 2.0,
    "cart_remove": -1.0,
    "return": -2.0,
}


def weight_of(event: Event) -> float:
    """What the event adds to the taste for its product. Purchases, reviews, searches, impressions and dismissals are counted
    apart: 0."""
    if event.type == "view":
        dwell = min(max(event.value or 0.0, 0.0), FULL_DWELL_SECONDS)
        return VIEW + DWELL * dwell / FULL_DWELL_SECONDS
    return FIXED.get(event.type, 0.0)


def review_weight(sentiment: float) -> float:
    """0 within the neutral band."""
    clipped = max(-1.0, min(1.0, sentiment))
    return REVIEW * clipped if abs(clipped) > NEUTRAL_BAND else 0.0
