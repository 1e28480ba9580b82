"""Messages that the assistant did not understand surely, as the console's inbox shows them to those who write its examples."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Unclear:
    """What was made of one message: ``intent`` is what it was taken for ("nlu_fallback"), ``ranking`` the likeliest meanings
    with their confidence (0 to 1), ``offered`` those that the customer could choose from."""

    intent: str
    ranking: Sequence[tuple[str, float]] = ()
    offered: Sequence[str] = ()

    @property
    def confidence(self) -> float:
        """Of the likeliest meaning."""
        return max((sure for _, sure in self.ranking), default=0.0)


@dataclass(frozen=True)
class InboxItem:
    """All messages that say the same, but for case and punctuation. ``text`` is the newest of them; ``chosen`` counts what
    customers pressed when they were asked what they meant."""

    text: str
    count: int
    first_at: datetime
    last_at: datetime
    conversation_id: str
    seq: int
    reading: Unclear
    chosen: Mapping[str, int] = field(default_factory=dict)


def likeness(text: str) -> str:
    """The words of a message in lower case: what two messages that say the same have in common."""
    return " ".join(_WORD.findall(text.casefold())) or text.strip()
