"""Where a value or a text of a reply comes from: the one record that its figures must stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Source:
    """``kind`` is product, reviews (of the product ``key``), faq, promotion, order or again."""

    kind: str
    key: str = ""
    again: Callable[[], Iterable[str]] = field(default=tuple, compare=False)


def product(product_id: str) -> Source:
    return Source("product", product_id)


def reviews(product_id: str) -> Source:
    """What customers say of the product."""
    return Source("reviews", product_id)


def faq(faq_id: str) -> Source:
    return Source("faq", faq_id)


def promotion(promotion_id: str) -> Source:
    return Source("promotion", promotion_id)


def order(order_id: str) -> Source:
    return Source("order", order_id)


def worked_out(again: Callable[[], Iterable[str]]) -> Source:
    """What no record states and an engine works out: ``again`` works it out from the records as they are then."""
    return Source("again", again=again)
