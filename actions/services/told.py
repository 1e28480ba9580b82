"""What of a record's own text the shop may say.

A price is a field of the record. A description, an attribute or an entry of the FAQ that states another one, a discount that
no promotion gives or a code that no running promotion has is not passed on: the sentence is left out, whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from actions.coupon_codes import coupon_codes, speaks_of_offers
from actions.figures import amounts, hard_figures
from actions.records import Figures, figures_of_promotion, price_figures
from actions.services.named import ProductNames
from retrieval.text import sentences
from shop.catalogue import Faq, Product
from shop.promotions import Promotion
from storage import Storage

_CLAIMED = ("money ", "percent ", "date ")  # figures of which an offer is made
#: "Price: 12.90", "costs 5", "MSRP 80": a price whose currency is left out.
_BARE_PRICE = re.compile(
    r"\b(?:prices?|priced|costs?|msrp|rrp|reduced to|(?:now|for) (?:only|just))\b\W{1,3}"
    r"(?:(?:is|was|of|at|now|only|just|to)\W{1,3}){0,2}"
    r"(\d+(?:[.,]\d+)*)(?!\S*\s?(?:%|percent|x\b|mm|cm|m\b|kg|g\b|l\b|w\b|inch|hours?|days?|years?|pieces?|people))",
    re.IGNORECASE,
)

Running = Callable[[], Sequence[Promotion]]


class Told:
    """Synchronous: it reads promotions where a text speaks of a discount or a code, and else nothing."""

    def __init__(self, storage: Storage, names: ProductNames, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self._storage = storage
        self._names = names
        self._now = now

    def product(self, product: Product) -> Product:
        """The product without the sentences and attributes that state what its record does not."""
        prices = price_figures(product)
        running = self._running()

        def fine(text: str) -> bool:
            return _prices_hold(text, prices) and _offers_hold(text, running)

        attributes = {k: v for k, v in product.attributes.items() if fine(f"{str(k).replace('_', ' ')}: {v}")}
        description = _kept(product.description, fine)
        if description == product.description and len(attributes) == len(product.attributes):
            return product
        return replace(product, description=description, attributes=attributes)

    def faq(self, faq: Faq) -> str:
        """The answer; "" where nothing of it may be said. Fees and days are the shop's word; a price of a product that the
        entry names is not, nor is a code that no running promotion has."""
        running = self._running()
        named = self._names.find(f"{faq.question} {faq.answer}").product_ids if amounts(faq.answer) else ()
        prices: frozenset[str] | None = None
        if named:
            prices = frozenset().union(*map(price_figures, self._storage.products.get_many(named)))

        def fine(text: str) -> bool:
            return (prices is None or amounts(text) <= prices) and _codes_hold(text, running)

        return _kept(faq.answer, fine)

    def _running(self) -> Running:
        """The promotions that run now, read when they are asked for, and once."""
        read: list[list[Promotion]] = []

        def running() -> Sequence[Promotion]:
            if not read:
                read.append(self._storage.promotions.active(self._now()))
            return read[0]

        return running


def _kept(text: str, fine: Callable[[str], bool]) -> str:
    """The text as it is where all of it is fine, else its fine sentences."""
    if not text:
        return text
    parts = sentences(text)
    kept = [part for part in parts if fine(part)]
    return text if len(kept) == len(parts) and (parts or fine(text)) else " ".join(kept)


def _prices_hold(text: str, prices: frozenset[str]) -> bool:
    bare = {f"money {figure}" for m in _BARE_PRICE.finditer(text) for figure in _as_amount(m.group(1))}
    return amounts(text) | bare <= prices


def _as_amount(number: str) -> list[str]:
    return [figure.removeprefix("money ") for figure in amounts(f"${number}")]


def _offers_hold(text: str, running: Running) -> bool:
    """A discount, a code or an end of an offer stands in a promotion that runs."""
    claimed = frozenset(f for f in hard_figures(text) if f.startswith(_CLAIMED))
    if not coupon_codes(text) and not (claimed and speaks_of_offers(text)):
        return True
    return _codes_hold(text, running) and _stands_in(claimed, _of(running, coupon_codes(text)))


def _codes_hold(text: str, running: Running) -> bool:
    """Each code is that of a promotion that runs, and what is said beside a code stands in its promotion."""
    codes = coupon_codes(text)
    if not codes:
        return True
    having = _of(running, codes)
    claimed = frozenset(f for f in hard_figures(text) if f.startswith(_CLAIMED))
    return codes <= {p.code.casefold() for p in having} and _stands_in(claimed, having)


def _of(running: Running, codes: frozenset[str]) -> list[Promotion]:
    """The promotions with these codes; all of them without any."""
    return [p for p in running() if not codes or p.code.casefold() in codes]


def _stands_in(claimed: frozenset[str], promotions: Sequence[Promotion]) -> bool:
    figures = [figures_of_promotion(promotion) for promotion in promotions]
    return claimed <= Figures.all_of(figures).hard
