"""Products that somebody is not interested in: told by ``dismiss`` events, taken back by one of value 0, forgotten in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from shop.events import Event

#: After so long a product may be recommended again: tastes change, and what the dismissal weighs has faded to an eighth.
HOLDS = timedelta(days=180)


def dismisses(event: Event) -> bool:
    return event.type == "dismiss" and event.value != 0


def takes_back(event: Event) -> bool:
    return event.type == "dismiss" and event.value == 0


def in_force(events: Iterable[Event], product_of_sku: Mapping[str, str], now: datetime) -> dict[str, datetime]:
    """Product id to when it was dismissed, the latest first. Of one product the last word counts; of two at one moment the
    one that takes it back. What names no known product is no dismissal."""
    said: dict[str, datetime] = {}
    back: dict[str, datetime] = {}
    for event in events:
        product_id = event.product_id or product_of_sku.get(event.sku or "", "")
        if product_id and event.type == "dismiss":
            known = back if takes_back(event) else said
            known[product_id] = max(event.at, known.get(product_id, event.at))
    held = [(at, product_id) for product_id, at in said.items() if at > back.get(product_id, at - HOLDS) and at > now - HOLDS]
    return {product_id: at for at, product_id in sorted(held, key=lambda one: (-one[0].timestamp(), one[1]))}
