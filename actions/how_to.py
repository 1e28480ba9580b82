""" "How should I clean my leather shoes?": a question of how to do something with a thing, and no wish for one.

A classifier sees the thing and looks for it. Only the thing in general is meant here; "how do I clean it" is asked of a
product.
"""

from __future__ import annotations

import asyncio
import re

from actions.faq_entry import give_likely, say_entry
from actions.services.answers import things_named
from actions.services.wiring import Services
from actions.turn import Turn

_HOW = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but|also|hi|hello|hey|well|please|then)\b\W*)*"
    r"(?:how (?:do|should|can|could|would|must) (?:i|we|you)|how to|what(?: is|['’]?s) the best way to)\s+(?P<doing>\w+)",
    re.IGNORECASE,
)
#: what is looked for, or chosen, is a wish all the same
_LOOKING = {"find", "see", "look", "buy", "order", "choose", "pick", "browse", "search", "filter", "compare", "add", "put"}
_THIS = re.compile(r"\b(?:it|this|that|these|those|them|ones?)\b", re.IGNORECASE)


def asks_how_to(text: str) -> bool:
    """With a thing named in general: "how do I store a tent"."""
    asked = _HOW.search(text)
    return asked is not None and asked["doing"].lower() not in _LOOKING and not _THIS.search(text)


async def told_how_to(services: Services, turn: Turn) -> bool:
    """By the FAQ, where it likely knows."""
    if turn.named.product_ids or not asks_how_to(turn.text):
        return False
    asked = services.answers.of_shop
    answered = await asyncio.to_thread(asked, turn.text)  # how to wash wool depends on the wool, how to return it does not
    if not answered.sure:
        plain = await asyncio.to_thread(asked, turn.text, things=things_named(turn.entities))
        answered = plain if plain.likely else answered
    if answered.sure:
        await say_entry(services, turn, answered.candidates[0])
    elif answered.likely:
        await give_likely(services, turn, answered)
    return answered.likely
