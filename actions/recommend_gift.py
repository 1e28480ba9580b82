"""``recommend_gift``: for someone else. The customer's own taste stays out of it; what they say of the gift counts."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from actions.action import ShopAction
from actions.results import remember_search, show
from actions.services.catalogue import SHOWN
from actions.services.search_state import SearchState, begin, change, only_rules_out
from actions.services.wishes import telling
from actions.turn import Turn
from retrieval.filters import Filters

LIKED = 3.5  # of 5: what its owners rate below is no gift


class RecommendGift(ShopAction):
    action_name = "action_recommend_gift"

    async def answer(self, turn: Turn) -> None:
        state = begin(turn.text, turn.entities, self.services.currency)
        named = [w for w in telling(turn.text, turn.entities) if w not in _GIFT_WORDS]
        before = SearchState.from_slot(turn.slot("search"))
        goes_on = before is not None and only_rules_out(turn.entities)  # "she already has a bottle"
        if goes_on and before is not None:
            state, named = change(before, turn.text, turn.entities, self.services.currency), []
        if goes_on or named or state.filters.types or state.filters.categories:
            filters = replace(state.filters, in_stock=True)
            state = SearchState(state.query if goes_on else " ".join([*named, *state.filters.types]), filters)
            found = await asyncio.to_thread(self.services.catalogue.search, state, turn.words, 3 * SHOWN)
            liked = tuple(c for c in found.cards if c["rating"] is None or c["rating"] >= LIKED)
            fitting = [c for c in liked if len(await self._unmentioned(c["product_id"], named)) < len(named)]
            liked = tuple(fitting) or liked
            found = replace(found, cards=(liked or found.cards)[:SHOWN])
            if found.cards:
                turn.say("utter_recommend_gift")
                remember_search(turn, state)
                show(turn, found.cards)
                return
        popular = await asyncio.to_thread(
            self.services.recommendations.recommend, turn.words, now=turn.now, filters=_loosened(state.filters)
        )
        if not popular.cards:
            turn.say("utter_recommend_none")
            return
        turn.say("utter_recommend_gift")
        turn.remember("search", None)
        show(turn, popular.cards)

    async def _unmentioned(self, product_id: str, named: list[str]) -> list[str]:
        return await asyncio.to_thread(self.services.catalogue.unmentioned, [product_id], named)


def _loosened(filters: Filters) -> Filters:
    """Only what must hold for a gift that is not described further."""
    return Filters(price_min=filters.price_min, price_max=filters.price_max, rating_min=filters.rating_min)


_GIFT_TEXT = """
a gift gifts present presents idea ideas birthday christmas anniversary wedding friend friends wife husband mother
father mom mum dad brother sister son daughter girlfriend boyfriend partner colleague boss someone somebody him her
his recommend recommendation suggest suggestion suggestions nice thoughtful surprise he she they loves likes who
grandmother grandfather grandma grandpa uncle aunt
"""
_GIFT_WORDS = frozenset(_GIFT_TEXT.split())
