"""Products, their variants (SKUs), and the shop's own questions and answers.

Search, recommendation and cards are per product; price, stock, cart and order lines are per SKU.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Variant:
    """One SKU. Money is integer minor units (cents) of ``Product.currency``; ``price == 0`` means the price is unknown."""

    sku: str
    price: int
    options: Mapping[str, str] = field(default_factory=dict)  # {"colour": "blue", "size": "M"}, lower case keys
    cost: int | None = None
    compare_at: int | None = None  # the old price, struck through, when larger than ``price``
    stock: int = 0
    picture: str | None = None  # absolute URL or a path the gateway serves ("/pictures/p0001.svg")

    @property
    def buyable(self) -> bool:
        return self.stock > 0 and self.price > 0


@dataclass(frozen=True)
class Product:
    product_id: str
    name: str
    description: str = ""
    type: str = ""  # "rain jacket"; what the thing is, singular; may be derived by ``build`` when the import has none
    category: str = ""  # "Jackets"; the department it stands in
    brand: str = ""
    material: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    rating: float | None = None  # 0 to 5
    rating_count: int = 0
    currency: str = "USD"
    url: str | None = None
    active: bool = True
    variants: tuple[Variant, ...] = ()

    @property
    def in_stock(self) -> bool:
        return any(v.stock > 0 for v in self.variants)

    def prices(self) -> tuple[int, ...]:
        """Known prices (0 is missing data, never "free"), ascending."""
        return tuple(sorted(v.price for v in self.variants if v.price > 0))

    def variant(self, sku: str) -> Variant | None:
        return next((v for v in self.variants if v.sku == sku), None)


@dataclass(frozen=True)
class Faq:
    faq_id: str
    question: str
    answer: str
    topic: str = ""
    alternatives: tuple[str, ...] = ()  # other ways to ask the same
