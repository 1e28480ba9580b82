"""Among hits that are about as good, what the customer likes comes first; a hit that is clearly better stays ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.products import Hit

#: Two hits are a near tie when their scores differ by no more than this part of the best one's.
NEAR = 0.04


def margin(hits: Sequence[Hit]) -> float:
    """By how much scores of this search may differ in a near tie."""
    return NEAR * max((abs(hit.score) for hit in hits), default=0.0)


def by_liking(hits: Sequence[Hit], liking: Mapping[str, float]) -> tuple[Hit, ...]:
    """The same hits, best first. ``liking``: product_id → −1 (disliked) to 1; what is not in it is 0.

    The most liked moves up by half a margin and the most disliked down by half: no hit passes another whose score is better by
    more than the margin, and hits that are liked alike keep their order.
    """
    half = margin(hits) / 2

    def personal(hit: Hit) -> float:
        return hit.score + half * min(1.0, max(-1.0, liking.get(hit.product_id, 0.0)))

    return tuple(sorted(hits, key=lambda hit: -personal(hit)))
