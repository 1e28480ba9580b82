"""What customers do, as one documented list of event types. A repeated ``event_id`` changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shop.errors import InvalidInput

EVENT_TYPES = (
    "view",  # value = dwell_seconds
    "search",  # query
    "click",
    "impression",
    "share",
    "wishlist",
    "cart_add",
    "cart_remove",
    "dismiss",  # not interested in the product; value 0 takes it back
    "purchase",  # value = quantity
    "return",
    "review",  # value = sentiment −1…1, written by us when a review is scored
    "chat",
)
#: Types that only the shop's own server may post: a customer's token could claim a purchase it never made.
SHOP_ONLY_EVENT_TYPES = ("purchase", "return", "review")


@dataclass(frozen=True)
class Event:
    event_id: str
    type: str
    at: datetime
    customer_id: str | None = None
    visitor_id: str | None = None
    sku: str | None = None
    product_id: str | None = None
    query: str | None = None
    value: float | None = None
    device: str | None = None
    channel: str | None = None
    seq: int = 0  # given by storage; 0 = not stored yet

    def __post_init__(self) -> None:
        if self.type not in EVENT_TYPES:
            raise InvalidInput(
                f"Unknown event type {self.type[:40]!r}. Known types: {', '.join(EVENT_TYPES)}.",
                code="unknown_event_type",
                fields={"type": "one of " + ", ".join(EVENT_TYPES)},
            )
        if not self.customer_id and not self.visitor_id:
            raise InvalidInput("An event needs a customer_id or a visitor_id.", fields={"customer_id": "missing"})
        if self.at.tzinfo is None:
            raise InvalidInput("An event's time needs a time zone.", fields={"at": "no time zone"})
