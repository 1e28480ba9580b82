"""Hits of a search in the order of a measure that their records tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.services.catalogue import CHEAPEST_OF, SHOWN, Catalogue, Found
from actions.services.search_state import SearchState
from actions.words import Words
from retrieval.measures import Measure, Reading, Wanted, reading
from shop.catalogue import Product

ENOUGH = 2  # products that tell the measure; less is no order


@dataclass(frozen=True)
class Measured:
    """``readings`` belong to ``found.cards``, in order. ``bar``: what all of them go beyond, of the product ``bar_of``."""

    measure: Measure
    found: Found
    readings: tuple[Reading, ...]
    bar: Reading | None = None
    bar_of: Product | None = None


def by_measure(catalogue: Catalogue, state: SearchState, asked: Wanted, words: Words, seen: Sequence[str]) -> Measured | None:
    """The products of the search that tell the measure, the most (or least) of it first; beyond those ``seen``, where given.

    None when the records tell none of the measures asked for.
    """
    everything = catalogue.search(replace(state, sort="relevance"), words, CHEAPEST_OF)
    products = {p.product_id: p for p in catalogue.products([*everything.product_ids, *seen])}
    for measure in asked.measures:
        told = {i: r for i in everything.product_ids if i in products and (r := reading(products[i], measure))}
        before = {i: r for i in seen if i in products and (r := reading(products[i], measure))}
        units = Counter(r.unit for r in (before or told).values())
        if len(told) < ENOUGH or (seen and not before):
            continue
        unit = units.most_common(1)[0][0]
        return _in_order(
            measure, {i: r for i, r in told.items() if r.unit == unit}, before, unit, asked.high, everything, products
        )
    return None


def _in_order(
    measure: Measure,
    told: dict[str, Reading],
    before: dict[str, Reading],
    unit: str,
    high: bool,
    everything: Found,
    products: dict[str, Product],
) -> Measured:
    sign = 1 if high else -1
    bars = {i: r for i, r in before.items() if r.unit == unit}
    first = max(bars, key=lambda i: sign * bars[i].value) if bars else None
    bar = bars[first] if first is not None else None
    beyond = {i: r for i, r in told.items() if bar is None or sign * r.value > sign * bar.value}
    cards = {card["product_id"]: card for card in everything.cards}
    order = sorted(beyond, key=lambda i: (cards[i]["stock"] == "out", -sign * beyond[i].value))[:SHOWN]
    found = Found(tuple(cards[i] for i in order), len(beyond))
    return Measured(measure, found, tuple(beyond[i] for i in order), bar, products[first] if first is not None else None)
