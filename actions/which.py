"""A question that sets the products shown against each other ("which one is brighter?"): each one's own words to it."""

from __future__ import annotations

import asyncio
import re

from actions.action import ShopAction
from actions.compare import MOST, compare, compared, say_best_rated, say_cheapest
from actions.product_answer import say_passage
from actions.results import person_button
from actions.services.search_state import read_sort
from actions.services.wishes import telling
from actions.turn import Turn
from retrieval.measures import wanted
from shop import blocks

_LEAD = r"^\W*(?:(?:ok|okay|so|and|but|then|hm+|thanks|great|now|also|tell me|do you know|any idea)\b\W*)*"
_WHICH = re.compile(
    _LEAD + r"(?:which|wich|whch|witch)\b(?:\s+(?:one|of (?:them|these|those|the (?:two|three)|both)))?\s+"
    r"(?=(?P<rest>\w.*))(?!(?:colou?r|size|material|brand|kind|type|order|code|coupon|date|day|way|store|payment)s?\b)",
    re.IGNORECASE | re.DOTALL,
)
_CHEAPER = re.compile(
    r"\b(?:cheap(?:er|est)|(?:less|least) expensive|costs? (?:the )?(?:less|least)|lower price|lowest price)\b", re.IGNORECASE
)
_RATED = re.compile(
    r"\b(?:(?:rated|rating|ratings|reviewed|reviews|stars)\b.{0,12}\b(?:higher|highest|better|best|more|most)"
    r"|(?:higher|highest|better|best|more|most|top)[\s-]+(?:rated|ratings?|reviewed|reviews|stars|popular|liked)"
    r"|(?:people|customers|buyers|others) (?:like|prefer|rate)\w*)\b",
    re.IGNORECASE,
)
#: asks for our choice, which is a recommendation
_ADVICE = re.compile(r"\b(?:would|should|do) (?:you|i|we)\b|\brecommend\w*|\b(?:best|better|good)\W*$", re.IGNORECASE)


def asks_which(turn: Turn) -> bool:
    """Which of two or three, that were compared or are named by their places?"""
    if len(turn.named.product_ids) > 1:
        return _which(turn) is not None
    other = any(e.get("entity") == "type" for e in turn.entities)  # "which is the cheapest tent you have"
    several = (1 < len(turn.shown) <= MOST and not other) or len(compared(turn, named_only=True)) > 1
    return (several and _which(turn) is not None) or (not other and _of_many(turn))


def _of_many(turn: Turn) -> bool:
    """Which of all that are shown? An order by price, rating or measure is put by others."""
    match = _WHICH.search(turn.text)
    if match is None or len(turn.shown) <= MOST or turn.entities or wanted(turn.text) is not None:
        return False
    ordered = read_sort(turn.text) != "relevance" or _CHEAPER.search(turn.text) or _RATED.search(turn.text)
    return not ordered and not _ADVICE.search(turn.text) and bool(telling(match.group("rest"), ()))


def _which(turn: Turn) -> re.Match[str] | None:
    """Before "which" stand only words that lead to it, and the names of those it is about."""
    end = max((end for _, end in turn.named.spans), default=0)
    return _WHICH.search(turn.text) or _WHICH.search(turn.text[end:])


async def answer_which(action: ShopAction, turn: Turn) -> bool:
    """By price or rating from the records; else what each one's own text says to it, with the table where one says nothing."""
    if not asks_which(turn):
        return False
    named = list(turn.named.product_ids[:MOST])
    product_ids = named if len(named) > 1 else compared(turn, named_only=True) or turn.shown[:MOST]
    many = len(named) < 2 and _of_many(turn)
    if many:
        product_ids = turn.shown
    products = await asyncio.to_thread(action.services.catalogue.products, product_ids)
    products.sort(key=lambda product: product_ids.index(product.product_id))
    if len(products) < 2:
        return False
    if (_CHEAPER.search(turn.text) and say_cheapest(turn, products)) or (
        _RATED.search(turn.text) and say_best_rated(turn, products)
    ):
        return True
    match = _which(turn)
    asked = match.group("rest") if match else turn.text
    said = [(p, await asyncio.to_thread(action.services.answers.of_product, p.product_id, asked)) for p in products]
    known = [(product, found[1]) for product, found in said if found is not None and found[1] is not None]
    for product, passage in known[:MOST]:
        await say_passage(action, turn, product, passage)
    if many and not known:
        turn.say("utter_which_unknown")
        turn.send(blocks.quick_replies([person_button(turn)]))
    elif len(known) < len(products) and not many:
        await compare(action.services, turn, product_ids)
    return True
