"""What a customer can be asked about some products: their records as tables of attributes, of what is in stock alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from recommender.asking import Attribute, attribute, price_bands
from recommender.asking.spoken_of import common_features, features_of, uses_of, whom_of
from recommender.asking.tables import Weights
from retrieval.facts import facts_of
from retrieval.types import type_words
from retrieval.words import COLOUR_OF, MATERIALS
from shop.catalogue import Product, Variant

#: Attributes that a search filters by, each with the field of Filters.
FILTERED: Mapping[str, str] = {
    "category": "categories",
    "kind": "types",
    "type": "types",
    "brand": "brands",
    "colour": "colours",
    "material": "materials",
    "size": "sizes",
}
_FAMILIES = frozenset(COLOUR_OF.values())
_MATERIALS = frozenset(MATERIALS)


def sold(product: Product) -> tuple[Variant, ...]:
    """The variants that can be bought now."""
    return tuple(v for v in product.variants if v.stock > 0)


def tables_of(
    products: Sequence[Product], derived: Mapping[str, Mapping[str, Any]], weights: Weights | None = None
) -> list[Attribute]:
    """One table per attribute that the products have, candidates in their order. ``derived`` holds the type and brand of those
    whose import had none; ``weights`` decide where prices are parted."""
    kinds = [_known(p.type, p, derived, "type") for p in products]
    brands = [_known(p.brand, p, derived, "brand") for p in products]
    options = [_per_variant(*each) for each in zip(products, kinds, brands, strict=True)]
    names = [f"{p.name}. {kind}" for p, kind in zip(products, kinds, strict=True)]
    texts = [". ".join([p.description, *p.attributes.values()]) for p in products]
    found = [
        attribute("category", [[p.category] for p in products]),
        attribute("kind", [[kind] for kind in _heads(kinds)]),
        attribute("type", [[kind.lower()] for kind in kinds]),
        price_table([_prices(p) for p in products], weights),
        attribute("colour", [colours for colours, _, _ in options]),
        attribute("size", [sizes for _, sizes, _ in options]),
        attribute("material", [materials for _, _, materials in options]),
        attribute("brand", [[brand] for brand in brands]),
        attribute("whom", [whom_of(name, text) for name, text in zip(names, texts, strict=True)]),
        attribute("use", [uses_of(name, text) for name, text in zip(names, texts, strict=True)]),
    ]
    features = [features_of(p.attributes) for p in products]
    found += [attribute(name, [[each.get(name, "")] for each in features]) for name in common_features(features)]
    return [each for each in found if each.values]


def _known(given: str, product: Product, derived: Mapping[str, Mapping[str, Any]], name: str) -> str:
    return given or str(derived.get(product.product_id, {}).get(name) or "")


def _heads(kinds: Sequence[str]) -> list[str]:
    """The thing that a type ends with where several types do ("jacket"), else the type itself ("watering can")."""
    ends = {kind: " ".join(type_words(kind)[-1:]) for kind in set(kinds)}
    shared = Counter(end for end in ends.values() if end)
    return [ends[kind] if shared[ends[kind]] > 1 else kind.lower() for kind in kinds]


def _prices(product: Product) -> list[int]:
    return [v.price for v in sold(product) if v.price > 0]


def price_table(prices: Sequence[Sequence[int]], weights: Weights | None) -> Attribute:
    """Bands (see Band.name) of each candidate's known prices, in minor units."""
    bands = price_bands([min(each, default=0) for each in prices], weights)
    return attribute("price", [[band.name for band in bands if any(map(band.holds, each))] for each in prices])


def _per_variant(product: Product, kind: str, brand: str) -> tuple[list[str], list[str], list[str]]:
    """Colours (by family: navy is blue), sizes and materials of what is in stock, as the index has them."""
    facts = facts_of(product, kind, brand)
    told = [each for variant, each in zip(product.variants, facts.variants, strict=True) if variant.stock > 0]
    colours = [value for names, _, _ in told for value in names if value in _FAMILIES]
    sizes = [names[0] for _, names, _ in told if names]
    materials = [*facts.materials, *(value for _, _, names in told for value in names)]
    return colours, sizes, [m for m in materials if m in _MATERIALS] or materials[:1]
