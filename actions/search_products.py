"""``search_product``: look for something."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Any

from actions import sources
from actions.action import ShopAction
from actions.by_measure import about_measure
from actions.faq_first import surely_answered
from actions.follow_up import FollowsUp
from actions.how_to import told_how_to
from actions.named_product import about_named
from actions.product_details import show_details
from actions.results import kind_is_known, onward, remember_search, show, show_search
from actions.services.record_answers import from_record
from actions.services.search_state import SearchState, asks_for_more, begin, change, may_go_on, same_kind, starts_afresh
from actions.services.search_words import say_what
from actions.services.taken_back import starts_over
from actions.services.wished_thing import asks_to_buy, thing_wished
from actions.services.wishes import is_phrase, telling
from actions.start_over import begin_anew
from actions.turn import Turn
from actions.unknown_kind import say_not_sold, say_renamed, show_nearest, unknown_thing
from retrieval.filters import Filters

_IT = re.compile(r"\b(?:it|this|that)\b", re.IGNORECASE)
#: "skis?", "and laptops?"
_NAMED_ONLY = re.compile(r"^\W*(?:(?:and|or|ok|so|what about|how about)\s+)?[a-z-]+(?:\s[a-z-]+)?s\s*\?+\s*$", re.IGNORECASE)
#: the words of a wish and the entities in them, where they are not the whole message
Said = tuple[str, list[dict[str, Any]]]


class SearchProducts(FollowsUp):
    action_name = "action_search_products"

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
        currency = self.services.currency
        if state is None or (starts_afresh(turn.text, turn.entities, state) and not await self._goes_on(turn, state)):
            state = begin(turn.text, turn.entities, currency)
        else:
            state = change(state, turn.text, turn.entities, currency)
        await search_and_show(self, turn, state)

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


async def search_and_show(
    action: ShopAction, turn: Turn, state: SearchState, *, narrowed: bool = False, said: Said | None = None
) -> None:
    """``narrowed``: the state goes on from an earlier search. When nothing of that one mentions what is newly wished for and
    a search of its own does, the message was a new search after all ("king size duvet" after blankets)."""
    text, entities = said or (turn.text, turn.entities)
    catalogue = action.services.catalogue
    if not state.query and state.filters == Filters():
        turn.say("utter_search_what")
        return
    state = replace(state, filters=replace(state.filters, exclude_products=()))
    if not narrowed and not kind_is_known(state) and not state.filters.brands:
        unknown = await unknown_thing(action, text, entities)
        if unknown is not None and not unknown.kinds:
            say_not_sold(turn, unknown)
            return
        if unknown is not None:  # of what was said no product speaks, and that has been said
            state, entities, text = show_nearest(turn, state, unknown), [], ""
    say_renamed(turn, text, entities)
    liking = action.services.tastes.of(turn.metadata.customer_id, turn.now)
    found = await asyncio.to_thread(catalogue.search, state, turn.words, liking=liking)
    if not found.cards and state.sort == "price" and state.filters.price_max is not None and not _names_price(entities):
        free = replace(state, filters=replace(state.filters, price_min=None, price_max=None))
        cheapest = await asyncio.to_thread(catalogue.search, free, turn.words)
        if cheapest.cards:  # "what is the cheapest then", after nothing was cheap enough
            state, found = free, cheapest
    wanted = telling(text, entities)
    missing = await asyncio.to_thread(catalogue.unmentioned, found.product_ids, wanted) if wanted else []
    if narrowed and wanted and len(missing) == len(wanted):
        fresh = begin(text, entities, action.services.currency)
        anew = await asyncio.to_thread(catalogue.search, fresh, turn.words, liking=liking)
        still = await asyncio.to_thread(catalogue.unmentioned, anew.product_ids, wanted)
        if (anew.cards and len(still) < len(wanted)) or not kind_is_known(state):
            state, found, missing = fresh, anew, still
    unmet = missing if len(missing) == len(wanted) else []  # what is met in part says enough by itself
    if wanted and not unmet and not kind_is_known(state):
        phrase = is_phrase(text)
        speaks = await asyncio.to_thread(catalogue.speaks_of, found.product_ids, wanted, phrase=phrase)
        unmet = [] if speaks else wanted
    show_search(turn, state, found, action.services.currency, unmet)
    if found.cards:
        await _say_not_told(action, turn, state, entities)


def _names_price(entities: list[dict[str, Any]]) -> bool:
    return any(e.get("entity") in ("price_min", "price_max") for e in entities)


async def _say_not_told(action: ShopAction, turn: Turn, state: SearchState, entities: list[dict[str, Any]]) -> None:
    """ "without laces", where no description speaks of laces at all: nothing was left out, and that is said."""
    ruled_out = [str(e["value"]) for e in entities if e.get("entity") == "without"]
    others = replace(state.filters, exclude_words=())
    silent = [w for w in ruled_out if not await asyncio.to_thread(action.services.catalogue.speaking_of, w, others)]
    if silent:
        turn.say("utter_search_not_told", said=", ".join(silent))


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


async def show_more(action: ShopAction, turn: Turn, state: SearchState) -> None:
    """The next ones of the present search."""
    seen = tuple(dict.fromkeys((*state.filters.exclude_products, *turn.shown)))
    further = replace(state, filters=replace(state.filters, exclude_products=seen))
    liking = action.services.tastes.of(turn.metadata.customer_id, turn.now)
    found = await asyncio.to_thread(action.services.catalogue.search, further, turn.words, liking=liking)
    what = say_what(state, turn.words, action.services.currency)
    if not found.cards:
        turn.say("utter_search_no_more", what=what)
        return
    remember_search(turn, further)
    turn.say("utter_search_more" if kind_is_known(state) else "utter_search_more_like", what=what)
    show(turn, found.cards, *onward(turn, further, found))
