"""The decision log: each offer that was shown, to whom, how likely it was to be chosen, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

OFFER_OUTCOMES = ("redeemed", "ignored")


@dataclass(frozen=True)
class OfferShown:
    """``treatment`` names the arm ("none" = shown nothing), ``propensity`` the probability 0…1 with which it was chosen.

    ``outcome`` is None while open. ``value`` is what the order brought, in minor units.
    """

    offer_id: str
    customer_id: str | None
    promotion_id: str
    treatment: str
    propensity: float
    shown_at: datetime
    outcome: str | None = None
    value: int | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
