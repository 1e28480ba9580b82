"""Promotions as the shop defines them, a cart, and the quote the engine gives. Money is integer minor units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

PROMOTION_KINDS = ("percent", "amount", "spend_threshold")


@dataclass(frozen=True)
class Promotion:
    """``percent``: ``value`` percent (1–100) off the fitting lines. ``amount``: ``value`` minor units off them.
    ``spend_threshold``: ``value`` minor units (``value_is_percent``: percent) off once fitting lines reach ``minimum_spend``.

    Empty ``categories``/``brands``/``product_ids`` fit everything; several given must all hold.
    ``code`` "" = applied without a code. Valid from ``starts_at`` (included) to ``ends_at`` (not included).
    """

    promotion_id: str
    name: str
    kind: str
    value: int
    code: str = ""
    currency: str = "USD"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    minimum_spend: int = 0
    value_is_percent: bool = False
    maximum_discount: int | None = None
    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    product_ids: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()  # membership tiers that may use it; empty = all
    total_limit: int | None = None  # uses over all customers
    customer_limit: int | None = None
    used: int = 0
    stackable: bool = False
    priority: int = 0  # smaller first
    active: bool = True
    description: str = ""
    birthday_month: bool = False  # only in the month of the customer's birthday
    birthday_days: int | None = None  # only so many days before and after the birthday; 0 = on the day
    students: bool = False  # only for customers who declared that they study


def is_share(promotion: Promotion) -> bool:
    """Whether ``value`` is a percentage; otherwise it is minor units."""
    return promotion.kind == "percent" or (promotion.kind == "spend_threshold" and promotion.value_is_percent)


@dataclass(frozen=True)
class CartLine:
    """``sku`` and ``quantity`` come from the caller; the rest is read from the catalogue, never from the caller."""

    sku: str
    quantity: int
    product_id: str = ""
    unit_price: int = 0
    category: str = ""
    brand: str = ""
    name: str = ""


@dataclass(frozen=True)
class QuoteLine:
    sku: str
    quantity: int
    unit_price: int
    subtotal: int
    discount: int
    total: int  # subtotal − discount ≥ 0


@dataclass(frozen=True)
class Refusal:
    """Why a promotion or code does not apply: ``reason`` for machines, ``sentence`` for people.

    ``remedy`` is what would fix it ("Add $12.40 of jackets"), "" when nothing would.
    """

    promotion_id: str
    code: str
    reason: str
    sentence: str
    remedy: str = ""


@dataclass(frozen=True)
class Applied:
    promotion_id: str
    code: str
    name: str
    discount: int


@dataclass(frozen=True)
class Quote:
    quote_id: str
    customer_id: str | None
    currency: str
    lines: tuple[QuoteLine, ...]
    subtotal: int
    discount: int
    total: int
    applied: tuple[Applied, ...] = ()
    refused: tuple[Refusal, ...] = ()
    created_at: datetime | None = None
    expires_at: datetime | None = None
    codes: tuple[str, ...] = ()
    trace: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Redemption:
    """One order's use of its quote's promotions. ``discount``: minor units. A cancelled one gave its uses back."""

    redemption_id: str
    order_id: str
    quote_id: str
    customer_id: str | None
    discount: int
    applied: tuple[Applied, ...]
    at: datetime
    cancelled_at: datetime | None = None
    currency: str = "USD"
