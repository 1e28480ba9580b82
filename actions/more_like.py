"""``more_like``: products like one that was shown."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from actions.follow_up import FollowsUp
from actions.reference import ask_which, refer
from actions.searching import show_more
from actions.services.search_state import SearchState, asks_for_more, read_conditions
from actions.similar import show_similar
from actions.turn import Turn

_FOR_LESS = re.compile(r"\b(?:cheaper|for less|less expensive|(?:costs?|costing) less|lower[- ]priced?)\b", re.IGNORECASE)
_DIFFERENT = re.compile(r"\b(?:different|others?|else|another|next)\b", re.IGNORECASE)


class MoreLike(FollowsUp):
    action_name = "action_more_like"

    async def answer(self, turn: Turn) -> None:
        state = SearchState.from_slot(turn.slot("search"))
        if state is not None and turn.shown and _DIFFERENT.search(turn.text) and asks_for_more(turn.text, turn.entities):
            await show_more(self, turn, state)
            return
        reference = refer(turn)
        if reference.product_id is None:
            ask_which(turn, reference)
            return
        filters = read_conditions(turn.entities, self.services.currency)
        if filters.price_max is None and _FOR_LESS.search(turn.text):
            price = await asyncio.to_thread(self.services.catalogue.lowest_price, [reference.product_id])
            filters = replace(filters, price_max=price - 1 if price and price > 1 else None)
        await show_similar(self, turn, reference.product_id, filters)
