"""Which aspects of things (fit, price, delivery…) a customer cares about: those that their own reviews praise or blame.

Blame tells of caring as praise does: who complains of a fit wants things that fit.
"""

from __future__ import annotations

from datetime import datetime

from recommender.profiles.decay import NOTHING, decay
from recommender.profiles.taste import saturate
from recommender.profiles.weights import review_weight
from shop.customers import Profile


def cares_of(profile: Profile, now: datetime) -> dict[str, float]:
    """Aspect to 0…1, at ``now``; it fades as every weight does, and what a review says in a neutral way adds nothing."""
    weights: dict[str, float] = {}
    for review in profile.reviews.values():
        left = decay(review.at, now.timestamp())
        for aspect, value in review.aspects.items():
            weights[aspect] = weights.get(aspect, 0.0) + abs(review_weight(value)) * left
    return {aspect: saturate(weight) for aspect, weight in sorted(weights.items()) if weight > NOTHING}
