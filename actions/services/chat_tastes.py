"""Which products a customer asks about in the chat goes into their profile.

Only for a customer proved by a signed token who agreed to a profile; the repositories check that again.
"""

from __future__ import annotations

from datetime import datetime

from shop.events import Event
from storage import Storage


class ChatTastes:
    def __init__(self, storage: Storage):
        self._storage = storage

    def asked_about(self, customer_id: str, product_id: str, turn_id: str, now: datetime) -> None:
        """Asking about a product is interest in it, counted once a turn."""
        event = Event(event_id=f"chat:{turn_id}", type="chat", at=now, customer_id=customer_id, product_id=product_id)
        self._storage.events.add([event])
