"""Groups of customers by name, for promotions, messages and reports to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shop.errors import InvalidInput

AUDIENCE_KINDS = (
    "segment",  # near each other in what they do
    "rfm",  # a named cell of recency and frequency
    "leaving",  # bought again before, and are unlikely to come back
    "soon",  # the likeliest to buy in the next days
    "intention",  # likely to buy of a category
    "lookalike",  # like the members of another audience; the only kind that people make
)
MOST_NAME = 200  # characters


@dataclass(frozen=True)
class Audience:
    """``definition`` says how the members were chosen, in JSON values. ``size`` counts those of ``made_at``
    who have neither withdrawn nor been erased since."""

    audience_id: str
    name: str
    kind: str
    made_at: datetime
    definition: Mapping[str, Any] = field(default_factory=dict)
    size: int = 0

    def __post_init__(self) -> None:
        if self.kind not in AUDIENCE_KINDS:
            raise InvalidInput(f"A kind of audience is one of {', '.join(AUDIENCE_KINDS)}.", fields={"kind": "unknown"})
        if not 0 < len(self.name.strip()) <= MOST_NAME:
            raise InvalidInput(f"An audience needs a name of up to {MOST_NAME} characters.", fields={"name": "missing or long"})
