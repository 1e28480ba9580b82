"""``search_product``: look for something."""

from __future__ import annotations

import asyncio

from actions.action import ShopAction
from actions.results import show_search
from actions.services.search_state import SearchState, begin, change, starts_afresh
from actions.turn import Turn
from retrieval.filters import Filters


class SearchProducts(ShopAction):
    action_name = "action_search_products"

    async def answer(self, turn: Turn) -> None:
        state = SearchState.from_slot(turn.slot("search"))
        currency = self.services.currency
        if state is None or starts_afresh(turn.text, turn.entities, state):
            state = begin(turn.text, turn.entities, currency)
        else:
            state = change(state, turn.text, turn.entities, currency)
        await search_and_show(self, turn, state)


async def search_and_show(action: ShopAction, turn: Turn, state: SearchState) -> None:
    if not state.query and state.filters == Filters():
        turn.say("utter_search_what")
        return
    found = await asyncio.to_thread(action.services.catalogue.search, state, turn.words)
    show_search(turn, state, found, action.services.currency)
