"""Questions whose answer stands in a field of the product's record: price, stock, rating, and whether it comes in blue."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.services.cards import LOW_STOCK
from shop.catalogue import Product, Variant
from shop.money import money_text

_PRICE = re.compile(
    r"\b(?:how much (?:is|are|for|does (?:it|this|that|the \w+(?: one)?) cost|do (?:they|these|those) cost|would)\b"
    r"|what(?:'s| is| are|s)? (?:the |its |their )?(?:prices?|costs?)\b"
    r"|(?:prices?|costs?) (?:of|for) (?:it|this|that|these|those|them|the|number|no|#|item|option)\b"
    r"|how (?:expensive|pricey)\b|what (?:does|do|would) .{1,40} cost\b)"
    r"|\bcosts \W?\d|\bis (?:it|this|that) (?:very |too |really )?(?:expensive|pricey|cheap)\b"
    r"|^\W*(?:how much|(?:the )?price|(?:the )?cost)\W*$",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"\b(?:in stock|sold out|out of stock|(?:still |now )?available|availability|how many (?:are |do you have )?left)\b", re.I
)
_RATING = re.compile(
    r"\b(?:reviews?|ratings?|rated|stars|any good|(?:people|customers|others|buyers) (?:say|think|like))\b", re.IGNORECASE
)
#: "What do people say about the zip?" asks for their words about the zip, not for stars.
_ABOUT_A_PART = re.compile(
    r"\b(?:about|mention|of) (?:the|its|their|how) (?!product\b|item\b|quality of (?:it|this)\b"
    r"|(?:first|second|third|fourth|fifth|last|other|\d\w*|one)\b)\w+",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"\b(?:(?:what|which|other|more|how many|different|all) (?:of the )?(?P<name>colou?r|size)s?)\b", re.IGNORECASE
)
_KEYS: Mapping[str, tuple[str, ...]] = {"colour": ("colour", "color"), "size": ("size",)}


@dataclass(frozen=True)
class Said:
    """The response's name with its values, the product's name not among them."""

    response: str
    values: Mapping[str, object]


def from_record(product: Product, text: str, entities: Sequence[Mapping[str, Any]]) -> Said | None:
    """What the record says to the question; None when the question is not about such a field."""
    asked = _OPTIONS.search(text)
    facet = ("size" if asked.group("name").lower() == "size" else "colour") if asked else ""
    of_material = any(e.get("entity") == "material" and e.get("role") != "not" for e in entities)  # "the red one, is it wool?"
    for entity in () if of_material else entities:
        if asked and entity.get("entity") != facet:  # "the blue one: what sizes does it come in"
            continue
        name, value = str(entity.get("entity")), entity.get("value")
        if name in _KEYS and isinstance(value, str) and entity.get("role") != "not":
            return _one_option(product, name, value)
    asks: tuple[tuple[re.Pattern[str], Callable[[Product], Said]], ...] = (
        (_PRICE, _price),
        (_STOCK, _stock),
        (_RATING, _rating),
    )
    for pattern, say in asks:
        if pattern.search(text) and not (pattern is _RATING and _ABOUT_A_PART.search(text)):
            return say(product)
    if asked is not None:
        options = _options(product, facet)
        return Said("utter_product_options", {"options": _listed(options)}) if options else None
    return None


def about_a_part(text: str) -> bool:
    """ "What do people say about the zip?" """
    return bool(_ABOUT_A_PART.search(text))


def _price(product: Product) -> Said:
    known = sorted(product.prices())
    if not known:
        return Said("utter_product_price_unknown", {})
    low, high = (money_text(price, product.currency) for price in (known[0], known[-1]))
    if low == high:
        return Said("utter_product_price", {"price": low})
    return Said("utter_product_price_range", {"low": low, "high": high})


def _stock(product: Product) -> Said:
    left = sum(max(0, v.stock) for v in product.variants)
    word = "out" if not left else "low" if left <= LOW_STOCK else "in"
    return Said(f"utter_product_stock_{word}", {"count": left})


def _rating(product: Product) -> Said:
    if product.rating is None or not product.rating_count:
        return Said("utter_product_unrated", {})
    if product.rating_count == 1:
        return Said("utter_product_rating_one", {"value": f"{product.rating:g}"})
    return Said("utter_product_rating", {"value": f"{product.rating:g}", "count": product.rating_count})


def _one_option(product: Product, name: str, value: str) -> Said | None:
    """Does it come in that colour or size? None when the product has no such option."""
    options = _options(product, name)
    if not options:
        return None
    wanted = value.casefold()
    fitting = [v for v in product.variants if _means(_option(v, name).casefold(), wanted)]
    shown = value.upper() if name == "size" and len(value) <= 3 else value
    if not fitting:
        return Said("utter_product_option_no", {"value": shown, "options": _listed(options)})
    if any(v.stock > 0 for v in fitting):
        return Said("utter_product_option_yes", {"value": shown})
    return Said("utter_product_option_out", {"value": shown})


def comes_in(product: Product, name: str, value: str) -> bool:
    return any(_means(option.casefold(), value.casefold()) for option in _options(product, name))


def _means(option: str, wanted: str) -> bool:
    """ "forest green" is green, "US 10" is size 10."""
    return option == wanted or wanted in option.split()


def _option(variant: Variant, name: str) -> str:
    return next((v for k, v in variant.options.items() if k.casefold() in _KEYS[name]), "")


def _options(product: Product, name: str) -> list[str]:
    return list(dict.fromkeys(option for v in product.variants if (option := _option(v, name))))


def _listed(options: Sequence[str]) -> str:
    return ", ".join(options[:-1]) + " and " + options[-1] if len(options) > 1 else options[0]
