"""Customers, their consent, and what is known of their taste."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Consent:
    """What the customer agreed to. Missing means no."""

    profile: bool = False
    marketing: bool = False
    at: datetime | None = None
    source: str = ""


@dataclass(frozen=True)
class Customer:
    customer_id: str
    name: str = ""
    email: str = ""
    region: str = ""
    channel: str = ""  # how they came: search, social, referral, store…
    tier: str = ""  # membership: "", "silver", "gold"
    subscribed: bool = False
    consent: Consent = field(default_factory=Consent)
    created_at: datetime | None = None


@dataclass(frozen=True)
class Profile:
    """What behaviour tells of one customer. Affinities are decayed sums; larger is fonder, below 0 disliked.

    ``affinities`` maps a facet (category, brand, type, colour, material) to ``{value: weight}``.
    ``product_weights`` holds the same per product id. ``facts`` are sentences the customer said ("no leather") with their time.
    ``purchases`` (product id to the epoch second of the purchase counted for it) and ``reviewed`` (product id to the sentiment
    of the last review that moved it) let a return or a second review be accounted for exactly.
    ``watermark`` is the largest event sequence folded in; newer rows are folded in when answering.
    """

    customer_id: str
    affinities: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    product_weights: Mapping[str, float] = field(default_factory=dict)
    owned: tuple[str, ...] = ()  # product ids bought and kept
    price_low: int | None = None  # minor units: 10th and 90th percentile of what they pay
    price_high: int | None = None
    facts: tuple[Mapping[str, str], ...] = ()
    watermark: int = 0
    watermark_at: datetime | None = None
    purchases: Mapping[str, float] = field(default_factory=dict)
    reviewed: Mapping[str, float] = field(default_factory=dict)
