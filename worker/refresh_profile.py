"""Jobs ``refresh_profile`` {"customer_id"} and ``refresh_profiles``: fold what is newer than the watermark into a profile.

The first is written with each event, review and order of a customer who agreed, so that the stored profile follows within a
second. Answers do not wait for it: they fold newer events themselves. This keeps what they have to fold short.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from recommender.profiles import MOST_ORDERS, fold, moves_of
from shop.customers import Customer, Move, Profile
from storage.deeds import deeds_of
from worker.services import Progress, Services

KEPT_JOBS = 1000  # done ones; one comes with every burst of deeds
_runs = itertools.count(1)


def folded(services: Services, customer: Customer) -> tuple[Profile, Sequence[Move]] | None:
    """The profile as of now and its new moves; None when there was nothing to fold."""
    if not customer.consent.profile:
        return None
    storage = services.storage
    stored = storage.profiles.get(customer.customer_id)
    deeds = deeds_of(storage, customer.customer_id, stored.watermark if stored else 0, MOST_ORDERS)
    searched = any(event.type == "search" for event in deeds.events)
    profile = fold(
        stored,
        customer,
        deeds.events,
        deeds.orders,
        deeds.products,
        services.clock(),
        vocabulary=services.vocabulary if searched else None,
        aspects=deeds.aspects,
    )
    if profile == (stored or Profile(customer.customer_id)):
        return None
    return profile, moves_of(profile, deeds.events)


def refresh(services: Services, customer: Customer) -> bool:
    """True when there was something to fold."""
    found = folded(services, customer)
    return found is not None and services.storage.profiles.put(*found)


def refresh_profile(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    if next(_runs) % KEPT_JOBS == 0:
        services.storage.jobs.forget_done("refresh_profile", KEPT_JOBS)
    customer = services.storage.customers.get(str(payload["customer_id"]))
    return {"changed": customer is not None and refresh(services, customer)}


def refresh_profiles(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """Everyone, a page of 200 at a time, by customer id."""
    total = max(services.storage.customers.count(), 1)
    seen = changed = 0
    after: str | None = None
    while page := services.storage.customers.page(after, 200):
        changed += services.storage.profiles.put_many([made for customer in page if (made := folded(services, customer))])
        seen += len(page)
        after = page[-1].customer_id
        progress(seen / total, f"{seen} of {total} customers")
    return {"changed": changed, "customers": seen}
