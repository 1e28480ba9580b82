"""Interests that searching and looking tell of before any purchase, by the catalogue's own names ("rain jacket", "camping")."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from recommender.profiles.decay import decay
from recommender.profiles.taste import HALF_WAY, saturate
from shop.customers import Profile

FACETS = ("type", "category", "tag")
LOOKING = ("search", "view", "click", "chat", "share", "wishlist", "cart_add", "cart_remove", "dismiss")
_LEAST = 0.024  # a single short look some weeks ago is no interest


@dataclass(frozen=True)
class Interest:
    """``name`` is the catalogue's word, lower case, a type in the singular; ``strength`` 0…1; ``because``: deed → weight."""

    facet: str
    name: str
    strength: float
    because: dict[str, float]


def interests(
    profile: Profile,
    now: datetime,
    *,
    facets: Collection[str] = FACETS,
    kinds: Collection[str] = LOOKING,
    common: Mapping[tuple[str, str], float] | None = None,
    top_k: int = 10,
) -> list[Interest]:
    """The strongest first. Only deeds of ``kinds`` count: what was bought is no discovery.

    ``common`` gives for (facet, name) the share of everybody's looks that it has, 0…1. It counts like deeds of this customer of
    the weight at which half of a score is reached: between things that they looked at about as often, what many look at
    comes first. What they never looked at is no interest of theirs, however common.
    """
    if profile.watermark_at is None:
        return []
    left = decay(profile.watermark_at.timestamp(), now.timestamp())
    found: list[tuple[float, Interest]] = []
    for facet in FACETS:
        if facet not in facets:
            continue
        for name, weights in profile.sources.get(facet, {}).items():
            because = {kind: weight * left for kind, weight in weights.items() if kind in kinds}
            weight = sum(because.values())
            if saturate(weight) >= _LEAST:
                rank = weight + HALF_WAY * (common or {}).get((facet, name), 0.0)
                found.append((rank, Interest(facet, name, saturate(weight), because)))
    found.sort(key=lambda one: (-one[0], FACETS.index(one[1].facet), one[1].name))
    return [one for _, one in found[:top_k]]
