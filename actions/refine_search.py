"""``refine_search``: change the present search ("in blue", "under 50", "not leather")."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from actions.asking_back import answered
from actions.by_measure import about_measure
from actions.follow_up import FollowsUp
from actions.named_product import about_named
from actions.product_details import show_details
from actions.reference import ask_which, refer
from actions.results import kind_is_known
from actions.search_products import about_the_one
from actions.searching import search_and_show, show_more
from actions.services.search_state import SearchState, asks_for_more, begin, change, other_than, read_conditions
from actions.services.wishes import opens_anew, wishes
from actions.similar import show_similar
from actions.turn import Turn

ALIKE = 2  # kinds among what was shown, up to which "in blue" means these kinds


class RefineSearch(FollowsUp):
    action_name = "action_refine_search"
    may_be_told: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        if await answered(self, turn):
            return
        if await about_named(self, turn) or await about_measure(self, turn):
            return
        currency = self.services.currency
        if turn.entity("ordinal") is not None:  # "like the second, but in blue"
            reference = refer(turn)
            if reference.product_id is None:
                ask_which(turn, reference)
                return
            await show_similar(self, turn, reference.product_id, read_conditions(turn.entities, currency))
            return
        if turn.pointed.bare and turn.pointed.one:  # "the red one"
            await show_details(self, turn, turn.pointed.one)
            return
        if await about_the_one(self, turn):
            return
        state = SearchState.from_slot(turn.slot("search"))
        if state is not None and turn.text and asks_for_more(turn.text, turn.entities):
            await show_more(self, turn, state)
            return
        narrowed = state is not None
        if state is not None and not kind_is_known(state) and opens_anew(turn.text) and wishes(turn.text, turn.entities):
            state = None  # "something waterproof" after ideas for a gift
        if state is None:
            state = begin(turn.text, turn.entities, currency)
            if turn.shown and not state.filters.types and not state.query:  # after recommendations: the kind of what was shown
                kinds = await asyncio.to_thread(self.services.catalogue.kinds, turn.shown)
                state = replace(state, filters=replace(state.filters, types=tuple(kinds) if len(kinds) <= ALIKE else ()))
        else:
            state = change(await self._without_brand(turn, state), turn.text, turn.entities, currency)
        await search_and_show(self, turn, state, narrowed=narrowed)

    async def _without_brand(self, turn: Turn, state: SearchState) -> SearchState:
        """Before "other brands": the brands shown are those to leave, where the search named none."""
        if other_than(turn.text) != "brands" or state.filters.brands:
            return state
        brands = await asyncio.to_thread(self.services.catalogue.brands, turn.shown)
        return replace(state, filters=replace(state.filters, brands=tuple(brands)))
