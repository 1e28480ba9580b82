"""``shows``: what every product shown in a reply must satisfy, judged by the shop's records and not by what the card says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cli.dialogues.form import FACETS, NOTHING
from cli.dialogues.records import NoSuchRecord, Records
from cli.dialogues.reply import Reply
from shop.catalogue import Product, Variant
from shop.money import minor_digits, money_text

#: Families of the colours that shops write; a colour outside of all of them is a family of its own.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "blue": ("navy", "azure", "cobalt", "indigo", "denim"),
    "green": ("forest green", "olive", "khaki", "moss", "sage", "emerald", "mint"),
    "red": ("burgundy", "crimson", "scarlet", "maroon", "wine"),
    "orange": ("rust", "tangerine"),
    "grey": ("gray", "charcoal", "slate", "graphite", "anthracite"),
    "brown": ("walnut", "oak", "tan", "chocolate", "chestnut"),
    "beige": ("sand", "cream", "ivory", "natural", "ecru"),
    "turquoise": ("teal",),
}
_WORDS = re.compile(r"[^\W_]+")
Card = Mapping[str, Any]


def as_list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _ends_with(whole: str, part: str) -> bool:
    """ "dome tent" is a tent, "hiking boots" is a boot."""
    whole, part = f" {_plain(whole)}", f" {_plain(part)}"
    return any(w.endswith(p) for w in (whole, whole.removesuffix("s")) for p in (part, part.removesuffix("s")))


def _contains(whole: str, part: str) -> bool:
    return f" {_plain(part)} " in f" {_plain(whole)} "


def is_colour(option: str, wanted: str) -> bool:
    """By family: navy is blue, blue need not be navy. "forest green" is green too."""
    shade, asked = _plain(option), _plain(wanted)
    return shade == asked or shade.endswith(f" {asked}") or shade in FAMILIES.get(asked, ())


def _option(variant: Variant, *names: str) -> str:
    return next((v for k, v in variant.options.items() if k.casefold() in names), "")


def has_facet(product: Product, facet: str, wanted: str) -> bool:
    if facet == "type":
        return _ends_with(product.type, wanted)
    if facet == "colour":
        return any(is_colour(_option(v, "colour", "color"), wanted) for v in product.variants)
    if facet == "size":
        return any(_is_size(_option(v, "size"), wanted) for v in product.variants)
    if facet == "material":
        return _contains(product.material, wanted)
    whole = {"brand": product.brand, "category": product.category}[facet]
    return _plain(whole) == _plain(wanted)


def _is_size(option: str, wanted: str) -> bool:
    """ "10" is also "US 10"; "2 × 3 ft" is also "2x3 ft"."""
    have, asked = (" ".join(re.findall(r"[^\W_x×]+", text.casefold())) for text in (option, wanted))
    return have == asked or have == f"us {asked}"


def _is_all(product: Product, card: Card, facet: str, named: str) -> bool:
    """Is it nothing else? What comes in red and blue is no red thing unless the red one is shown."""
    if facet in ("colour", "size"):
        shown = next((v for v in product.variants if v.sku == card.get("sku")), None)
        names = ("colour", "color") if facet == "colour" else ("size",)
        met = is_colour if facet == "colour" else _is_size
        return met(_option(shown, *names), named) if shown is not None else has_facet(product, facet, named)
    return has_facet(product, facet, named)


def _says(product: Product, facet: str) -> str:
    """What its record says of a facet."""
    if facet in ("colour", "size"):
        names = ("colour", "color") if facet == "colour" else ("size",)
        values: Iterable[str] = dict.fromkeys(_option(v, *names) for v in product.variants)
        return ", ".join(v for v in values if v) or "nothing"
    return str(getattr(product, facet)) or "nothing"


def check_shows(wanted: Any, reply: Reply, records: Records) -> list[str]:
    """One sentence per expectation that fails; empty when all hold."""
    cards = reply.cards
    if wanted == NOTHING:
        return [f"no products should be shown, and {len(cards)} are"] if cards else []
    failures = _count(wanted, len(cards))
    known: list[tuple[Card, Product]] = []
    for card in cards:
        try:
            known.append((card, records.product(str(card["product_id"]))))
        except NoSuchRecord as error:
            failures.append(f"a product is shown that is no longer there: {error.message}")
    for card, product in known:
        failures += [f"“{product.name}” {what}" for what in _product_failures(wanted, card, product, reply, records)]
    return failures + _list_failures(wanted, known)


def _count(wanted: Mapping[str, Any], count: int) -> list[str]:
    least, most = wanted.get("at_least", min(1, wanted.get("at_most", 1))), wanted.get("at_most")
    if count < least:
        return [f"at least {least} products should be shown, and {count or 'none'} {'is' if count == 1 else 'are'}"]
    if most is not None and count > most:
        return [f"at most {most} products should be shown, and {count} are"]
    return []


def _product_failures(wanted: Mapping[str, Any], card: Card, product: Product, reply: Reply, records: Records) -> list[str]:
    failures = []
    for facet in FACETS:
        if facet in wanted and not any(has_facet(product, facet, str(value)) for value in as_list(wanted[facet])):
            asked = " or ".join(map(str, as_list(wanted[facet])))
            failures.append(f"should have the {facet} {asked}; its record says {_says(product, facet)}")
        for value in as_list(wanted.get("not", {}).get(facet, [])):
            if _is_all(product, card, facet, str(value)):
                failures.append(f"should not have the {facet} {value}; its record says {_says(product, facet)}")
    for name in ("price_min", "price_max", "rating_min", "in_stock", "cheaper_than_before"):
        if name in wanted:
            failures += _NUMBERS[name](wanted[name], product, reply, records)
    return failures


def _prices(product: Product) -> str:
    return " to ".join(dict.fromkeys(money_text(p, product.currency) for p in (*product.prices()[:1], *product.prices()[-1:])))


def _minor(value: float, product: Product) -> float:
    return float(value * 10 ** minor_digits(product.currency))


def _price_min(value: float, product: Product, *_: object) -> list[str]:
    met = any(p >= _minor(value, product) for p in product.prices())
    return [] if met else [f"should cost {value:g} or more; it costs {_prices(product) or 'an unknown price'}"]


def _price_max(value: float, product: Product, *_: object) -> list[str]:
    met = any(p <= _minor(value, product) for p in product.prices())
    return [] if met else [f"should cost {value:g} or less; it costs {_prices(product) or 'an unknown price'}"]


def _rating_min(value: float, product: Product, *_: object) -> list[str]:
    if product.rating is not None and product.rating >= value:
        return []
    return [f"should be rated {value:g} or better; it has {'no rating' if product.rating is None else f'{product.rating:g}'}"]


def _in_stock(_: bool, product: Product, *__: object) -> list[str]:
    return [] if product.in_stock else ["should be in stock, and is sold out"]


def _cheaper(_: bool, product: Product, reply: Reply, records: Records) -> list[str]:
    """Cheaper than the dearest of the list shown before."""
    before = [min(p) for p in (records.product(i).prices() for i in reply.before) if p]
    if not before:
        return ["should be cheaper than what was shown before, and nothing was shown before"]
    if product.prices() and min(product.prices()) < max(before):
        return []
    return [f"should be cheaper than before ({money_text(max(before), product.currency)}); it costs {_prices(product)}"]


_NUMBERS: Mapping[str, Callable[..., list[str]]] = {
    "price_min": _price_min,
    "price_max": _price_max,
    "rating_min": _rating_min,
    "in_stock": _in_stock,
    "cheaper_than_before": _cheaper,
}


def _list_failures(wanted: Mapping[str, Any], known: Sequence[tuple[Card, Product]]) -> list[str]:
    failures = []
    names = [product.name for _, product in known]
    for name in as_list(wanted.get("names", [])):
        if str(name).casefold() not in {n.casefold() for n in names}:
            failures.append(f"“{name}” should be among the products shown")
    if "first" in wanted and (not names or names[0].casefold() != str(wanted["first"]).casefold()):
        failures.append(f"“{wanted['first']}” should come first, and {f'“{names[0]}”' if names else 'nothing'} does")
    if "order" in wanted:
        failures += _order_failures(str(wanted["order"]), known)
    return failures


def _order_failures(order: str, known: Sequence[tuple[Card, Product]]) -> list[str]:
    if order == "rating_descending":
        values = [-(product.rating or 0) for _, product in known]
    else:
        sign = 1 if order == "price_ascending" else -1
        values = [sign * card["price"]["amount"] for card, _ in known if card.get("price")]
    if values == sorted(values):
        return []
    told = ", ".join(f"{abs(v) / 100:.2f}" if order.startswith("price") else f"{abs(v):g}" for v in values)
    return [f"the products should be in the order {order.replace('_', ', ')}; they come as {told}"]
