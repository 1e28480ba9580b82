"""A search, told: what was found, what of the wish nothing speaks of, and the next ones."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Any

from actions.action import ShopAction
from actions.obeying import asked_by_name, said_of, say_all_left_out, take_back_buttons
from actions.open_question import ask_what
from actions.purpose import ask_department
from actions.refused import not_shown_here
from actions.results import NAMED, kind_is_known, onward, remember_search, show, show_search
from actions.services.held_facts import NOTHING_HELD
from actions.services.search_state import SearchState, begin, is_piece
from actions.services.search_words import say_what
from actions.services.wishes import is_phrase, telling
from actions.turn import Turn
from actions.unknown_kind import say_not_sold, say_renamed, show_nearest, unknown_thing
from retrieval.filters import Filters
from retrieval.words import FLUFF

#: the words of a wish and the entities in them, where they are not the whole message
Said = tuple[str, list[dict[str, Any]]]
#: what is ruled out so is ruled out as a whole, a maker as a rule, and no part of a thing
_ALL_OF_IT = re.compile(r"\b(?:(?:but|except|other than|apart from|aside from)\b|not (?:by|from)\b)", re.IGNORECASE)


async def search_and_show(
    action: ShopAction, turn: Turn, state: SearchState, *, narrowed: bool = False, said: Said | None = None
) -> None:
    """``narrowed``: the state goes on from an earlier search. When nothing of that one mentions what is newly wished for and
    a search of its own does, the message was a new search after all ("king size duvet" after blankets)."""
    text, entities = said or (turn.text, turn.entities)
    catalogue = action.services.catalogue
    if not state.query and state.filters == Filters():
        await ask_what(action, turn)
        return
    state = replace(state, filters=replace(state.filters, exclude_products=await not_shown_here(action, turn)))
    if not narrowed and not kind_is_known(state) and not state.filters.brands:
        unknown = await unknown_thing(action, text, entities)
        if unknown is not None and not unknown.kinds:
            say_not_sold(turn, unknown)
            return
        if unknown is not None:  # of what was said no product speaks, and that has been said
            state, entities, text = show_nearest(turn, state, unknown), [], ""
    say_renamed(turn, text, entities)
    liking = action.services.tastes.of(turn.metadata.customer_id, turn.now, turn.held)
    held = NOTHING_HELD if asked_by_name(turn) else turn.held
    found = await asyncio.to_thread(catalogue.search, state, turn.words, liking=liking, held=held)
    if not found.cards and state.sort == "price" and state.filters.price_max is not None and not _names_price(entities):
        free = replace(state, filters=replace(state.filters, price_min=None, price_max=None))
        cheapest = await asyncio.to_thread(catalogue.search, free, turn.words, held=held)
        if cheapest.cards:  # "what is the cheapest then", after nothing was cheap enough
            state, found = free, cheapest
    wanted = telling(text, entities)
    missing = await asyncio.to_thread(catalogue.unmentioned, found.product_ids, wanted) if wanted else []
    if narrowed and wanted and len(missing) == len(wanted):
        fresh = begin(text, entities, action.services.currency)
        anew = await asyncio.to_thread(catalogue.search, fresh, turn.words, liking=liking, held=held)
        still = await asyncio.to_thread(catalogue.unmentioned, anew.product_ids, wanted)
        speaks, known = bool(anew.cards) and len(still) < len(wanted), kind_is_known(state)
        if known and is_piece(text):  # "with a laptop sleeve" is no search of its own: what speaks of it is of another kind
            anew_counts = speaks and not still
            if anew_counts:
                turn.say("utter_search_other_kinds", words=" ".join(wanted[:NAMED]))
        else:
            anew_counts = not known or (speaks and not all(word in FLUFF for word in wanted))
        if anew_counts:
            state, found, missing = fresh, anew, still
    unmet = missing if len(missing) == len(wanted) else []  # what is met in part says enough by itself
    if wanted and not unmet and not kind_is_known(state):
        phrase = is_phrase(text)
        speaks = await asyncio.to_thread(catalogue.speaks_of, found.product_ids, wanted, phrase=phrase)
        unmet = [] if speaks else missing or wanted
    if not found.cards and found.left_out:
        if not await _show_nearest_allowed(action, turn, state):
            remember_search(turn, state)
            say_all_left_out(turn)
        return
    if not narrowed and not kind_is_known(state) and await ask_department(action, turn, text, entities, found.product_ids):
        return
    show_search(turn, state, found, action.services.currency, unmet)
    if found.left_out:
        turn.say("utter_facts_obeyed", count=found.left_out, said=said_of(turn))
    if found.cards:
        await _say_not_told(action, turn, state, text, entities)


async def _show_nearest_allowed(action: ShopAction, turn: Turn, state: SearchState) -> bool:
    """No boots for a vegan: other things of their department that go with what was said, and the way to drop the wish."""
    catalogue = action.services.catalogue
    if not state.filters.types:
        return False
    ruled_out = await asyncio.to_thread(catalogue.search, state, turn.words)
    products = await asyncio.to_thread(catalogue.products, ruled_out.product_ids)
    departments = tuple(dict.fromkeys(product.category for product in products if product.category))[:1]
    filters = replace(state.filters, types=(), categories=departments, in_stock=True)
    wider = replace(state, query="", filters=filters, sort="rating")
    found = await asyncio.to_thread(catalogue.search, wider, turn.words, held=turn.held) if departments else None
    if found is None or not found.cards:
        return False
    what = say_what(replace(state, query=""), turn.words, action.services.currency)
    turn.say("utter_facts_none_of_kind", what=what, said=said_of(turn))
    remember_search(turn, wider)
    show(turn, found.cards, *take_back_buttons(turn))
    return True


def _names_price(entities: list[dict[str, Any]]) -> bool:
    return any(e.get("entity") in ("price_min", "price_max") for e in entities)


async def _say_not_told(action: ShopAction, turn: Turn, state: SearchState, text: str, entities: list[dict[str, Any]]) -> None:
    """ "without laces", where no description speaks of laces at all: nothing was left out, and that is said."""
    ruled_out = [str(e["value"]) for e in entities if e.get("entity") == "without"]
    others = replace(state.filters, exclude_words=())
    silent = [w for w in ruled_out if not await asyncio.to_thread(action.services.catalogue.speaking_of, w, others)]
    if not silent:
        return
    whole = _ALL_OF_IT.search(text) is not None
    nowhere = whole and not any([await asyncio.to_thread(action.services.catalogue.speaking_of, w, Filters()) for w in silent])
    turn.say("utter_search_nothing_to_leave" if nowhere else "utter_search_not_told", said=", ".join(silent))


async def show_more(action: ShopAction, turn: Turn, state: SearchState) -> None:
    """The next ones of the present search."""
    gone = await not_shown_here(action, turn)
    seen = tuple(dict.fromkeys((*state.filters.exclude_products, *gone, *turn.shown)))
    further = replace(state, filters=replace(state.filters, exclude_products=seen))
    liking = action.services.tastes.of(turn.metadata.customer_id, turn.now, turn.held)
    search = action.services.catalogue.search
    found = await asyncio.to_thread(search, further, turn.words, liking=liking, held=turn.held)
    what = say_what(state, turn.words, action.services.currency)
    if not found.cards:
        turn.say("utter_search_no_more", what=what)
        return
    remember_search(turn, further)
    turn.say("utter_search_more" if kind_is_known(state) else "utter_search_more_like", what=what)
    show(turn, found.cards, *onward(turn, further, found))
