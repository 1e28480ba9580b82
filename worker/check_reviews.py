"""Look at reviews before they count: what is in them, and what lies around them (``shop.review_checks`` has the rules)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shop.orders import Review
from shop.review_checks import check, holds, stars_differ
from storage import Storage


def hold_back(storage: Storage, reviews: Sequence[Review], values: Sequence[float], now: datetime) -> set[str]:
    """Store what is found in each review, and hold back those that must not count yet: their ids are returned, with those of
    earlier reviews that count no more because of them. ``values``: what each text says, −1…1, the stars left aside.
    """
    around = storage.review_checks.around(reviews)
    held: set[str] = {id_ for one in around.values() for id_ in one.held}
    found: dict[str, dict[str, str]] = {}
    others: dict[str, dict[str, str]] = {}
    # The newest first: what holds a later review back decides whether an author's earlier one still counts.
    for review, value in sorted(zip(reviews, values, strict=True), key=lambda one: (one[0].at, one[0].review_id), reverse=True):
        verdict = check(review, replace(around[review.review_id], held=held))
        flags = dict(verdict.flags)
        if stars_differ(review.stars, value):
            flags["stars_differ"] = ""
        if holds(flags):
            held.add(review.review_id)
        found[review.review_id] = flags
        for id_, more in verdict.others.items():
            others.setdefault(id_, {}).update(more)
    return storage.review_checks.store(found, others, now)
