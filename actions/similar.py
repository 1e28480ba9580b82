"""Products like one: of its kind, with the reason that says to which."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from actions.action import ShopAction
from actions.owned import owned_meant
from actions.refused import not_recommended
from actions.results import onward, remember_search, show
from actions.services.search_state import SearchState, read_conditions
from actions.turn import Turn
from retrieval.filters import Filters

_LIKE_MINE = re.compile(r"\b(?:similar to|like|same as) my\b", re.IGNORECASE)


async def similar_to_own(action: ShopAction, turn: Turn) -> bool:
    """ "something like my slippers": the pair that they ordered. False for all else."""
    own = await owned_meant(action, turn) if _LIKE_MINE.search(turn.text) else None
    if own is None:
        return False
    beside = [e for e in turn.entities if e.get("entity") not in ("type", "category")]
    await show_similar(action, turn, own, read_conditions(beside, action.services.currency))
    return True


async def show_similar(action: ShopAction, turn: Turn, product_id: str, filters: Filters) -> None:
    catalogue = action.services.catalogue
    product = await asyncio.to_thread(catalogue.product, product_id)
    if product is None:
        turn.say("utter_product_gone")
        return
    reason = turn.words.text("utter_reason_similar", value=product.name)
    allowed = replace(filters, exclude_products=tuple(sorted(await not_recommended(action, turn))))
    found = await asyncio.to_thread(catalogue.similar, product_id, allowed, turn.words, reason, held=turn.held)
    if not found.cards:
        turn.say("utter_similar_none", name=product.name)
        return
    own = await asyncio.to_thread(catalogue.kinds, [product_id])
    kinds = await asyncio.to_thread(catalogue.kinds, [product_id, *found.product_ids])
    kinds = kinds if len({kind.split()[-1] for kind in kinds}) == 1 else own
    state = SearchState(query=product.name, filters=replace(filters, types=filters.types or tuple(kinds)))
    remember_search(turn, state)
    turn.say("utter_similar", name=product.name)
    show(turn, found.cards, *onward(turn, state, found), recommended=True)
