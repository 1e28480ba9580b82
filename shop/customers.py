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
    attributes: Mapping[str, str] = field(default_factory=dict)  # shop.attributes; stored only with consent.profile


@dataclass(frozen=True)
class Behaviour:
    """What events tell of how a customer shops, as counts alone, so that folding in steps is folding at once.

    Each map is a histogram: ``events`` by type, ``hours`` "00"…"23" and ``weekdays`` "0" (Monday)…"6" in UTC, ``days`` by
    ISO date over the year before the watermark, ``devices`` and ``channels`` as events name them, ``sizes`` by product type
    and then size, ``prices`` (in steps of a quarter of an octave) and ``reduced`` (struck-through prices) by "looked" and
    "bought". ``recent`` is the number of events by type, each decayed to the watermark. ``bought_at`` and ``returned_at``
    give the epoch second of the last purchase and return event per product id, ``dismissed_at`` and ``restored_at`` of the
    last time that a product was dismissed and that this was taken back, ``seen_at`` of the last look at each of the 40
    products looked at last. Readable values are derived by ``recommender.profiles.habits``.
    """

    events: Mapping[str, int] = field(default_factory=dict)
    recent: Mapping[str, float] = field(default_factory=dict)
    hours: Mapping[str, int] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    devices: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    prices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    reduced: Mapping[str, int] = field(default_factory=dict)
    bought_at: Mapping[str, float] = field(default_factory=dict)
    returned_at: Mapping[str, float] = field(default_factory=dict)
    dismissed_at: Mapping[str, float] = field(default_factory=dict)
    restored_at: Mapping[str, float] = field(default_factory=dict)
    seen_at: Mapping[str, float] = field(default_factory=dict)
    first_at: float | None = None  # epoch seconds
    last_at: float | None = None


@dataclass(frozen=True)
class Spending:
    """What a customer's orders tell, cancelled ones left out. Money is minor units; times are epoch seconds."""

    orders: int = 0
    first_at: float | None = None
    last_at: float | None = None
    paid: Mapping[str, int] = field(default_factory=dict)  # by currency, less what was sent back
    pieces: int = 0
    returned: int = 0
    discounted_orders: int = 0  # their total is below the sum of their lines
    discount: Mapping[str, int] = field(default_factory=dict)  # by currency, what discounts saved
    listed: Mapping[str, int] = field(default_factory=dict)  # by currency, the sum of all lines
    months: Mapping[str, int] = field(default_factory=dict)  # orders by month of the year, "01"…"12"
    sizes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # product type → size → pieces kept


@dataclass(frozen=True)
class Reviewed:
    """The review of one product that counts: the customer's latest that was not neutral, and what it speaks for or against."""

    event_id: str
    at: float  # epoch seconds
    value: float  # sentiment −1…1
    facets: tuple[tuple[str, str], ...] = ()
    aspects: Mapping[str, float] = field(default_factory=dict)  # aspect to −1…1


@dataclass(frozen=True)
class Profile:
    """What behaviour tells of one customer. Affinities are decayed sums; larger is fonder, below 0 disliked.

    ``affinities`` maps a facet (category, brand, type, colour, material, tag, aspect) to ``{value: weight}``.
    ``product_weights`` holds the same per product id. ``facts`` are sentences the customer said ("no leather") with their time.
    ``sources`` says what an affinity comes from: facet → value → kind of deed → weight, reviews apart; ``loyalty`` is facet →
    value → purchases, each halved after a year, against which a single review is weighed.
    ``purchases`` (product id to the epoch second of the purchase counted for it) and ``reviews`` (product id to the review that
    counts for it; ``reviewed`` is its sentiment) let a return or a second review be accounted for exactly; so does
    ``dismissed`` (product id to the epoch second of the dismissal that counts for it) for one that is taken back.
    ``watermark`` is the largest event sequence folded in; newer rows are folded in when answering. ``generation`` counts how
    often the profile was set back to be built anew (an undone cause); storage refuses a profile of an earlier one.
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
    sources: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    loyalty: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    reviews: Mapping[str, Reviewed] = field(default_factory=dict)
    behaviour: Behaviour = field(default_factory=Behaviour)
    spending: Spending = field(default_factory=Spending)
    generation: int = 0
    dismissed: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """One line of the ledger of what moved a profile: ``cause`` (its kind and id) changed a facet's value by ``delta``.

    ``facet`` is as in Profile, or "product" with a product id as its value. ``undone_at``: the cause no longer counts.
    """

    customer_id: str
    at: datetime
    cause_kind: str
    cause_id: str
    facet: str
    value: str
    delta: float
    undone_at: datetime | None = None
