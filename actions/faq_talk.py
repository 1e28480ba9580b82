"""Short questions that leave out what they are about, after an answer of the shop's: "do they run out?", "and leather?"."""

from __future__ import annotations

import asyncio
import re

from actions.action import ShopAction
from actions.faq_entry import give_likely, say_entry
from actions.topic import answered_last
from actions.turn import Turn

LONGEST = 9  # words; a longer question says what it is about
BARE = 3  # words that go on without saying so
_FILLER = r"^\W*(?:(?:ok|okay|so|but|well|then|thanks|thank you|great|good|fine|hm+|oh)\b\W*)*"
#: "and leather?", "what about Sundays", "n for gifts"
_AND = re.compile(
    _FILLER + r"(?:and|n|or|also|too|plus|same|what about|how about|what if|even)\b|\b(?:as well|too|either)\W*$", re.IGNORECASE
)
_POINTS = re.compile(r"\b(?:it|its|it's|they|them|that|this|those|these|there)\b", re.IGNORECASE)
#: a wish that stands for itself, whatever was answered before
_OWN = re.compile(
    r"\b(?:show me|looking for|find me|search|recommend|want to buy|do you (?:have|sell)|add|cart|basket|remove|similar|cheaper"
    r"|which (?:one|ones)|the (?:first|second|third|last) one)\b",
    re.IGNORECASE,
)
_CONDITIONS = frozenset(
    {"price_min", "price_max", "price_level", "rating_min", "in_stock", "colour", "size", "brand", "ordinal", "coupon_code"}
)


def leaves_out(text: str, *, bare: bool) -> bool:
    """Does it go on with what was said: by "and", by a word that points back, or (``bare``) by being a word or two?"""
    words = len(text.split())
    if not words or words > LONGEST or _OWN.search(text):
        return False
    return bool(_AND.search(text) or _POINTS.search(text)) or (bare and words <= BARE)


async def goes_on_after_answer(action: ShopAction, turn: Turn, *, surely: bool = False) -> bool:
    """With an entry of the same topic: a sure one, or a likely one where nothing else was talked about.

    With products on the table "it" may be one of them, and a thing that is named may be a wish: then only a sure one will do.
    So too where the message has a meaning of its own (``surely``).
    """
    last = answered_last(turn)
    looking = bool(turn.shown or turn.focus)
    if last is None or turn.named.product_ids or not leaves_out(turn.text, bare=not looking):
        return False
    said = {e.get("entity") for e in turn.entities}
    if said & _CONDITIONS or ("type" in said and not _AND.search(turn.text)):
        return False
    answers = action.services.answers
    after = await asyncio.to_thread(answers.by_id, last)
    if after is None:
        return False
    found = await asyncio.to_thread(answers.of_shop, turn.text)
    elsewhere = found.likely and found.candidates[0].topic != after.topic  # "is it safe to pay": it says nearly enough
    if found.sure and elsewhere:
        return False
    if not found.sure:
        found = await asyncio.to_thread(answers.going_on, turn.text, after)
    if found.sure:
        await say_entry(action.services, turn, found.candidates[0])
    elif found.likely and not (surely or looking or elsewhere) and "type" not in said:
        await give_likely(action.services, turn, found)
    else:
        return False
    return True
