"""The reply that shows products: a sentence, the cards, and where one can go from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.services.cards import Card, payload, refusable
from actions.services.catalogue import Found
from actions.services.search_state import SearchState
from actions.services.search_words import say_conditions, say_what
from actions.services.wishes import wishes
from actions.turn import Turn
from shop import blocks
from shop.blocks import Block

CLOSEST = 3  # cards where nothing fits
QUOTED = 6  # words of a customer that are said back
_ORDERED = {
    "price": "utter_search_cheapest",
    "price_down": "utter_search_dearest",
    "price_middle": "utter_search_middle",
    "rating": "utter_search_rated",
}
NAMED = 3  # words that no product mentions, of which so many are named


def show(
    turn: Turn, cards: tuple[Card, ...] | list[Card], *buttons: Block, layout: str = "carousel", recommended: bool = False
) -> None:
    """Send the cards and remember their order for "the second one". What is ``recommended`` can be waved away."""
    sent = [blocks.products([refusable(card, turn.words) for card in cards] if recommended else cards, layout)]
    if buttons:
        sent.append(blocks.quick_replies(buttons))
    turn.send(*sent)
    turn.remember("shown", [c["product_id"] for c in cards])
    turn.remember("focus", None)


def show_search(turn: Turn, state: SearchState, found: Found, currency: str, unmentioned: Sequence[str] = ()) -> None:
    """Results of a search, or which condition to relax when there is none. Remembers the search either way.

    ``unmentioned`` are wishes that no card's product speaks of: that is said, and never passed over.
    """
    what = say_what(state, turn.words, currency)
    if not found.cards:
        turn.remember("search", state.to_slot())
        no_results(turn, state, found, what, currency)
        return
    remember_search(turn, state)
    like = not kind_is_known(state) and bool(wishes(state.query, ()))  # then a count would be that of all kinds
    if like and unmentioned:
        found = replace(found, cards=found.cards[:CLOSEST])
        short = len(state.query.split()) <= QUOTED
        turn.say("utter_search_closest", query=state.query if short else ", ".join(as_said(unmentioned, turn.text)[:NAMED]))
    elif state.sort != "relevance":
        turn.say(_ORDERED[state.sort], what=what)
    elif like or not state.filters.set_names():
        turn.say("utter_search_best", what=what)
    elif found.total == 1:
        turn.say("utter_search_one", what=what)
    elif found.total == len(found.cards):
        turn.say("utter_search_all", count=found.total, what=what)
    else:
        turn.say("utter_search_results", count=found.total, shown=len(found.cards), what=what)
    if unmentioned and not like:
        turn.say("utter_search_unmentioned", words=", ".join(as_said(unmentioned, turn.text)[:NAMED]))
    show(turn, found.cards, *onward(turn, state, found))
    if state.sort not in ("relevance", "price_middle"):  # after "your cheapest headlamp", "it" is the first
        turn.remember("focus", found.product_ids[0])


def as_said(words: Sequence[str], text: str) -> list[str]:
    """Words that stand side by side in the text as one: "wind proof" is one wish."""
    said: list[str] = []
    for word in words:
        together = f"{said[-1]} {word}" if said else ""
        if together and together in " ".join(text.lower().split()):
            said[-1] = together
        else:
            said.append(word)
    return said


def kind_is_known(state: SearchState) -> bool:
    """Do the filters say what kind of thing is wanted, so that all that satisfy them are results?"""
    return bool(state.filters.types or state.filters.categories)


def remember_search(turn: Turn, state: SearchState) -> None:
    turn.remember("search", state.to_slot())


def no_results(turn: Turn, state: SearchState, found: Found, what: str, currency: str) -> None:
    condition = say_conditions(state.filters, found.relax, turn.words, currency)
    if not condition:
        turn.say("utter_search_none", what=what)
        turn.send(
            blocks.quick_replies(
                [
                    blocks.button(turn.words.label("utter_label_recommend"), payload=payload("recommend_me")),
                    blocks.button(turn.words.label("utter_label_person"), payload=payload("talk_to_person")),
                ]
            )
        )
        return
    turn.say("utter_search_none_relax", what=what, condition=condition)
    label = turn.words.label("utter_label_relax", condition=condition)
    turn.send(blocks.quick_replies([blocks.button(label, payload=payload("refine_search", drop=",".join(found.relax)))]))


def onward(turn: Turn, state: SearchState, found: Found) -> list[Block]:
    """Refinements that could still change something."""
    buttons = []
    if found.lowest is not None:
        buttons.append(blocks.button(turn.words.label("utter_label_cheaper"), payload=payload("cheaper")))
    if not state.filters.in_stock and any(c["stock"] == "out" for c in found.cards):
        buttons.append(blocks.button(turn.words.label("utter_label_in_stock"), payload=payload("refine_search", in_stock=True)))
    rated = any(c["rating"] for c in found.cards)
    if rated and state.filters.rating_min is None and found.total > len(found.cards):
        buttons.append(blocks.button(turn.words.label("utter_label_top_rated"), payload=payload("refine_search", rating_min=4)))
    return buttons


def person_button(turn: Turn) -> Block:
    return blocks.button(turn.words.label("utter_label_person"), payload=payload("talk_to_person"))
