"""Two or three of the products shown, side by side, from their records."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from actions import sources
from actions.reference import ordinal
from actions.services.named import words_of
from actions.services.places import places
from actions.services.wiring import Services
from actions.turn import Turn
from actions.words import Words
from shop import blocks
from shop.catalogue import Product
from shop.money import money_text

#: said of several that are named, these compare too; alone they may mean something else ("something different")
_BESIDE = re.compile(
    r"\b(?:side by side|apart|(?:next to|beside|against) (?:each other|one another)|differ\w*|(?:same|similar) as|better)\b",
    re.IGNORECASE,
)
MOST = 3
ROWS = 8  # of the table; what differs most often asked about comes first
SAME = frozenset({"brand", "material"})  # attributes that have fields of their own
ENOUGH = 3  # reviews, below which a rating says little
_COMPARE = re.compile(
    r"\b(?:compare|comparison|difference|differences|differ|versus|vs|which (?:one|of|is)\b.*\b(?:better|best))\b"
    r"|\bwhich (?:one )?(?:would|should|do) (?:i|you)\b"
    r"|\bwhich (?:one |of (?:them|these|those|the two) )?(?:is|are) (?:the )?(?:warm|light|heav|cheap|big|small|larg|long|short"
    r"|strong|soft|thick|thin|bright|tall|wide|high)\w*(?:er|est|ier|iest)\b",
    re.IGNORECASE,
)


def compares(text: str) -> bool:
    return bool(_COMPARE.search(text))


def compared(turn: Turn, *, named_only: bool = False) -> list[str]:
    """The products that the message sets against each other, as ids; [] when it does no such thing. ``named_only``: not those
    shown where it names none ("compare them")."""
    beside = not compares(turn.text)
    if beside and not _BESIDE.search(turn.text):
        return []
    at = places(turn.text, len(turn.shown))
    if len(at) < 2:
        said = [e.get("value") for e in turn.entities if e.get("entity") == "ordinal"]
        at = [place for value in said if (place := ordinal(value, len(turn.shown))) is not None]
    named = list(dict.fromkeys([*turn.named.product_ids, *(turn.shown[place] for place in at)]))
    if len(named) < 2:
        told = mentioned(turn.text, turn.seen)
        named = told if len(told) > 1 else named
    if len(named) > 1:
        return named[:MOST]
    return turn.shown[:MOST] if not named and not named_only and not beside and len(turn.shown) > 1 else []


def mentioned(text: str, products: Sequence[Product]) -> list[str]:
    """Those of the products shown that the text tells from the others by a word of their name, in the order of the text."""
    words = [set(words_of(product.name)) for product in products]
    own = [mine.difference(*(w for w in words if w is not mine)) for mine in words]
    said = words_of(text)
    at = [min((said.index(word) for word in mine if word in said), default=-1) for mine in own]
    found = [(place, product.product_id) for place, product in zip(at, products, strict=True) if place >= 0]
    return [product_id for _, product_id in sorted(found)]


async def compare(services: Services, turn: Turn, product_ids: list[str]) -> None:
    found = await asyncio.to_thread(services.catalogue.products, product_ids)
    products = [await asyncio.to_thread(services.told.product, product) for product in found]
    about = [sources.product(p.product_id) for p in products]
    turn.say("utter_compare")
    rows = differing(products, turn.words)
    if rows:
        columns = ["", *(p.name for p in products)]
        turn.send(
            {
                "type": "table",
                "columns": columns,
                "rows": rows,
                "fallback": "\n".join(
                    f"{p.name}: " + "; ".join(f"{r[0]} {r[n]}" for r in rows) for n, p in enumerate(products, 1)
                ),
            },
            about=about,
        )
    say_cheapest(turn, products)
    say_best_rated(turn, products)
    turn.send(blocks.products(await asyncio.to_thread(services.catalogue.cards, product_ids, turn.words), "carousel"))
    turn.remember("shown", product_ids)


def say_cheapest(turn: Turn, products: Sequence[Product]) -> bool:
    """False, and nothing said, when none costs less than the others."""
    cheapest = sorted((p for p in products if p.prices()), key=lambda p: (p.prices()[0], p.name))
    if len(cheapest) < 2 or cheapest[0].prices()[0] == cheapest[1].prices()[0]:
        return False
    first = cheapest[0]
    price = money_text(first.prices()[0], first.currency)
    turn.say("utter_compare_cheapest", about=[sources.product(first.product_id)], name=first.name, price=price)
    return True


def say_best_rated(turn: Turn, products: Sequence[Product]) -> bool:
    """False, and nothing said, when none is rated higher than the others by customers enough."""
    rated = sorted((p for p in products if p.rating is not None and p.rating_count >= ENOUGH), key=lambda p: -(p.rating or 0))
    if len(rated) < 2 or rated[0].rating == rated[1].rating:
        return False
    best = rated[0]
    turn.say("utter_compare_rated", about=[sources.product(best.product_id)], name=best.name, value=f"{best.rating:g}")
    return True


def differing(products: Sequence[Product], words: Words) -> list[list[str]]:
    """One row for each fact in which the products differ: its name, then the value of each ("–" where it is not known).

    Price and rating first, then what most of the products state.
    """
    facts: dict[str, list[str]] = {}

    def put(name: str, values: Sequence[str]) -> None:
        if len({value.casefold() for value in values}) > 1:
            facts[name] = [value or "–" for value in values]

    prices = [p.prices() for p in products]
    put(
        words.text("utter_fact_label_price"),
        [money_text(f[0], p.currency) if f else "" for f, p in zip(prices, products, strict=True)],
    )
    put(
        words.text("utter_fact_label_rating"),
        [f"{p.rating:g}" if p.rating is not None and p.rating_count else "" for p in products],
    )
    put(words.text("utter_fact_label_brand"), [p.brand for p in products])
    put(words.text("utter_fact_label_material"), [p.material for p in products])
    names = dict.fromkeys(name for p in products for name in p.attributes if name.lower() not in SAME)
    stated = sorted(names, key=lambda name: -sum(bool(p.attributes.get(name)) for p in products))
    for name in stated:
        put(name.replace("_", " ").capitalize(), [str(p.attributes.get(name, "")) for p in products])
    for name in dict.fromkeys(name for p in products for v in p.variants for name in v.options):
        put(
            name.capitalize(),
            [", ".join(dict.fromkeys(v.options[name] for v in p.variants if name in v.options)) for p in products],
        )
    return [[name, *values] for name, values in facts.items()][:ROWS]
