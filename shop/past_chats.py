"""Support chats of the past, as imported: what customers really ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PastChat:
    """``messages`` are ``{"author": "customer" | "agent", "text": …}`` in the order in which they were written."""

    chat_id: str
    at: datetime
    customer_id: str | None = None
    topic: str = ""
    messages: tuple[Mapping[str, str], ...] = ()
    satisfied: bool | None = None
