"""What a product stands for: the (facet, value) pairs that a deed on it speaks for or against."""

from __future__ import annotations

from collections.abc import Mapping

from shop.catalogue import Product


def facets_of(product: Product | None, sku: str | None) -> list[tuple[str, str]]:
    """(facet, lower-case value) pairs; the colour is the SKU's, or the product's when it has only one."""
    if product is None:
        return []
    pairs = [("category", product.category), ("brand", product.brand), ("type", product.type), ("material", product.material)]
    colours = {_colour(v.options) for v in product.variants if sku is None or v.sku == sku} - {""}
    if len(colours) == 1:
        pairs.append(("colour", colours.pop()))
    elif not colours:
        pairs.append(("colour", _colour(product.attributes)))
    pairs += [("tag", tag) for tag in product.tags]
    return list(dict.fromkeys((facet, key) for facet, value in pairs if (key := value.strip().lower())))


def _colour(options: Mapping[str, str]) -> str:
    return options.get("colour") or options.get("color") or ""
