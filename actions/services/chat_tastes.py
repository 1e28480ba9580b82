"""What a customer says of their taste in the chat, and which products they ask about, go into their profile.

Only for a customer proved by a signed token who agreed to a profile; the repositories check that again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from recommender.profiles import said
from shop.events import Event
from storage import Storage

FACETS = ("category", "brand", "type", "colour", "material")
#: A wish of this search ("not red") is no taste; a statement about oneself is.
_DISLIKES = re.compile(
    r"\bi (?:really |just )?(?:hate|dislike|can'?t stand|never (?:wear|use|buy)|do(?:n'?t| not) (?:like|wear|use|eat|buy))\b"
    r"|\ballergic to\b",
    re.IGNORECASE,
)
_LIKES = re.compile(
    r"\bi(?:'m| am)? (?:really |just |always )?(?:love|like|prefer|adore|a fan of)\b|\bmy favou?rite\b", re.IGNORECASE
)


class ChatTastes:
    def __init__(self, storage: Storage):
        self._storage = storage

    def learn(self, customer_id: str, text: str, entities: Sequence[Mapping[str, Any]], now: datetime) -> int:
        """Facts from a statement ("I hate leather", "I love blue") about words of the catalogue. Returns how many."""
        dislikes, likes = bool(_DISLIKES.search(text)), bool(_LIKES.search(text))
        if not (dislikes or likes):
            return 0
        learnt = 0
        for entity in entities:
            facet, value = entity.get("entity"), entity.get("value")
            if facet not in FACETS or not isinstance(value, str):
                continue
            liked = likes and not dislikes and entity.get("role") != "not"
            words = f"{'likes' if liked else 'dislikes'} {value}"
            learnt += self._storage.profiles.put_fact(customer_id, said(facet, value, liked=liked, text=words, at=now))
        return learnt

    def asked_about(self, customer_id: str, product_id: str, turn_id: str, now: datetime) -> None:
        """Asking about a product is interest in it, counted once a turn."""
        event = Event(event_id=f"chat:{turn_id}", type="chat", at=now, customer_id=customer_id, product_id=product_id)
        self._storage.events.add([event])
