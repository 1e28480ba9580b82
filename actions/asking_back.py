"""Asking back about a vague wish: one question at a time with answers to press, at most two in a row, then products.

"Anything" leaves the attribute open, "just show me" shows at once, and what is typed freely is understood as ever: where it
answers the question the talk goes on from it, all else is answered as if nothing had been asked.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.action import ShopAction
from actions.pending import SLOT, Pending
from actions.refused import not_recommended, only_here
from actions.results import onward, remember_search, show
from actions.searching import search_and_show
from actions.services.asking import VAGUE
from actions.services.cards import payload
from actions.services.catalogue import SHOWN
from actions.services.question_options import options_of
from actions.services.search_state import SearchState, change
from actions.services.search_words import say_what
from actions.services.wishes import telling
from actions.turn import Turn
from actions.typed_answer import asks_just_show, does_not_mind, typed_answer
from retrieval.filters import Filters
from shop import blocks

IN_A_ROW = 2
AMONG = 60  # products that fit the answers, among which the customer's taste chooses
SHOW_NOW = "*"  # in the payload of "just show me", in the place of an attribute
_OWN_REPLY = frozenset(("category", "type", "price", "colour", "size", "material", "brand", "whom", "use"))
#: asks to be shown what there is, and gets it
_SHOWS = re.compile(
    r"\?|\b(?:show|list|see|browse|display|what|which|how about|do you|have you|got any|cheap\w*|best|popular|recommend\w*)\b",
    re.IGNORECASE,
)


_KIND_ALONE = frozenset({"types", "categories", "in_stock"})


def is_vague(turn: Turn, state: SearchState) -> bool:
    """Is one kind of thing all that was said, and not asked to be shown?"""
    return (
        len(state.filters.types or state.filters.categories) == 1
        and set(state.filters.set_names()) <= _KIND_ALONE
        and state.sort == "relevance"
        and bool(turn.text)
        and not _SHOWS.search(turn.text)
        and not telling(turn.text, turn.entities)
    )


async def ask(action: ShopAction, turn: Turn, state: SearchState, *, asked: Sequence[str] = (), more_than: int = VAGUE) -> bool:
    """Ask the best question about what fits the state. False where there is none, and nothing was said."""
    if len(asked) >= IN_A_ROW:
        return False
    services, metadata = action.services, turn.metadata
    question = await asyncio.to_thread(
        services.asking.question,
        state,
        turn.held,
        now=turn.now,
        customer_id=metadata.customer_id,
        visitor_id=metadata.visitor_id or None,
        asked=asked,
        more_than=more_than,
    )
    if question is None:
        return False
    options = options_of(question, turn.words, services.currency)
    _say(turn, state, question.attribute, services.currency)
    words = turn.words
    turn.send(
        blocks.quick_replies(
            [
                *(
                    blocks.button(label, payload=payload("refine_search", asked=question.attribute, **means))
                    for label, means in options
                ),
                blocks.button(words.label("utter_label_anything"), payload=payload("refine_search", asked=question.attribute)),
                blocks.button(words.label("utter_label_just_show"), payload=payload("refine_search", asked=SHOW_NOW)),
            ]
        )
    )
    turn.remember("search", None if state == SearchState() else state.to_slot())
    turn.remember(SLOT, Pending((*asked, question.attribute), tuple(options), question.offered).to_slot())
    return True


def _say(turn: Turn, state: SearchState, attribute: str, currency: str) -> None:
    what = _what(turn, state, currency)
    name = "type" if attribute == "kind" else attribute
    if name in _OWN_REPLY:
        turn.say(f"utter_ask_{name}", what=what)
    else:
        turn.say("utter_ask_feature", what=what, name=name)


def _what(turn: Turn, state: SearchState, currency: str) -> str:
    """ "jackets up to $100"; a department alone by its own name: "footwear"."""
    filters = state.filters
    if state.query == "" and filters.set_names() == ("categories",) and len(filters.categories) == 1:
        return filters.categories[0].replace("_", " ").lower()
    return say_what(replace(state, filters=replace(filters, in_stock=None)), turn.words, currency)


async def answered(action: ShopAction, turn: Turn) -> bool:
    """A button of a question, or words that answer the one just asked: the next question, or products. False for all else."""
    pending = Pending.from_slot(turn.slot(SLOT))
    state = SearchState.from_slot(turn.slot("search")) or SearchState()
    pressed, entities = _read(turn, pending, state)
    if pressed is None:
        return False
    state = change(state, "", entities, action.services.currency)
    asked = None
    if pending is not None and pending.attribute == pressed:
        asked = pending.asked
        await asyncio.to_thread(action.services.asking.heard, pressed, pending.offered, answered=bool(entities))
    if asked is None or not await ask(action, turn, state, asked=asked, more_than=SHOWN):
        await show_narrowed(action, turn, state)
    return True


def _read(turn: Turn, pending: Pending | None, state: SearchState) -> tuple[str | None, list[dict[str, Any]]]:
    """The attribute that is answered (SHOW_NOW: none any more) and what was said of it; None for what is no answer."""
    if turn.pressed:
        pressed = turn.entity("asked")
        return (pressed if isinstance(pressed, str) else None), [e for e in turn.entities if e.get("entity") != "asked"]
    names_any = any(e.get("entity") not in ("count", "language") for e in turn.entities)  # "show me something blue" is a wish
    if asks_just_show(turn.text) and not names_any and (pending is not None or turn.intent == "refine_search"):
        return SHOW_NOW, []
    if pending is None:
        idle = turn.intent == "refine_search" and does_not_mind(turn.text) and not turn.slot("search")
        return (SHOW_NOW if idle else None), []
    told = typed_answer(turn, pending, state)
    return (None, []) if told is None else (pending.attribute, told)


async def show_narrowed(action: ShopAction, turn: Turn, state: SearchState) -> None:
    """What fits the answers, in the order of the chances that the questions were chosen by."""
    services = action.services
    if not state.query and state.filters == Filters():
        await _popular(action, turn)
        return
    in_stock = replace(state, filters=replace(state.filters, in_stock=True, exclude_products=()))
    found = await asyncio.to_thread(services.catalogue.search, in_stock, turn.words, AMONG, held=turn.held)
    if not found.cards:
        await search_and_show(action, turn, state, said=("", []))
        return
    # which kinds and brands these are the search has seen to, by the index's own facts
    fits = replace(in_stock.filters, types=(), categories=(), brands=())
    liked = await asyncio.to_thread(
        services.recommendations.recommend,
        turn.words,
        now=turn.now,
        customer_id=turn.metadata.customer_id,
        visitor_id=turn.metadata.visitor_id or None,
        filters=fits,
        among=found.product_ids,
        exclude=only_here(turn),
        held=turn.held,
    )
    no_more = {*(card["product_id"] for card in liked.cards), *await not_recommended(action, turn)}
    cards = (*liked.cards, *(card for card in found.cards if card["product_id"] not in no_more))[:SHOWN]
    turn.say("utter_asked_results", what=_what(turn, state, services.currency))
    remember_search(turn, state)
    show(turn, cards, *onward(turn, state, replace(found, cards=cards)), recommended=True)


async def _popular(action: ShopAction, turn: Turn) -> None:
    """Nothing at all was said: what fits this customer."""
    from actions.recommend import Recommend  # which asks back itself

    await Recommend(action.services, action._now).show_fitting(turn, Filters())
