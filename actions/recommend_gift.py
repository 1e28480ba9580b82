"""``recommend_gift``: for someone else. The customer's own taste stays out of it; what they say of the gift counts."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import ClassVar

from actions.action import ShopAction
from actions.refused import not_recommended
from actions.results import kind_is_known, remember_search, show
from actions.services.cards import payload
from actions.services.catalogue import SHOWN
from actions.services.held_facts import NOTHING_HELD, Held
from actions.services.search_state import SearchState, begin, change, minor, only_rules_out
from actions.services.wishes import telling
from actions.turn import Turn
from recommender.stated import GIFT
from retrieval.filters import Filters
from shop import blocks

MOST_TOLD = 3  # of what is known of the one it is for, the latest
_LOOKED_FOR = frozenset(("use", "style", "type"))
LIKED = 3.5  # of 5: what its owners rate below is no gift


class RecommendGift(ShopAction):
    action_name = "action_recommend_gift"
    may_be_told: ClassVar[bool] = True

    def goes_on_when_told(self, turn: Turn, search: SearchState | None) -> bool:
        return search is None or not kind_is_known(search)  # "it's for my dad" after wallets: wallets for him

    async def answer(self, turn: Turn) -> None:
        state = begin(turn.text, turn.entities, self.services.currency)
        named = [w for w in telling(turn.text, turn.entities) if w not in _GIFT_WORDS]
        if not named and not state.filters.types and not state.filters.categories:
            named = told_of_gift(turn)
        before = SearchState.from_slot(turn.slot("search"))
        goes_on = before is not None and only_rules_out(turn.entities)  # "she already has a bottle"
        if goes_on and before is not None:
            state, named = change(before, turn.text, turn.entities, self.services.currency), []
        if goes_on or named or state.filters.types or state.filters.categories:
            filters = replace(state.filters, in_stock=True)
            state = SearchState(state.query if goes_on else " ".join([*named, *state.filters.types]), filters)
            state = replace(state, filters=within_budget(state.filters, turn.held, self.services.currency))
            liking = self.services.tastes.of(None, turn.now, turn.held) if turn.held.gift else None
            search = self.services.catalogue.search
            found = await asyncio.to_thread(search, state, turn.words, 3 * SHOWN, liking, turn.held)
            liked = tuple(c for c in found.cards if c["rating"] is None or c["rating"] >= LIKED)
            fitting = [c for c in liked if len(await self._unmentioned(c["product_id"], named)) < len(named)]
            liked = tuple(fitting) or liked
            refused = await not_recommended(self, turn)
            fit = tuple(c for c in liked or found.cards if c["product_id"] not in refused)
            found = replace(found, cards=fit[:SHOWN])
            if found.cards:
                turn.say("utter_recommend_gift")
                remember_search(turn, state)
                show(turn, found.cards, *_no_gift(turn), recommended=True)
                return
        popular = await asyncio.to_thread(
            self.services.recommendations.recommend,
            turn.words,
            now=turn.now,
            filters=within_budget(_loosened(state.filters), turn.held, self.services.currency),
            exclude=[*await not_recommended(self, turn)],
            held=turn.held if turn.held.gift else NOTHING_HELD,
        )
        if not popular.cards:
            turn.say("utter_recommend_none")
            return
        turn.say("utter_recommend_gift")
        turn.remember("search", None)
        show(turn, popular.cards, *_no_gift(turn), recommended=True)

    async def _unmentioned(self, product_id: str, named: list[str]) -> list[str]:
        return await asyncio.to_thread(self.services.catalogue.unmentioned, [product_id], named)


def _no_gift(turn: Turn) -> list[blocks.Block]:
    """The way out for who is done with the gift; a gift that nothing was said of holds for no other message."""
    if not turn.held.gift:
        return []
    return [blocks.button(turn.words.label("utter_label_for_me"), payload=payload("about_me", for_me=True))]


def told_of_gift(turn: Turn) -> list[str]:
    """What the one it is for does and likes, as it was told before."""
    liked = [fact.value for fact in turn.held.of(GIFT) if fact.attribute in _LOOKED_FOR and not fact.negated]
    return [word for value in liked[-MOST_TOLD:] for word in value.split()]


def within_budget(filters: Filters, held: Held, currency: str) -> Filters:
    """The filters with the budget that was named for the gift, where this message names no price."""
    if filters.price_min is not None or filters.price_max is not None:
        return filters
    told = [fact.value for fact in held.of(GIFT) if fact.attribute == "budget"] if held.gift else []
    bounds = [minor(number, currency) for number in re.findall(r"\d+(?:\.\d+)?", told[-1])] if told else []
    if len(bounds) == 2:
        return replace(filters, price_min=bounds[0], price_max=bounds[1])
    return replace(filters, price_max=bounds[0]) if bounds and told[-1].startswith("under") else filters


def _loosened(filters: Filters) -> Filters:
    """Only what must hold for a gift that is not described further."""
    return Filters(price_min=filters.price_min, price_max=filters.price_max, rating_min=filters.rating_min)


_GIFT_TEXT = """
a gift gifts present presents idea ideas birthday christmas anniversary wedding friend friends wife husband mother
father mom mum dad brother sister son daughter girlfriend boyfriend partner colleague boss someone somebody him her
his recommend recommendation suggest suggestion suggestions nice thoughtful surprise he she they loves likes who
grandmother grandfather grandma grandpa uncle aunt niece nephew cousin grandson granddaughter parents spouse fiance fiancee
neighbour neighbor teacher coworker mate boy girl man woman lady guy teen teenager year years old yr yrs month months age aged
"""
_GIFT_WORDS = frozenset(_GIFT_TEXT.split())
