"""``search_product``: look for something."""

from __future__ import annotations

import asyncio
import re
from typing import ClassVar

from actions import sources
from actions.action import ShopAction
from actions.asking_back import ask, is_vague
from actions.by_measure import about_measure
from actions.faq_first import surely_answered
from actions.follow_up import FollowsUp
from actions.how_to import told_how_to
from actions.named_product import about_named
from actions.product_details import show_details
from actions.results import kind_is_known
from actions.searching import search_and_show, show_more
from actions.services.record_answers import from_record
from actions.services.search_state import (
    SearchState,
    asks_for_more,
    begin,
    change,
    is_piece,
    may_go_on,
    same_kind,
    starts_afresh,
)
from actions.services.taken_back import starts_over
from actions.services.wished_thing import asks_to_buy, thing_wished
from actions.services.wishes import telling
from actions.start_over import begin_anew
from actions.turn import Turn
from actions.unknown_kind import unknown_thing
from retrieval.filters import Filters

_IT = re.compile(r"\b(?:it|this|that)\b", re.IGNORECASE)
#: "skis?", "and laptops?"
_NAMED_ONLY = re.compile(r"^\W*(?:(?:and|or|ok|so|what about|how about)\s+)?[a-z-]+(?:\s[a-z-]+)?s\s*\?+\s*$", re.IGNORECASE)


class SearchProducts(FollowsUp):
    action_name = "action_search_products"
    may_be_told: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        if starts_over(turn.text):
            begin_anew(turn)
            return
        if turn.pointed.bare and turn.pointed.one:  # "the red one"
            await show_details(self, turn, turn.pointed.one)
            return
        if await about_the_one(self, turn) or await about_named(self, turn) or await about_measure(self, turn):
            return
        if await told_how_to(self.services, turn):
            return
        if turn.text and not turn.entities and await surely_answered(self.services, turn):  # it names nothing sold
            return
        state = SearchState.from_slot(turn.slot("search"))
        if state is not None and turn.text and asks_for_more(turn.text, turn.entities):
            await show_more(self, turn, state)
            return
        currency, narrowed = self.services.currency, False
        if state is None or (starts_afresh(turn.text, turn.entities, state) and not await self._goes_on(turn, state)):
            state = begin(turn.text, turn.entities, currency)
            nothing_said = not state.query and state.filters == Filters()
            open_wish = nothing_said and not await self._wants_again(turn)
            if (open_wish or is_vague(turn, state)) and await ask(self, turn, state):
                return
        else:
            narrowed = is_piece(turn.text)
            state = change(state, turn.text, turn.entities, currency)
        await search_and_show(self, turn, state, narrowed=narrowed)

    async def _wants_again(self, turn: Turn) -> bool:
        """Is there a department that the customer clearly intends to buy of? Then that is asked for first (see ask_what)."""
        customer_id = None if turn.held.gift else turn.metadata.customer_id
        return await asyncio.to_thread(self.services.intentions.clear_of, customer_id, turn.now) is not None

    async def _goes_on(self, turn: Turn, state: SearchState) -> bool:
        """ "it should be waterproof" after boots: a new wish without a kind of thing belongs to the kind looked for, where one
        of that kind speaks of it."""
        if not kind_is_known(state) or not may_go_on(turn.text, turn.entities):
            return False
        if same_kind(turn.text):
            return True
        wanted = telling(turn.text, turn.entities)
        narrower = change(state, turn.text, turn.entities, self.services.currency)
        catalogue = self.services.catalogue
        found = await asyncio.to_thread(catalogue.search, narrower, turn.words)
        return bool(wanted) and len(await asyncio.to_thread(catalogue.unmentioned, found.product_ids, wanted)) < len(wanted)


async def about_the_one(action: ShopAction, turn: Turn) -> bool:
    """ "do you have it in green", of the product looked at: answered from its record."""
    named = {e.get("entity") for e in turn.entities}
    if not turn.focus or not named or not named <= {"colour", "size"} or not _IT.search(turn.text):
        return False
    product = await asyncio.to_thread(action.services.catalogue.product, turn.focus)
    said = from_record(product, turn.text, turn.entities) if product else None
    if product is None or said is None:
        return False
    turn.say(said.response, about=[sources.product(product.product_id)], name=product.name, **said.values)
    return True


async def wish_to_buy(action: ShopAction, turn: Turn, *, likely: bool = False, unknown_only: bool = False) -> bool:
    """ "I want to buy a car", whatever it sounded like: looked for, and said when it is not sold here. ``likely``: nothing is
    likelier than a search, which is enough where a kind of thing comes near; ``unknown_only``: a thing that products name is no
    matter here. False for all else."""
    if thing_wished(turn.text, turn.entities) is None:
        return False
    if not (asks_to_buy(turn.text) or _NAMED_ONLY.match(turn.text)):
        unknown = await unknown_thing(action, turn.text, turn.entities) if likely else None
        if unknown is None or not unknown.kinds:
            return False
    if unknown_only and await unknown_thing(action, turn.text, turn.entities) is None:
        return False
    await search_and_show(action, turn, begin(turn.text, turn.entities, action.services.currency))
    return True
