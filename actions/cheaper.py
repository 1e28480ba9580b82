"""``cheaper``: only products below the lowest price shown, of the same kind; said honestly when there are none."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from actions import sources
from actions.by_measure import about_measure
from actions.follow_up import FollowsUp
from actions.product_details import show_details
from actions.results import onward, remember_search, show
from actions.searching import search_and_show
from actions.services.search_state import SearchState, begin, change, read_sort, starts_afresh
from actions.services.search_words import say_what
from actions.services.wishes import telling
from actions.turn import Turn
from shop.money import money_text

ALIKE = 2  # kinds among what was shown, up to which "cheaper" means these kinds


class Cheaper(FollowsUp):
    action_name = "action_cheaper"

    async def answer(self, turn: Turn) -> None:
        if turn.pointed.bare and turn.pointed.one:  # "the cheaper one"
            await show_details(self, turn, turn.pointed.one)
            return
        if await about_measure(self, turn):  # "too heavy"
            return
        catalogue, currency = self.services.catalogue, self.services.currency
        looked_at = [turn.focus] if turn.focus else turn.shown
        if not looked_at and turn.metadata.page_product:
            looked_at = [turn.metadata.page_product]
        state = SearchState.from_slot(turn.slot("search"))
        order = read_sort(turn.text, [e for e in turn.entities if e.get("value") in ("mid", "high")])
        if order != "relevance" and (state is not None or telling(turn.text, turn.entities) or turn.entities):
            afresh = state is None or starts_afresh(turn.text, turn.entities, state)  # "the cheapest" is an order, no bound
            said = (turn.text, turn.entities, currency)
            await search_and_show(self, turn, begin(*said) if afresh or state is None else change(state, *said))
            return
        if not looked_at and state is None and turn.entities:  # "I have a budget of $20" opens the talk
            await search_and_show(self, turn, begin(turn.text, turn.entities, currency))
            return
        if not looked_at and state is None:
            turn.say("utter_nothing_shown")
            return
        state = state or SearchState()
        seen = await asyncio.to_thread(self._lowest, looked_at, state, turn)
        if turn.entities:
            state = change(state, "", turn.entities, currency)
        if not state.filters.types:
            kinds = await asyncio.to_thread(catalogue.kinds, looked_at)
            state = replace(
                state,
                filters=replace(state.filters, types=tuple(kinds[:1] if turn.focus else kinds if len(kinds) <= ALIKE else ())),
            )
        if seen is None:
            await self._show_cheapest(turn, state)
            return
        asked = state.filters.price_max
        bound = seen - 1 if asked is None else min(seen - 1, asked)
        low = state.filters.price_min
        filters = replace(state.filters, price_max=bound, price_min=low if low is not None and low <= bound else None)
        below = replace(state, filters=filters)
        found = await asyncio.to_thread(catalogue.search, below, turn.words, held=turn.held) if bound > 0 else None
        if found is None or not found.cards:
            await self._show_cheapest(turn, state, seen, looked_at)
            return
        remember_search(turn, below)
        counted = sources.worked_out(lambda: (str(found.total), str(len(found.cards))))
        turn.say(
            "utter_cheaper_results",
            about=[*map(sources.product, looked_at), counted],
            count=found.total,
            shown=len(found.cards),
            what=self._kind(turn, below),
            price=money_text(seen, currency),
        )
        show(turn, found.cards, *onward(turn, below, found))

    def _lowest(self, looked_at: Sequence[str], state: SearchState, turn: Turn) -> int | None:
        """The lowest price among what the customer sees, as it is now: of a list the prices on its cards."""
        catalogue = self.services.catalogue
        cards = [] if turn.focus else catalogue.cards(looked_at, turn.words, state.filters)
        prices = [card["price"]["amount"] for card in cards if card["price"]]
        return min(prices) if prices else catalogue.lowest_price(looked_at)

    def _kind(self, turn: Turn, state: SearchState) -> str:
        """What it is, without the bounds of its price, of which the sentence tells itself."""
        plain = replace(state, filters=replace(state.filters, price_min=None, price_max=None))
        return say_what(plain, turn.words, self.services.currency)

    async def _show_cheapest(
        self, turn: Turn, state: SearchState, seen: int | None = None, looked_at: Sequence[str] = ()
    ) -> None:
        found = await asyncio.to_thread(self.services.catalogue.cheapest, state, turn.words, held=turn.held)
        what, asked = self._kind(turn, state), state.filters.price_max
        if not found.cards:
            turn.say("utter_cheaper_nothing", what=what)
            return
        lowest, known = (found.lowest, found.product_ids) if seen is None else (seen, looked_at)
        low = lowest or 0
        price = money_text(low if asked is None or asked >= low else asked, self.services.currency)
        about = sources.worked_out(lambda: (money_text(asked or 0, self.services.currency),))  # the bound that was named
        turn.say("utter_cheaper_none", about=[*map(sources.product, known), about], what=what, price=price)
        remember_search(turn, state)
        show(turn, found.cards)
