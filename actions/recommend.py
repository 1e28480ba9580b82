"""``recommend_me``: what fits this customer, or what many like; each card says the reason that put it there."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import ClassVar

from actions.asking_back import ask
from actions.follow_up import FollowsUp
from actions.recommend_gift import RecommendGift
from actions.refused import not_recommended, only_here
from actions.results import kind_is_known, onward, remember_search, show
from actions.searching import search_and_show
from actions.services.cards import Card
from actions.services.catalogue import SHOWN
from actions.services.search_state import SearchState, begin, change, read_conditions
from actions.services.search_words import say_what
from actions.services.wishes import telling
from actions.turn import Turn
from recommender.customers.shopper import BARGAIN, DECIDED, FOLLOWING
from retrieval.filters import Filters
from shop import blocks

AMONG = 25  # products of a kind, the best first, among which the customer's taste chooses

_FOR = re.compile(
    r"\b(?:some|any)(?:thing)?\s+(?:[a-z]+\s+){0,2}(?:for|against|to)\s+(?!me\b|us\b|my(?:self)?\b|you\b|him\b|her\b|them\b)\w",
    re.I,
)
#: asked after jackets, of jackets
_OF_THESE = re.compile(
    r"\b(?:which|what(?:['’]?s| is)? (?:the|your) (?:most|best)|(?:the|your) (?:most popular|best|favou?rite)|best one)\b",
    re.IGNORECASE,
)
#: asked by what the customer did before, which the recommendations know
_OF_THE_CUSTOMER = re.compile(
    r"\b(?:based on|my (?:last|previous|past|recent|other|taste|profile|history|purchases?|orders?)"
    r"|like (?:me|mine)|i (?:bought|ordered|liked|viewed|looked)|popular|trending|best[\s-]?sell\w*"
    r"|customers?|people|everyone)\b",
    re.IGNORECASE,
)

#: does not know yet what to look for
_UNDECIDED = re.compile(
    r"\b(?:help (?:me|us) (?:choose|decide|pick|find)|(?:don['’]?t|do not) know (?:yet )?what|(?:not sure|no idea|unsure) what"
    r"|guide me|can(?:['’]?t|not) decide|where (?:do|should) i (?:start|begin))\b",
    re.IGNORECASE,
)

#: what is said where the kind of shopper decided the order
_LED_BY = {
    BARGAIN: "utter_recommend_bargain",
    FOLLOWING: "utter_recommend_followed",
    DECIDED: "utter_recommend_back",
}


class Recommend(FollowsUp):
    action_name = "action_recommend"
    may_be_told: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        if turn.held.gift and not _OF_THE_CUSTOMER.search(turn.text):
            await RecommendGift(self.services, self._now).answer(turn)
            return
        state = begin(turn.text, turn.entities, self.services.currency)
        if kind_is_known(state) or state.filters.brands:
            await self._of_a_kind(turn, state)
            return
        before = SearchState.from_slot(turn.slot("search"))
        if (
            before is not None
            and kind_is_known(before)
            and _OF_THESE.search(turn.text)
            and not telling(turn.text, turn.entities)
        ):
            await self._of_a_kind(turn, change(before, "", turn.entities, self.services.currency))
            return
        if _UNDECIDED.search(turn.text):
            known = before if before is not None and kind_is_known(before) else SearchState()
            if await ask(self, turn, known):
                return
        if await self._for_a_purpose(turn, state):
            return
        await self.show_fitting(turn, read_conditions(turn.entities, self.services.currency))

    async def show_fitting(self, turn: Turn, filters: Filters) -> None:
        """What fits this customer, or what many like, of all that the filters allow."""
        shopper = await asyncio.to_thread(self.services.shoppers.of_turn, turn)
        found = await asyncio.to_thread(
            self.services.recommendations.recommend,
            turn.words,
            now=turn.now,
            customer_id=turn.metadata.customer_id,
            visitor_id=turn.metadata.visitor_id or None,
            filters=filters,
            exclude=only_here(turn),
            held=turn.held,
            shopper=shopper,
        )
        if not found.cards:
            turn.say("utter_recommend_none")
            return
        usual = "utter_recommend_personal" if found.personal else "utter_recommend_popular"
        turn.say(_LED_BY.get(found.led_by, usual))
        turn.remember("search", None)
        coupons = blocks.button(turn.words.label("utter_label_coupons"), payload="/coupons_for_me")
        show(turn, found.cards, coupons, recommended=True)

    async def _for_a_purpose(self, turn: Turn, state: SearchState) -> bool:
        """ "anything for yoga": what is wanted is told, so it is looked for; what many like would be no answer."""
        wanted = telling(turn.text, turn.entities)
        if not wanted or _OF_THE_CUSTOMER.search(turn.text):
            return False
        if not _FOR.search(turn.text):
            found = await asyncio.to_thread(self.services.catalogue.search, state, turn.words, held=turn.held)
            if not await asyncio.to_thread(self.services.catalogue.speaks_of, found.product_ids, wanted, phrase=False):
                return False
        await search_and_show(self, turn, state)
        return True

    async def _of_a_kind(self, turn: Turn, state: SearchState) -> None:
        """ "which tent would you recommend": of what fits the conditions, what fits the customer, then what is rated best."""
        wanted = " ".join(telling(turn.text, turn.entities))
        state = replace(state, query=" ".join([wanted, *state.filters.types]) if wanted else "")
        in_stock = replace(state, filters=replace(state.filters, in_stock=True))
        refused = await not_recommended(self, turn)
        found = await asyncio.to_thread(self.services.catalogue.search, in_stock, turn.words, AMONG, held=turn.held)
        found = replace(found, cards=tuple(card for card in found.cards if card["product_id"] not in refused))
        if not found.cards:
            await search_and_show(self, turn, state)
            return
        shopper = await asyncio.to_thread(self.services.shoppers.of_turn, turn)
        if shopper.kind == BARGAIN and state.sort == "relevance":
            await search_and_show(self, turn, replace(in_stock, sort="price"))
            return
        first: tuple[Card, ...] = ()
        if shopper.kind != DECIDED or shopper.product_id:  # who lays down what it must be sees what matches that best
            liked = await asyncio.to_thread(
                self.services.recommendations.recommend,
                turn.words,
                now=turn.now,
                customer_id=turn.metadata.customer_id,
                visitor_id=turn.metadata.visitor_id or None,
                among=found.product_ids,
                held=turn.held,
                shopper=shopper,
            )
            first = liked.cards
        named = {card["product_id"] for card in first}
        cards = (*first, *(card for card in found.cards if card["product_id"] not in named))[:SHOWN]
        found = replace(found, cards=cards)
        turn.say("utter_recommend_kind", what=say_what(state, turn.words, self.services.currency))
        remember_search(turn, state)
        show(turn, cards, *onward(turn, state, found), recommended=True)
