""" "Not for me": a product is left out from now on, another one stands in its place, and it can be taken back.

Said in words ("I'm not interested in the second one", "don't show me that again") it is heard before a message is answered,
whatever it sounded like; the button on a recommended card says the same.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.reference import OFFERED, ordinal
from actions.refused import NOBODY, Refusal, not_recommended, refusals, remember_refusals, whose
from actions.results import remember_search, show
from actions.services.cards import Card, payload
from actions.services.catalogue import SHOWN
from actions.services.refusing_words import Meant, enough_of, meant, takes_back
from actions.services.search_state import SearchState
from actions.services.search_words import plural
from actions.turn import Turn
from recommender.stated import GIFT, ME, Stated
from recommender.stated.fact import singular
from retrieval.filters import Filters
from shop import blocks

if TYPE_CHECKING:
    from actions.action import ShopAction

TOLD = 10  # of what is left out, when it is asked for
WHICH = "waving"  # slot: the products of which one is to be named, until the next message
BUTTONS = 5
SHORT = 5  # words of a message that only names one
_ALL = re.compile(r"\b(?:all of them|all|both|each of them)\b", re.IGNORECASE)
_ASKS_REFUSED = re.compile(
    r"\b(?:what|which)\b[^?.!]*\b(?:i|i['’]ve)\b[^?.!]*\b(?:dismiss\w*|wave[ds]? (?:\w+ )?away|hid(?:e|den)?|reject\w*"
    r"|(?:sa(?:y|id)|t(?:ell|old) you|marked?)\b[^?.!]*\bnot (?:be )?(?:for me|interested))\b",
    re.IGNORECASE,
)


async def hear_refusal(action: ShopAction, turn: Turn, asked: Sequence[str] = ()) -> bool:
    """True when the message is answered by it. With another wish beside it, it is noted and the wish is left to the action.

    ``asked``: the products among which the customer was asked just before which one they mean."""
    if chosen := await _named_when_asked(action, turn, asked):
        await refuse(action, turn, chosen)
        return True
    if takes_back(turn.text) and refusals(turn):
        await take_back(action, turn, refusals(turn)[-1].product_ids)
        return True
    if turn.named.product_ids and takes_back(turn.text, named=True):
        out = await not_recommended(action, turn)
        back = [product_id for product_id in turn.named.product_ids if product_id in out]
        if back:
            await take_back(action, turn, back)
        return bool(back)
    said = await asyncio.to_thread(meant, turn.text, turn.entities, turn.shown, bool(turn.named.product_ids))
    if said is None:
        return False
    product_ids = await _products_of(action, turn, said)
    if product_ids is None:
        return False
    if product_ids:
        await refuse(action, turn, product_ids, replaced=not said.wish_beside)
    return not (product_ids and said.wish_beside)


def asked_which(turn: Turn) -> list[str]:
    """The products among which the last reply asked for one to wave away; the question ends with this message."""
    among = turn.slot(WHICH)
    if among is None:
        return []
    turn.remember(WHICH, None)
    return [p for p in among if isinstance(p, str)] if isinstance(among, list) else []


async def _named_when_asked(action: ShopAction, turn: Turn, asked: Sequence[str]) -> Sequence[str]:
    """ "the last one", "2", "the Nordvale": the answer to which one is meant; empty for all else."""
    if not asked or len(turn.text.split()) > SHORT or "?" in turn.text:
        return ()
    if turn.named.product_ids:
        return [p for p in turn.named.product_ids if p in asked]
    place = ordinal(turn.entity("ordinal"), len(turn.shown))
    if place is not None:
        return [turn.shown[place]]
    if _ALL.search(turn.text):
        return asked
    await action.point(turn)
    return [p for p in turn.pointed.product_ids if p in asked] if turn.pointed.one else ()


def hear_enough(turn: Turn) -> Stated | None:
    """ "no more tents please": the kind that is not wanted any more. The search for it is over; None for other words."""
    kinds = [str(e["value"]) for e in turn.entities if e.get("entity") == "type" and e.get("value")]
    if len(kinds) != 1 or turn.named.product_ids or not enough_of(turn.text):
        return None
    turn.remember("search", None)
    turn.say("utter_no_more", what=plural(kinds[0]))
    return Stated("type", singular(kinds[0]), GIFT if turn.held.gift else ME, negated=True)


async def _products_of(action: ShopAction, turn: Turn, said: Meant) -> Sequence[str] | None:
    """None: nothing that was shown is meant, so that it says something else. Empty: it was asked which one is meant."""
    if turn.named.product_ids:
        return turn.named.product_ids
    if said.no_such_number:
        turn.say("utter_no_such_number" if turn.shown else "utter_nothing_shown", count=len(turn.shown))
        return ()
    if said.places:
        return [turn.shown[place] for place in said.places]
    if turn.shown:
        await action.point(turn)
    pointed = turn.pointed.product_ids
    if said.plural:
        return pointed or ([turn.focus] if turn.focus and not said.all_of_them else turn.shown[: 2 * SHOWN]) or None
    if len(pointed) == 1:
        return pointed
    one = turn.focus or turn.metadata.page_product or (turn.shown[0] if len(turn.shown) == 1 else None)
    if one is not None and not pointed and said.demonstrative:
        return [one]
    if not turn.shown or not (pointed or said.demonstrative):
        return None
    _ask_which(turn, pointed or turn.shown)
    return ()


def _ask_which(turn: Turn, among: Sequence[str]) -> None:
    turn.say("utter_which_product")
    turn.remember(WHICH, list(among))
    names = {product.product_id: product.name for product in turn.seen}
    choices = [
        blocks.button(names[p][:80], payload=payload("not_interested", product=p)) for p in among[:OFFERED] if names.get(p)
    ]
    if choices:
        turn.send(blocks.quick_replies(choices))


async def refuse(action: ShopAction, turn: Turn, product_ids: Sequence[str], *, replaced: bool = True) -> None:
    """``replaced``: others are shown in their place."""
    services = action.services
    products = await asyncio.to_thread(services.catalogue.products, product_ids)
    if not products:
        turn.say("utter_product_gone")
        return
    ids = tuple(product.product_id for product in products)
    kept = await asyncio.to_thread(services.refusals.keeps, turn.metadata.customer_id, turn.metadata.conversation_id)
    if kept:
        await asyncio.to_thread(services.refusals.refuse, turn.metadata, ids, turn.now)
    cards = await _others(action, turn, ids) if replaced else []
    response = ("utter_refused" if kept else "utter_refused_here") + ("_instead" if cards else "")
    name = products[0].name if len(products) == 1 else turn.words.text("utter_refused_those", count=len(products))
    turn.say(response, name=name)
    undo = blocks.button(
        turn.words.label("utter_label_undo"), payload=payload("not_interested", product=",".join(ids), undo=True)
    )
    instead = tuple(card["product_id"] for card in cards)
    before = turn.shown
    if cards:
        show(turn, cards, undo, layout="carousel" if len(cards) > 1 else "single", recommended=True)
        turn.remember("focus", instead[0] if len(instead) == 1 else None)
    elif replaced:
        turn.send(blocks.quick_replies([undo]))
    turn.remember("shown", _in_their_places(before, ids, instead))
    if turn.focus in ids:
        turn.remember("focus", None)
    known = [one for one in refusals(turn) if not set(one.product_ids) & set(ids)]
    remember_refusals(turn, [*known, Refusal(ids, instead, whose(turn) if kept else NOBODY)])


async def take_back(action: ShopAction, turn: Turn, product_ids: Sequence[str]) -> None:
    """They may be recommended again, and stand where they stood."""
    services = action.services
    products = await asyncio.to_thread(services.catalogue.products, product_ids)
    ids = tuple(product.product_id for product in products)
    if not ids:
        turn.say("utter_product_gone")
        return
    if await asyncio.to_thread(services.refusals.keeps, turn.metadata.customer_id, turn.metadata.conversation_id):
        await asyncio.to_thread(services.refusals.take_back, turn.metadata, ids, turn.now)
    instead = [p for one in refusals(turn) if set(one.product_ids) & set(ids) for p in one.instead]
    remember_refusals(turn, [one for one in refusals(turn) if not set(one.product_ids) & set(ids)])
    state = SearchState.from_slot(turn.slot("search"))
    if state is not None:
        left = tuple(p for p in state.filters.exclude_products if p not in ids)
        remember_search(turn, replace(state, filters=replace(state.filters, exclude_products=left)))
    name = products[0].name if len(products) == 1 else turn.words.text("utter_refused_those", count=len(products))
    turn.say("utter_restored", name=name)
    cards = await asyncio.to_thread(services.catalogue.cards, ids, turn.words)
    before = turn.shown
    if cards:
        show(turn, cards, layout="carousel" if len(cards) > 1 else "single", recommended=True)
        places = _in_their_places(before, instead, ids) if any(p in before for p in instead) else list(ids)
        turn.remember("shown", places)
        turn.remember("focus", ids[0] if len(ids) == 1 else None)


async def tell_refused(action: ShopAction, turn: Turn) -> list[blocks.Block]:
    """Says what is not recommended to them; returns a button for each, the latest first, that takes it back."""
    out = await not_recommended(action, turn)
    products = await asyncio.to_thread(action.services.catalogue.products, list(out)[:TOLD])
    if not products:
        return []
    turn.say("utter_known_refused", name=", ".join(product.name for product in products))
    return [
        blocks.button(
            turn.words.label("utter_label_recommend_again", said=product.name)[:80],
            payload=payload("not_interested", product=product.product_id, undo=True),
        )
        for product in products
    ]


def asks_what_is_refused(text: str) -> bool:
    """ "what did I wave away?", "which products have I dismissed"."""
    return bool(_ASKS_REFUSED.search(text))


async def tell_all_refused(action: ShopAction, turn: Turn) -> None:
    back = await tell_refused(action, turn)
    if back:
        turn.send(blocks.quick_replies(back[:BUTTONS]))
    else:
        turn.say("utter_nothing_refused")


async def _others(action: ShopAction, turn: Turn, refused: Sequence[str]) -> list[Card]:
    """As many others, not shown before: of the present search where there is one, else what fits this customer."""
    services, many = action.services, min(len(refused), SHOWN)
    out = {*await not_recommended(action, turn), *refused, *turn.shown}
    state = SearchState.from_slot(turn.slot("search"))
    if state is not None and (state.query or state.filters != Filters()):
        gone = tuple(dict.fromkeys((*state.filters.exclude_products, *refused)))
        remember_search(turn, replace(state, filters=replace(state.filters, exclude_products=gone)))
        unseen = replace(state.filters, in_stock=True, exclude_products=tuple(sorted(out.union(gone))))
        liking = services.tastes.of(turn.metadata.customer_id, turn.now, turn.held)
        search = services.catalogue.search
        found = await asyncio.to_thread(search, replace(state, filters=unseen), turn.words, many, liking, turn.held)
        return list(found.cards)
    recommended = await asyncio.to_thread(
        services.recommendations.recommend,
        turn.words,
        now=turn.now,
        customer_id=None if turn.held.gift else turn.metadata.customer_id,
        visitor_id=None if turn.held.gift else turn.metadata.visitor_id or None,
        exclude=out,
        top_k=many,
        held=turn.held,
    )
    return list(recommended.cards)


def _in_their_places(shown: Sequence[str], gone: Sequence[str], instead: Sequence[str]) -> list[str]:
    """What is numbered from now on: each that is gone gives its number to the next of ``instead``."""
    new = list(instead)
    places = [(new.pop(0) if new else "") if product_id in gone else product_id for product_id in shown]
    return [product_id for product_id in (*places, *new) if product_id]
