"""Two or three of the products shown, side by side, from their records."""

from __future__ import annotations

import asyncio
import re

from actions.product_details import said_facts
from actions.reference import ordinal
from actions.services.wiring import Services
from actions.turn import Turn
from shop import blocks
from shop.money import money_text

MOST = 3
LINES = 7  # of facts for each
ENOUGH = 3  # reviews, below which a rating says little
_COMPARE = re.compile(
    r"\b(?:compare|comparison|difference|differences|differ|versus|vs|which (?:one|of|is)\b.*\b(?:better|best))\b"
    r"|\bwhich (?:one )?(?:would|should|do) (?:i|you)\b",
    re.IGNORECASE,
)


def compares(text: str) -> bool:
    return bool(_COMPARE.search(text))


def compared(turn: Turn) -> list[str]:
    """The products that the message sets against each other, as ids; [] when it does no such thing."""
    said = [e.get("value") for e in turn.entities if e.get("entity") == "ordinal"]
    places = [place for value in said if (place := ordinal(value, len(turn.shown))) is not None]
    named = list(dict.fromkeys(turn.shown[place] for place in places))
    if not compares(turn.text):
        return []
    if len(turn.named.product_ids) > 1:
        return list(turn.named.product_ids[:MOST])
    return named[:MOST] if len(named) > 1 else turn.shown[:MOST] if not named and len(turn.shown) > 1 else []


async def compare(services: Services, turn: Turn, product_ids: list[str]) -> None:
    products = await asyncio.to_thread(services.catalogue.products, product_ids)
    turn.say("utter_compare")
    for product in products:
        prices = product.prices()
        price = money_text(min(prices), product.currency) if prices else ""
        facts = "\n".join([price, *said_facts(product, turn.words).splitlines()][:LINES]).strip()
        turn.say("utter_compare_one", name=product.name, facts=facts)
    rated = sorted((p for p in products if p.rating is not None and p.rating_count >= ENOUGH), key=lambda p: -(p.rating or 0))
    if len(rated) > 1 and rated[0].rating != rated[1].rating:
        turn.say("utter_compare_rated", name=rated[0].name, value=f"{rated[0].rating:g}")
    turn.send(blocks.products(await asyncio.to_thread(services.catalogue.cards, product_ids, turn.words), "carousel"))
    turn.remember("shown", product_ids)
