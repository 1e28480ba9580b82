""" "something lighter", "the warmest sleeping bag": products in the order of what the customer measures them by."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from actions import sources
from actions.action import ShopAction
from actions.results import remember_search, show
from actions.services.measured import Measured, by_measure
from actions.services.search_state import SearchState, begin, change
from actions.services.search_words import say_what
from actions.services.wishes import wishes
from actions.turn import Turn
from retrieval.measures import Wanted, wanted

_THE_ONE = re.compile(r"\b(?:it|its|this|that)\b", re.IGNORECASE)
ALIKE = 2  # kinds among what was shown, up to which "a lighter one" means these kinds


async def about_measure(action: ShopAction, turn: Turn) -> bool:
    """False when the message asks for no such order, nothing is looked at, or the records do not tell the measure."""
    asked = wanted(turn.text)
    if asked is None or _THE_ONE.search(turn.text) or (turn.pointed.bare and turn.pointed.one):
        return False
    state, seen = await _looked_for(action, turn)
    if state is None:
        return False
    catalogue = action.services.catalogue
    found = await asyncio.to_thread(by_measure, catalogue, state, asked, turn.words, () if asked.most else seen)
    if found is None:
        return False
    _say(turn, action, state, asked, found)
    return True


async def _looked_for(action: ShopAction, turn: Turn) -> tuple[SearchState | None, list[str]]:
    """The search that is to be put in order, and the products that "lighter" is lighter than."""
    currency, before = action.services.currency, SearchState.from_slot(turn.slot("search"))
    named = any(e.get("entity") in ("type", "category") and e.get("role") != "not" for e in turn.entities)
    if named:
        return begin(turn.text, turn.entities, currency), []
    seen = [turn.focus] if turn.focus else turn.shown
    if before is not None and (before.filters.types or before.filters.categories or wishes(before.query, ())):
        return change(before, "", turn.entities, currency), seen
    kinds = await asyncio.to_thread(action.services.catalogue.kinds, seen) if seen else []
    if not 0 < len(kinds) <= ALIKE:
        return None, []
    state = begin("", turn.entities, currency)
    return replace(state, filters=replace(state.filters, types=tuple(kinds))), seen


def _say(turn: Turn, action: ShopAction, state: SearchState, asked: Wanted, found: Measured) -> None:
    what = say_what(state, turn.words, action.services.currency)
    measure = turn.words.text(f"utter_measure_{found.measure.name.replace(' ', '_')}")
    side = turn.words.text("utter_measure_high" if asked.high else "utter_measure_low")
    if found.bar is not None and found.bar_of is not None and not found.found.cards:
        bar = [sources.product(found.bar_of.product_id)]
        said = {"name": found.bar_of.name, "facts": found.bar.said}
        turn.say("utter_measure_none", about=bar, what=what, side=side, measure=measure, **said)
        return
    remember_search(turn, state)
    first = found.found.cards[0]
    about = [sources.product(first["product_id"])]
    said = {"name": first["name"], "facts": found.readings[0].said}
    if found.bar is None:
        turn.say("utter_measure_first", about=about, what=what, measure=measure, **said)
    else:
        turn.say("utter_measure_beyond", about=about, side=side, measure=measure, **said)
    show(turn, found.found.cards)
    turn.remember("focus", found.found.product_ids[0] if asked.most else None)
