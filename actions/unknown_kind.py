"""A thing that the catalogue does not name: the nearest kind of thing instead, or an honest "we do not have that"."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from actions.action import ShopAction
from actions.results import person_button
from actions.services.cards import payload
from actions.services.search_state import SearchState
from actions.services.search_words import listed, plural
from actions.services.wished_thing import thing_wished
from actions.services.wishes import own_words, telling
from actions.turn import Turn
from retrieval.kinds import NearKind
from retrieval.same_things import is_other_name
from shop import blocks

#: from this likeness of their names on a kind is shown for the thing, from this one of its name to a whole wish too ("a mat
#: to sleep on in a tent"); of several kinds, those that come so close to the nearest
NEAR = 0.6
NEAR_WISH = 0.5
BESIDE = 0.05
#: from here on a kind is worth a button, where it is too far off to be shown unasked
RELATED = 0.4
BUTTONS = 3


@dataclass(frozen=True)
class Unknown:
    """What was wished for, in the customer's words, and the kinds that come nearest, nearest first."""

    said: str
    near: tuple[NearKind, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that may be shown for it; none when it is not sold here. What a wish tells of its purpose comes first."""
        by_wish, by_name = [k.by_wish for k in self.near], [k.by_name for k in self.near]
        for cosines, line in ((by_wish, NEAR_WISH), (by_name, NEAR)):
            best = max(cosines, default=0.0)
            if best >= line:
                return tuple(k.kind for k, c in zip(self.near, cosines, strict=True) if c >= max(line, best - BESIDE))
        return ()

    @property
    def related(self) -> tuple[str, ...]:
        return tuple(each.kind for each in self.near if each.by_name >= RELATED)[:BUTTONS]


async def unknown_thing(action: ShopAction, text: str, entities: list[dict[str, Any]]) -> Unknown | None:
    """None when the message names nothing, or something that a product's name, type or category has, and where it may be a
    quality that no kind is near to ("rechargeable"): the search will tell."""
    said = thing_wished(text, entities)
    if said is None:
        return None
    more = len(telling(text, entities)) > len(said.name.split())
    wish = own_words(text, entities, keep_facets=True) if more else ""
    near = await asyncio.to_thread(action.services.catalogue.nearest_kinds, said.name, wish)
    found = Unknown(said.name, tuple(near))
    return found if near and (said.noun or found.kinds) else None


def show_nearest(turn: Turn, state: SearchState, unknown: Unknown) -> SearchState:
    """Says which kinds are shown for the thing; the search is for them from here on."""
    kinds = listed([plural(kind) for kind in unknown.kinds], turn.words.text("utter_condition_and"))
    turn.say("utter_search_nearest_kind", said=unknown.said, kinds=kinds)
    return replace(state, filters=replace(state.filters, types=unknown.kinds))


def say_not_sold(turn: Turn, unknown: Unknown) -> None:
    """An honest no, the kinds that are at all like it, and a person."""
    turn.say("utter_search_not_sold", said=unknown.said)
    buttons = [
        blocks.button(turn.words.label("utter_label_kind", kinds=plural(kind)), payload=payload("search_product", type=kind))
        for kind in unknown.related
    ]
    turn.send(blocks.quick_replies([*buttons, person_button(turn)]))


def say_renamed(turn: Turn, text: str, entities: list[dict[str, Any]]) -> None:
    """ "Showing backpacks for “rucksack”", where the shop's word is another than the customer's."""
    for entity in entities:
        start, end, kind = entity.get("start"), entity.get("end"), str(entity.get("value"))
        if entity.get("entity") != "type" or not isinstance(start, int) or not isinstance(end, int):
            continue
        same = " ".join(text[start:end].lower().split()) in (kind, plural(kind))
        if entity.get("role") != "not" and not same and is_other_name(text[start:end], kind):
            turn.say("utter_search_renamed", said=text[start:end], kinds=plural(kind))
