"""What is known of each product in words that can be compared: type, brand, category, materials, and each variant's options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.text import fold
from retrieval.words import COLOUR_OF, MATERIALS, UNSURE_SHADES
from shop.catalogue import Product, Variant

_WORDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)?")
_SPLIT = re.compile(r"\s*(?:,|/|;|\+|&|\band\b)\s*")
_SIZE_NAMES = {
    **{"extra small": "xs", "x-small": "xs", "small": "s", "medium": "m", "large": "l", "extra large": "xl", "x-large": "xl"},
    **{"xx-large": "xxl", "2xl": "xxl", "3xl": "xxxl", "one-size": "one size", "os": "one size"},
}
_SPELLING = {"gray": "grey", "multicolor": "multicolour", "multicolored": "multicolour", "multicoloured": "multicolour",
             "aluminum": "aluminium", "wooden": "wood"}  # fmt: skip
_SYSTEM = re.compile(r"^(?:us|uk|eu)\s*(?=\d+(?:\.5)?$)")
_MATERIALS = frozenset(MATERIALS)
COLOUR_KEYS = ("colour", "color")
SIZE_KEYS = ("size", "capacity", "length", "volume")
MATERIAL_KEYS = ("material", "fabric")


@dataclass(frozen=True)
class Facts:
    """One product's facets, all folded. ``variants`` holds (colours, sizes, materials) for each of its variants, in order."""

    type: str
    brand: str
    category: str
    materials: tuple[str, ...]
    variants: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]


def spelt(word: str) -> str:
    return _SPELLING.get(word, word)


def colour_values(text: str) -> tuple[str, ...]:
    """All names by which a colour option may be asked for: "Navy Blue" → "navy blue", "navy", "blue"."""
    whole = fold(text)
    words = [spelt(w) for w in _WORDS.findall(whole)]
    named = [w for w in words if w in COLOUR_OF]
    return tuple(dict.fromkeys([" ".join(words), *named, *(COLOUR_OF[w] for w in named)])) if words else ()


def size_values(text: str) -> tuple[str, ...]:
    """All names by which a size may be asked for: "US 9" → "us 9", "9"; "Medium" → "m", "medium"."""
    whole = fold(text)
    number = _SYSTEM.sub("", whole)
    return tuple(dict.fromkeys((_SIZE_NAMES.get(whole, whole), whole, number))) if whole else ()


def material_values(text: str) -> tuple[str, ...]:
    parts = [spelt(p) for p in _SPLIT.split(fold(text)) if p]
    words = [spelt(w) for p in parts for w in _WORDS.findall(p) if w in _MATERIALS]
    return tuple(dict.fromkeys([*parts, *words]))


def facts_of(product: Product, kind: str, brand: str) -> Facts:
    """``kind`` and ``brand``: what the import names or its title tells (see learnt)."""
    return Facts(
        type=kind,
        brand=brand,
        category=product.category,
        materials=_materials(product),
        variants=tuple(_options(product, v) for v in product.variants),
    )


def _option(product: Product, variant: Variant, keys: Sequence[str]) -> str:
    return next((v for k in keys if (v := variant.options.get(k, ""))), "") or next(
        (v for k in keys if (v := product.attributes.get(k, ""))), ""
    )


def _materials(product: Product) -> tuple[str, ...]:
    given = product.material or next((product.attributes[k] for k in MATERIAL_KEYS if product.attributes.get(k)), "")
    if given:
        return material_values(given)
    return tuple(dict.fromkeys(spelt(w) for w in _WORDS.findall(fold(product.name)) if w in _MATERIALS))


def _options(product: Product, variant: Variant) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    colour = _option(product, variant, COLOUR_KEYS)
    if colour:
        colours = colour_values(colour)
    else:
        said = [w for w in _WORDS.findall(fold(product.name)) if w in COLOUR_OF and w not in UNSURE_SHADES]
        colours = tuple(dict.fromkeys(v for w in said for v in (spelt(w), COLOUR_OF[w])))
    material = next((v for k in MATERIAL_KEYS if (v := variant.options.get(k, ""))), "")
    return colours, size_values(_option(product, variant, SIZE_KEYS)), material_values(material)
