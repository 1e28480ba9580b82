"""A few words that only set a condition ("size 9", "in navy") after a search belong to it, whatever they sounded like."""

from __future__ import annotations

import asyncio
import re

from actions.action import ShopAction
from actions.results import kind_is_known
from actions.searching import search_and_show
from actions.services.record_answers import comes_in
from actions.services.search_state import SearchState, change
from actions.services.wishes import FACETS, wishes
from actions.turn import Turn

_NARROWS = frozenset({*FACETS, "price_min", "price_max", "price_level", "rating_min", "in_stock"}) - {"type", "category"}
_ASKS = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but)\b\W*)*(?:what|which|how|why|when|where|who|is|are|does|do|did|will|was)\b|\b(?:it|this|that)\b",
    re.IGNORECASE,
)
_OWN_ACTION = frozenset({"search_product", "refine_search", "cheaper", "more_like"})  # these read conditions themselves
BARE_NUMBER = re.compile(
    r"^\W*(?:(?:in|an?|i'?m|im|us|uk|eu|size)\b\s*)*(\d{1,2}(?:[.,]5)?)\s*(?:please|pls|plz)?\W*$", re.IGNORECASE
)
WORDS = 4
ASIDE = 1  # word beside the condition ("size 9 wide")


async def size_said(action: ShopAction, turn: Turn) -> bool:
    """ "10" where fewer are shown: a size that they come in, not the tenth of them."""
    state, match = SearchState.from_slot(turn.slot("search")), BARE_NUMBER.match(turn.text)
    if state is None or match is None or not turn.shown or float(match.group(1).replace(",", ".")) <= len(turn.shown):
        return False
    products = await asyncio.to_thread(action.services.catalogue.products, turn.shown)
    if not any(comes_in(product, "size", match.group(1)) for product in products):
        return False
    size = [{"entity": "size", "value": match.group(1)}]
    await search_and_show(action, turn, change(state, "", size, action.services.currency), said=("", []))
    return True


async def narrows(action: ShopAction, turn: Turn) -> bool:
    """False where no kind is looked for, where a question is asked, or where more is said than the condition."""
    state = SearchState.from_slot(turn.slot("search"))
    named = {str(e.get("entity")) for e in turn.entities} - {"number"}
    if turn.intent in _OWN_ACTION or turn.focus or turn.pointed.bare:
        return False
    if state is None or not kind_is_known(state) or not named or not named <= _NARROWS:
        return False
    beside = wishes(turn.text, turn.entities)
    if len(turn.text.split()) > WORDS or len(beside) > ASIDE or _ASKS.search(turn.text):
        return False
    await search_and_show(
        action,
        turn,
        change(state, turn.text, turn.entities, action.services.currency),
    )
    return True
