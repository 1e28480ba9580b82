"""The products of a reply meet what the customer said: the size that fits is on the card, and what goes against a diet, an
allergy or a material that is not wanted is not among them, or comes with a word of warning where it was asked for by name.

Search and recommendations leave such products out before they count and rank; this looks at every reply once more, so that no
other way of showing products forgets it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from actions.services.cards import Card, dressed, fitting_size, payload
from actions.services.search_state import SearchState
from actions.turn import Turn
from recommender.profiles.facts import text_of, words_of
from recommender.stated.conflicts import Told, conflict
from retrieval.filters import Filters
from shop import blocks
from shop.catalogue import Product

if TYPE_CHECKING:
    from actions.action import ShopAction


def asked_by_name(turn: Turn) -> bool:
    """Does the customer ask for the very thing that they said they do not want ("show me leather boots")?"""
    return (
        bool(turn.held.hard)
        and turn.text != ""
        and conflict(turn.held.hard, Told(turn.text)) is not None
        and not turn.learnt.added
    )


def said_of(turn: Turn) -> str:
    """The facts that must hold, in words."""
    return ", ".join(map(words_of, turn.held.hard))


def say_all_left_out(turn: Turn) -> None:
    """All that was found goes against what the customer said; it can be taken back here."""
    turn.say("utter_facts_none", said=said_of(turn))
    if taken_back := take_back_buttons(turn):
        turn.send(blocks.quick_replies(taken_back))


def take_back_buttons(turn: Turn) -> list[blocks.Block]:
    """For each fact that must hold a button that has it forgotten."""
    hard = {words_of(fact) for fact in turn.held.hard}
    return [
        blocks.button(turn.words.label("utter_label_forget", said=text_of(f)), payload=payload("about_me", forget=str(f["id"])))
        for f in turn.held.facts
        if f.get("id") and text_of(f) in hard
    ]


async def obey(action: ShopAction, turn: Turn) -> None:
    if not turn.held.hard and not turn.held.sizes:
        return
    cards = [card for _, block in _blocks(turn) for card in block["cards"]]
    if not cards:
        return
    products, derived = await asyncio.to_thread(action.services.catalogue.with_facts, [c["product_id"] for c in cards])
    state = SearchState.from_slot(turn.slot("search"))
    filters = state.filters if state is not None else Filters()
    named = {*turn.named.product_ids, *turn.pointed.product_ids}
    by_name = asked_by_name(turn)
    warned: dict[str, str] = {}
    dropped = False
    for message, block in list(_blocks(turn)):
        kept: list[Card] = []
        for card in block["cards"]:
            product = products.get(card["product_id"])
            against = turn.held.against(product, derived.get(card["product_id"])) if product is not None else None
            if against is not None and not (by_name or len(block["cards"]) == 1 or card["product_id"] in named):
                dropped = True
                continue
            if against is not None and against.attribute != "brand":  # a maker that they asked for by its name
                warned.setdefault(words_of(against), card["name"])
            kept.append(_sized(card, product, turn, filters))
        block.update(blocks.products(kept, block["layout"]))
        if not kept:
            turn.dispatcher.messages.remove(message)
            say_all_left_out(turn)
    if dropped:
        turn.remember("shown", [card["product_id"] for _, block in _blocks(turn) for card in block["cards"]])
    for fact, name in warned.items():
        turn.say("utter_fact_warning", said=fact, name=name)


def _sized(card: Card, product: Product | None, turn: Turn, filters: Filters) -> Card:
    variant = fitting_size(product, card["sku"], turn.held.sizes, filters) if product is not None else None
    return dressed(card, product, variant) if product is not None and variant is not None else card


def _blocks(turn: Turn) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each message that shows products, with the block."""
    for message in turn.dispatcher.messages:
        for block in (message.get("custom") or {}).get("blocks", []):
            if block.get("type") == "products":
                yield message, block
