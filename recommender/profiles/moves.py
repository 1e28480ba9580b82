"""The ledger of what moved a profile: one line for each value that a review changed, at its own time."""

from __future__ import annotations

from collections.abc import Iterable

from recommender.profiles.affinities import effect_of
from recommender.profiles.decay import decay
from shop.customers import Move, Profile
from shop.events import Event


def moves_of(profile: Profile, events: Iterable[Event]) -> list[Move]:
    """What each review among ``events`` does in ``profile``, which has them folded in. A neutral one does nothing.

    ``delta`` is told as of the review's own time; what is left of it fades as the profile does.
    """
    found = []
    for event in events:
        if event.type != "review" or profile.watermark_at is None:
            continue
        counted = next((r for r in profile.reviews.values() if r.event_id == event.event_id), None)
        if counted is None:
            continue
        then = decay(counted.at, profile.watermark_at.timestamp())
        for facet, values in effect_of(profile, event.event_id).items():
            found += [
                Move(profile.customer_id, event.at, "review", event.event_id, facet, value, delta / then)
                for value, delta in values.items()
            ]
    return found
