"""What somebody is not interested in: kept where they agreed to it, and else by their conversation alone.

For a customer with a profile, and for a visitor who agreed in the conversation, it is an event. Nothing is written of anybody
else: the conversation's slot remembers for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shop.events import Event
from storage import Storage


class Who(Protocol):
    """Who speaks, in which turn of which conversation."""

    @property
    def customer_id(self) -> str | None: ...

    @property
    def visitor_id(self) -> str: ...

    @property
    def conversation_id(self) -> str: ...

    @property
    def turn_id(self) -> str: ...


class Refusals:
    """Synchronous; safe from several threads."""

    def __init__(self, storage: Storage):
        self._storage = storage

    def hidden(self, customer_id: str | None, visitor_id: str | None, now: datetime) -> list[str]:
        """Product ids that are not recommended to them, the latest refused first."""
        return list(self._storage.events.dismissed(customer_id, visitor_id, now))

    def keeps(self, customer_id: str | None, conversation_id: str) -> bool:
        """Did they agree to its being kept beyond the conversation?"""
        if customer_id:
            customer = self._storage.customers.get(customer_id)
            return customer is not None and customer.consent.profile
        conversation = self._storage.conversations.get(conversation_id)
        return conversation is not None and conversation.consent.get("profile") is True

    def refuse(self, who: Who, product_ids: Sequence[str], now: datetime) -> None:
        """A repeated turn changes nothing."""
        self._tell(who, product_ids, now, "dismiss", None)

    def take_back(self, who: Who, product_ids: Sequence[str], now: datetime) -> None:
        self._tell(who, product_ids, now, "restore", 0.0)

    def _tell(self, who: Who, product_ids: Sequence[str], now: datetime, name: str, value: float | None) -> None:
        events = [
            Event(
                f"{name}:{who.turn_id}:{product_id}",
                "dismiss",
                now,
                customer_id=who.customer_id,
                visitor_id=None if who.customer_id else who.visitor_id,
                product_id=product_id,
                value=value,
            )
            for product_id in product_ids
        ]
        self._storage.events.add(events, conversation_id=None if who.customer_id else who.conversation_id)
