"""What kind of shopper a customer or visitor looks like in this visit, from what they did and said. Nothing of it is stored.

Deeds are there only of those who agreed to their being kept; what is said in the conversation is used in it, and not beyond.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from actions.turn import Turn
from recommender.customers.shopper import VISIT, Shelf, Shopper, shopper_now
from recommender.recommend import Recommender
from shop.catalogue import Product
from shop.errors import Corrupt
from storage import Storage

LAST_SAID = 4  # messages of the customer that are looked at, the present one among them
POPULAR = 30  # products that count as what many buy
CONDITIONS = frozenset(
    {"type", "product", "brand", "colour", "material", "size", "price_max", "price_min", "category", "feature"}
)


class Shoppers:
    def __init__(self, storage: Storage, recommender: Callable[[], Recommender]):
        self._storage = storage
        self._recommender = recommender

    def of_turn(self, turn: Turn) -> Shopper:
        laid_down = {e["entity"] for e in turn.entities if e.get("entity") in CONDITIONS}
        customer_id, visitor_id = turn.metadata.customer_id, turn.metadata.visitor_id or None
        return self.now(customer_id, visitor_id, said(turn), now=turn.now, conditions=len(laid_down))

    def now(
        self, customer_id: str | None, visitor_id: str | None, said: Sequence[str], *, now: datetime, conditions: int = 0
    ) -> Shopper:
        """``said``: the customer's messages of this conversation, the present one last."""
        events = self._storage.events.lately(customer_id, visitor_id, now - VISIT)
        looked_at = {event.product_id for event in events if event.product_id}
        products = self._storage.products.get_many(sorted(looked_at)) if looked_at else []
        shelf = Shelf(
            {p.product_id: p.category or p.type for p in products},
            {p.product_id for p in products if _reduced(p)},
            self._popular() if looked_at else (),
        )
        return shopper_now(events, said, now=now, shelf=shelf, conditions=conditions)

    def _popular(self) -> Sequence[str]:
        try:
            return self._recommender().popular(POPULAR)
        except Corrupt:  # nothing was built yet: then nothing is known to be popular
            return ()


def said(turn: Turn) -> list[str]:
    """The customer's last messages, without pressed buttons, the present one last."""
    before = [e.get("text") for e in turn.tracker.events or [] if e.get("event") == "user"]
    texts = [text for text in before if isinstance(text, str) and text and not text.startswith("/")]
    if turn.text and (not texts or texts[-1] != turn.text):
        texts.append(turn.text)
    return texts[-LAST_SAID:]


def _reduced(product: Product) -> bool:
    return any(v.compare_at and v.compare_at > v.price for v in product.variants)
