"""What deeds and reviews add up to, value by value, and how much of it one review may take away.

A review of a bought thing weighs more than having bought it. But one review alone does not take away a fondness that purchases
of a year built: of several bad reviews of one brand all but the worst count in full, and the worst takes a part that grows with
its strength and never reaches the whole. How far this holds depends on ``loyalty``: not at all for one recent purchase, wholly
from two on (purchases halve in a year, so four within the year are two).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from recommender.profiles.decay import NOTHING, decay
from recommender.profiles.weights import review_weight
from shop.customers import Profile, Reviewed

Weights = dict[str, dict[str, float]]
_LOYAL_FROM, _LOYAL_WHOLLY = 1.0, 2.0


def affinities_of(
    sources: Mapping[str, Mapping[str, Mapping[str, float]]],
    loyalty: Mapping[str, Mapping[str, float]],
    reviews: Mapping[str, Reviewed],
    at: float,
) -> Weights:
    """Facet to value to weight at ``at`` (epoch seconds), for sums that are of that time."""
    spoken: dict[tuple[str, str], list[float]] = defaultdict(list)
    for review in reviews.values():
        left = decay(review.at, at)
        for facet, value in review.facets:
            spoken[facet, value].append(review_weight(review.value) * left)
        for aspect, sentiment in review.aspects.items():
            spoken["aspect", aspect].append(review_weight(sentiment) * left)
    found: Weights = defaultdict(dict)
    for facet, values in sources.items():
        for value, kinds in values.items():
            deeds = math.fsum(kinds.values())
            said = spoken.pop((facet, value), [])
            found[facet][value] = together(deeds, said, loyalty.get(facet, {}).get(value, 0.0))
    for (facet, value), said in spoken.items():
        found[facet][value] = together(0.0, said, 0.0)
    return {
        facet: kept
        for facet, values in sorted(found.items())
        if (kept := {v: w for v, w in sorted(values.items()) if abs(w) > NOTHING})
    }


def together(deeds: float, reviews: list[float], loyalty: float) -> float:
    """``deeds`` and the weights of reviews as one weight; the worst review is held back where purchases speak for the value."""
    worst = -min(reviews, default=0.0)
    if worst <= 0 or deeds <= 0:
        return deeds + sum(reviews)
    held = min(1.0, max(0.0, (loyalty - _LOYAL_FROM) / (_LOYAL_WHOLLY - _LOYAL_FROM)))
    takes = (1 - held) * worst + held * worst * deeds / (worst + deeds)
    return deeds + sum(reviews) + worst - takes


def effect_of(profile: Profile, event_id: str) -> Weights:
    """What one review adds to each affinity, and to its product under the facet "product", at the profile's watermark."""
    counted = {product: review for product, review in profile.reviews.items() if review.event_id == event_id}
    if not counted or profile.watermark_at is None:
        return {}
    at = profile.watermark_at.timestamp()
    others = {product: review for product, review in profile.reviews.items() if review.event_id != event_id}
    before = affinities_of(profile.sources, profile.loyalty, others, at)
    found: Weights = {"product": {p: review_weight(r.value) * decay(r.at, at) for p, r in counted.items()}}
    for review in counted.values():
        for facet, value in (*review.facets, *(("aspect", aspect) for aspect in review.aspects)):
            change = profile.affinities.get(facet, {}).get(value, 0.0) - before.get(facet, {}).get(value, 0.0)
            if abs(change) > NOTHING:
                found.setdefault(facet, {})[value] = change
    return found
