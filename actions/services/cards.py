"""Product cards from the catalogue's record, with the variant that fits what was asked for."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from actions.words import Words
from retrieval.facts import size_values
from retrieval.filters import Filters
from shop import blocks
from shop.catalogue import Product, Variant
from shop.money import money

Card = dict[str, Any]
LOW_STOCK = 5  # pieces; at or below this a card says that few are left


def payload(intent: str, **entities: object) -> str:
    """What a button means to the bot: ``/intent{"entity": value}``."""
    return f"/{intent}{json.dumps(entities)}" if entities else f"/{intent}"


def stock_word(variant: Variant) -> str:
    if variant.stock <= 0:
        return "out"
    return "low" if variant.stock <= LOW_STOCK else "in"


def price_fits(variant: Variant, filters: Filters) -> bool:
    """A price of 0 is unknown and satisfies no price filter."""
    if filters.price_min is None and filters.price_max is None:
        return True
    if variant.price <= 0:
        return False
    return (filters.price_min or 0) <= variant.price and (filters.price_max is None or variant.price <= filters.price_max)


def _fits(variant: Variant, filters: Filters) -> bool:
    return price_fits(variant, filters) and (not filters.in_stock or variant.stock > 0)


def _options_matched(variant: Variant, filters: Filters) -> int:
    options = {k.lower(): v.lower() for k, v in variant.options.items()}
    wanted = [(("colour", "color"), filters.colours), (("size",), filters.sizes), (("material",), filters.materials)]
    return sum(
        any(value in options.get(key, "") for key in keys for value in (v.lower() for v in values))
        for keys, values in wanted
        if values
    )


def fitting_variant(product: Product, filters: Filters, sku: str | None = None) -> Variant | None:
    """The SKU that search chose while it still fits by today's record, else the best one that does; None when none does."""
    fitting = [v for v in product.variants if _fits(v, filters)]
    if not fitting:
        return None
    chosen = next((v for v in fitting if v.sku == sku), None)
    if chosen is not None and (chosen.stock > 0 or not any(v.stock > 0 for v in fitting)):
        return chosen
    return max(fitting, key=lambda v: (_options_matched(v, filters), v.stock > 0, v.price > 0, -v.price))


def fitting_size(product: Product, sku: str, sizes: Collection[str], filters: Filters) -> Variant | None:
    """The SKU in one of these sizes (all the names of a size that fits) that is otherwise most like ``sku``; None where the
    customer asked for a size, the product has no such size to sell, or ``sku`` is in it."""
    shown = product.variant(sku)
    if not sizes or filters.sizes or shown is None or _in_size(shown, sizes):
        return None
    fitting = [v for v in product.variants if _in_size(v, sizes) and _fits(v, filters) and v.stock > 0]
    if not fitting:
        return None

    def likeness(variant: Variant) -> tuple[int, int]:
        return sum(variant.options.get(name) == value for name, value in shown.options.items()), -abs(
            variant.price - shown.price
        )

    return max(fitting, key=likeness)


def _in_size(variant: Variant, sizes: Collection[str]) -> bool:
    return any(size in sizes for name in ("size", "width") for size in size_values(variant.options.get(name, "")))


def refusable(card: Card, words: Words) -> Card:
    """A recommended card: one that can be waved away."""
    label = words.label("utter_label_not_for_me")
    wave = blocks.button(label, payload=payload("not_interested", product=card["product_id"]), quiet=True)
    return {**card, "buttons": [*card["buttons"], wave]}


def dressed(card: Card, product: Product, variant: Variant) -> Card:
    """The card with another of the product's variants on it."""
    buttons = [{**b, "value": variant.sku} if b.get("do") == "add_to_cart" else b for b in card["buttons"]]
    return {
        **card,
        **figures_of_card(product, variant),
        "sku": variant.sku,
        "options": {str(k): str(v) for k, v in variant.options.items()},
        "picture": _address(variant.picture) or card["picture"],
        "buttons": buttons,
    }


def _address(url: str | None) -> str | None:
    """Only addresses that a page may follow."""
    return url if url and url.startswith(("https://", "http://", "/")) and not url.startswith("//") else None


def figures_of_card(product: Product, variant: Variant) -> Card:
    """The part of a card that may be another a moment later."""
    prices, old = product.prices(), variant.compare_at
    return {
        "price": dict(money(variant.price, product.currency)) if variant.price > 0 else None,
        "price_from": variant.price > 0 and len(set(prices)) > 1 and variant.price == prices[0],
        "compare_at": dict(money(old, product.currency)) if old and old > variant.price > 0 else None,
        "rating": product.rating,
        "rating_count": product.rating_count,
        "stock": stock_word(variant),
    }


def make_card(
    product: Product,
    variant: Variant,
    words: Words,
    *,
    facts: Mapping[str, Any] | None = None,
    reason: str | None = None,
    details: bool = True,
) -> Card:
    """``facts`` are the derived type and brand of a product whose import had none. ``details`` False: no Details button."""
    facts = facts or {}
    buttons = []
    if details:
        label = words.label("utter_label_details")
        buttons.append(blocks.button(label, payload=payload("product_details", product=product.product_id)))
    buttons.append(
        blocks.button(words.label("utter_label_more_like"), payload=payload("more_like", product=product.product_id))
    )
    if variant.buyable and product.active:
        buttons.append(blocks.button(words.label("utter_label_add_to_cart"), do="add_to_cart", value=variant.sku))
    return {
        "product_id": product.product_id,
        "sku": variant.sku,
        "name": product.name,
        "brand": product.brand or str(facts.get("brand") or ""),
        "product_type": product.type or str(facts.get("type") or ""),
        **figures_of_card(product, variant),
        "options": {str(k): str(v) for k, v in variant.options.items()},
        "picture": _address(variant.picture),
        "url": _address(product.url),
        "reason": reason,
        "buttons": buttons,
    }
