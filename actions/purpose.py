""" "Something for my living room": a place or an occasion that no product speaks of is asked back about, by department.

The nearest texts would be those that share a word ("a tent with a living area"), which is no answer.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from actions.services.cards import payload
from actions.services.wishes import is_telling, telling
from actions.turn import Turn
from recommender.stated.words import RECIPIENTS
from shop import blocks

if TYPE_CHECKING:
    from actions.action import ShopAction

OFFERED = 4  # departments to choose from
MOST_WORDS = 3  # of a purpose; more is a description, which the search is better at
_FOR = re.compile(
    r"\b(?:some|any)(?:thing)?\s+(?:[a-z]+\s+){0,2}for\s+(?P<purpose>(?:(?:my|our|the|an?|his|her|their)\s+)?"
    r"[a-z][a-z' -]{2,40}?)\s*(?:please|pls)?[.!?]*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:my|our|the|an?|his|her|their)\s+", re.IGNORECASE)


def purpose_of(text: str, entities: Sequence[dict[str, Any]]) -> str | None:
    """ "my living room"; None where it is not put so, or is for a person or a thing that the catalogue knows."""
    match = _FOR.search(text)
    if match is None or any(e.get("entity") in ("type", "category", "brand", "recipient") for e in entities):
        return None
    words = _bare(match["purpose"])
    if words[-1] in RECIPIENTS:
        return None
    return (
        match["purpose"].strip()
        if len(words) <= MOST_WORDS and is_telling(words[-1]) and telling(" ".join(words), ())
        else None
    )


def _bare(purpose: str) -> list[str]:
    return _ARTICLE.sub("", purpose).lower().split()


async def ask_department(
    action: ShopAction, turn: Turn, text: str, entities: list[dict[str, Any]], found: Sequence[str]
) -> bool:
    """False where the products ``found`` speak of the purpose, so that they are the answer."""
    purpose, catalogue = purpose_of(text, entities), action.services.catalogue
    if purpose is None or await asyncio.to_thread(catalogue.mostly_say, found, _bare(purpose)):
        return False
    near = await asyncio.to_thread(catalogue.departments_near, " ".join(_bare(purpose)), OFFERED)
    if len(near) < 2:
        return False
    turn.say("utter_purpose_unsaid", said=purpose)
    choices = [blocks.button(name, payload=payload("search_product", category=name)) for name in near]
    recommend = blocks.button(turn.words.label("utter_label_recommend"), payload=payload("recommend_me"))
    turn.send(blocks.quick_replies([*choices, recommend]))
    turn.remember("search", None)
    return True
