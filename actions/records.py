"""The figures that records state: what a reply about a record may say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actions.figures import hard_figures, numbers
from shop.catalogue import Product
from shop.money import money_text
from shop.orders import Order
from shop.promotion_words import benefit_text, conditions
from shop.promotions import Promotion


@dataclass(frozen=True)
class Figures:
    """``hard``: amounts, percentages, codes, dates, links. ``soft``: all numbers."""

    hard: frozenset[str] = frozenset()
    soft: frozenset[str] = frozenset()

    @staticmethod
    def of(*texts: str) -> Figures:
        return Figures(
            frozenset().union(*map(hard_figures, texts)) if texts else frozenset(),
            frozenset().union(*map(numbers, texts)) if texts else frozenset(),
        )

    @staticmethod
    def all_of(figures: Iterable[Figures]) -> Figures:
        known = list(figures)
        return Figures(frozenset().union(*(f.hard for f in known)), frozenset().union(*(f.soft for f in known)))

    def __le__(self, other: Figures) -> bool:
        return self.hard <= other.hard and self.soft <= other.soft

    def __bool__(self) -> bool:
        return bool(self.hard or self.soft)


def price_figures(product: Product) -> frozenset[str]:
    """The prices of its variants, and the old ones that are struck through."""
    known = {price for v in product.variants for price in (v.price, v.compare_at or 0) if price > 0}
    return frozenset().union(*(hard_figures(money_text(price, product.currency)) for price in known))


def figures_of_product(product: Product) -> Figures:
    """Amounts of money from the price fields alone: what its text says of money proves nothing."""
    texts = [product.name, product.description, product.brand, product.material, product.type, str(product.rating_count)]
    texts += [f"{name} {value}" for name, value in product.attributes.items()]
    texts.append(f"{product.rating:g}" if product.rating is not None else "")
    texts.append(str(sum(max(0, v.stock) for v in product.variants)))
    texts += [" ".join([v.sku, str(v.stock), *map(str, v.options.values())]) for v in product.variants]
    prices = price_figures(product)
    said = Figures.of(*texts)
    hard = frozenset(f for f in said.hard if not f.startswith("money ")) | prices
    return Figures(hard, said.soft | frozenset(f.removeprefix("money ") for f in prices))


def figures_of_promotion(promotion: Promotion) -> Figures:
    dates = [f"{at:%Y-%m-%d}" for at in (promotion.starts_at, promotion.ends_at) if at is not None]
    amounts = [a for a in (promotion.minimum_spend, promotion.maximum_discount) if a]
    said = [money_text(amount, promotion.currency) for amount in amounts]
    texts = (
        promotion.name,
        promotion.code,
        promotion.description,
        benefit_text(promotion),
        *conditions(promotion),
        *said,
        *dates,
    )
    figures = Figures.of(*texts)
    days = {f"date {date[5:]}" for date in dates}  # "until March 5" leaves the year out
    return Figures(figures.hard | days | {f"code {promotion.code}"}, figures.soft)


def figures_of_order(order: Order) -> Figures:
    dates = [f"{at:%Y-%m-%d}" for at in (order.placed_at, order.expected_at) if at is not None]
    amounts = [money_text(amount, order.currency) for amount in (order.total, *(x.unit_price for x in order.lines))]
    counts = [str(line.quantity) for line in order.lines]
    figures = Figures.of(order.order_id, order.tracking, *amounts, *dates, *counts, *(x.sku for x in order.lines))
    return figures
