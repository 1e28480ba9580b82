"""Jobs ``refresh_profile`` {"customer_id"} and ``refresh_profiles``: fold what is newer than the watermark into a profile.

Answers do not wait for this: they fold newer events themselves. This keeps what they have to fold short.
"""

from __future__ import annotations

from recommender.profiles import fold
from shop.catalogue import Product
from shop.customers import Customer
from worker.services import Progress, Services


def _products_of(services: Services, customer_events: list[str]) -> dict[str, Product]:
    return {product.product_id: product for product in services.storage.products.get_many(customer_events)}


def refresh(services: Services, customer: Customer) -> bool:
    """True when there was something to fold."""
    if not customer.consent.profile:
        return False
    profile = services.storage.profiles.get(customer.customer_id)
    events = services.storage.events.of_customer(customer.customer_id, after_seq=profile.watermark if profile else 0)
    if profile is not None and not events:
        return False
    orders = services.storage.orders.of_customer(customer.customer_id, limit=1000)
    named = {e.product_id for e in events if e.product_id} | {line.product_id for o in orders for line in o.lines}
    products = _products_of(services, sorted(named))
    services.storage.profiles.put(fold(profile, customer, events, orders, products, services.clock()))
    return True


def refresh_profile(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    customer = services.storage.customers.get(str(payload["customer_id"]))
    return {"changed": customer is not None and refresh(services, customer)}


def refresh_profiles(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """Everyone, a page of 500 at a time, by customer id."""
    total = max(services.storage.customers.count(), 1)
    seen = changed = 0
    after: str | None = None
    while page := services.storage.customers.page(after, 500):
        for customer in page:
            changed += refresh(services, customer)
        seen += len(page)
        after = page[-1].customer_id
        progress(seen / total, f"{seen} of {total} customers")
    return {"changed": changed, "customers": seen}
