"""A small shop: four categories, four brands, vectors that follow the category, and ways to say what a customer did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from recommender.recommend import Recommender
from recommender.train import train_recommender
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CATEGORIES = ("Jackets", "Tents", "Lamps", "Mugs")
BRANDS = ("Nordvik", "Alder", "Quill", "Harrow")
COLOURS = ("blue", "green", "red")


def make_products(size: int = 60) -> list[Product]:
    return [
        Product(
            product_id=f"p{n:03}",
            name=f"Thing {n}",
            category=CATEGORIES[n % 4],
            brand=BRANDS[(n // 4) % 4],
            type=f"{CATEGORIES[n % 4][:-1].lower()} {'light' if n % 8 < 4 else 'heavy'}",
            material="leather" if n % 7 == 0 else "cotton",
            variants=(Variant(f"s{n:03}", 2_000 + 100 * n, {"colour": COLOURS[n % 3]}, stock=3),),
        )
        for n in range(size)
    ]


def make_vectors(products: list[Product]) -> np.ndarray:
    rng = np.random.default_rng(5)
    centres = {name: rng.normal(size=16) for name in CATEGORIES}
    found = np.stack([centres[p.category] + 0.6 * rng.normal(size=16) for p in products])
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@dataclass(frozen=True)
class SmallShop:
    products: list[Product]
    vectors: np.ndarray
    now: datetime
    ana: Customer

    @property
    def by_id(self) -> dict[str, Product]:
        return {p.product_id: p for p in self.products}

    @property
    def ids(self) -> list[str]:
        return [p.product_id for p in self.products]

    def did(
        self, kind: str, product_id: str, *, seq: int, days: float = 1, value: float | None = None, who: str = "ana"
    ) -> Event:
        at = self.now - timedelta(days=days)
        return Event(f"e-{who}-{seq}", kind, at, customer_id=who, product_id=product_id, value=value, seq=seq)

    def bought(self, order_id: str, *product_ids: str, days: float = 1, returned: int = 0, who: str = "ana") -> Order:
        lines = tuple(
            OrderLine(self.by_id[i].variants[0].sku, 1, self.by_id[i].variants[0].price, i, returned) for i in product_ids
        )
        return Order(order_id, who, self.now - timedelta(days=days), lines, "delivered")

    def others(self) -> list[Event]:
        """Forty other customers: each looks at six things of one category; p000 is everybody's favourite."""
        rng = np.random.default_rng(3)
        events = []
        for n in range(40):
            own = [p.product_id for p in self.products if p.category == CATEGORIES[n % 4]]
            chosen = [*rng.choice(own, size=6, replace=False).tolist(), "p000"]
            events += [
                self.did("view", i, seq=10_000 + 100 * n + k, days=9 - k, value=60, who=f"c{n}") for k, i in enumerate(chosen)
            ]
        return events


@pytest.fixture(scope="session")
def shop() -> SmallShop:
    products = make_products()
    return SmallShop(products, make_vectors(products), NOW, Customer("ana", consent=Consent(profile=True)))


@pytest.fixture
def recommender(shop: SmallShop, tmp_path: Path) -> Recommender:
    train_recommender(shop.others(), [], shop.products, shop.vectors, shop.ids, tmp_path, shop.now)
    return Recommender.open(tmp_path, lambda: shop.products)


@pytest.fixture
def anything() -> Callable[[str], bool]:
    return lambda product_id: True
