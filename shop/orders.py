"""Orders, their lines, and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ORDER_STATUSES = ("placed", "paid", "packed", "shipped", "delivered", "returned", "cancelled")


@dataclass(frozen=True)
class OrderLine:
    sku: str
    quantity: int
    unit_price: int  # minor units, as paid
    product_id: str = ""
    returned: int = 0  # pieces sent back


@dataclass(frozen=True)
class Order:
    order_id: str
    customer_id: str
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    status: str = "placed"
    currency: str = "USD"
    total: int = 0  # minor units, after discounts
    tracking: str = ""
    expected_at: datetime | None = None


@dataclass(frozen=True)
class Review:
    """``sentiment`` is −1…1 and ``sentiment_label`` negative, neutral or positive, both None until the worker scored it."""

    review_id: str
    product_id: str
    text: str
    at: datetime
    customer_id: str | None = None
    title: str = ""
    stars: int | None = None
    sentiment: float | None = None
    sentiment_label: str | None = None
