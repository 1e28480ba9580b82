""" "what matches with those": what the same customers look at and buy besides, of other kinds than what is shown."""

from __future__ import annotations

import asyncio
import re

from actions.action import ShopAction
from actions.owned import owned_meant
from actions.reference import ordinal
from actions.refused import not_recommended
from actions.results import show
from actions.turn import Turn

_THEM = (
    r"(?:it|that|this|these|those|them|(?:the|that|this) (?:\w+ )?(?:ones?|two)|the (?:first|second|third|fourth|fifth|last))\b"
)
_ASKS = re.compile(
    r"\b(?:match(?:es)?|(?:goes?|pairs?|works?|combines?)(?: well| nicely| good)?(?: together)?"
    rf"|(?:wear|need|use|buy|get|combine)(?: together)?)(?: with| for| beside| alongside)? {_THEM}"
    rf"|\b(?:accessor(?:y|ies)|add-?ons?|extras) (?:for|to|with) {_THEM}"
    r"|\bcomplete the (?:look|set|outfit)\b",
    re.IGNORECASE,
)
#: the whole of a message, as a page's heading says it
_BARE = re.compile(
    r"^\W*(?:(?:and|ok|so)\b\W*)*(?:what (?:else )?)?(?:would |could |can )?(?:goes?|pairs?|match(?:es)?)"
    rf"(?: well| nicely)? with (?:{_THEM}|number \w+|#\d+)(?: one)?\W*$",
    re.IGNORECASE,
)
_WITH_MINE = re.compile(r"\b(?:go(?:es)?|pairs?|match(?:es)?|works?|wear)(?: well| nicely)? with my\b", re.IGNORECASE)
_WITH = re.compile(r"\b(?:match\w*|accessor\w*|add-?ons?|extras|complete|with|for|alongside|beside)\b", re.IGNORECASE)
_WHAT = re.compile(r"\b(?:what|which|anything|something|any|some|complete|show|recommend|suggest|find)\b", re.IGNORECASE)


def asks_what_goes_with(turn: Turn) -> bool:
    named = [
        e for e in turn.entities if e.get("entity") in ("type", "category", "brand")
    ]  # "shoes that match these" is a search
    said = bool(_ASKS.search(turn.text) and _WITH.search(turn.text) and _WHAT.search(turn.text)) or _BARE.match(turn.text)
    return bool(said) and not named and bool(turn.focus or turn.shown or turn.metadata.page_product)


async def asks_what_goes_with_own(action: ShopAction, turn: Turn) -> str | None:
    """ "what would go with my slippers": the product that they ordered; None for all else."""
    return await owned_meant(action, turn) if _WITH_MINE.search(turn.text) else None


async def show_what_goes_with(action: ShopAction, turn: Turn, own: str | None = None) -> bool:
    """``own``: what they have and asked about. False, and nothing shown, where the deeds of customers tell nothing."""
    place = ordinal(turn.entity("ordinal"), len(turn.shown))
    one = own or (turn.shown[place] if place is not None else turn.focus)
    those = [one] if one else turn.shown or [p for p in (turn.metadata.page_product,) if p]
    kinds = await asyncio.to_thread(action.services.catalogue.kinds, those)
    found = await asyncio.to_thread(
        action.services.recommendations.going_with,
        those,
        turn.words,
        now=turn.now,
        other_than=frozenset(kinds),
        exclude=[*await not_recommended(action, turn)],
    )
    if not found:
        return False
    turn.say("utter_goes_with_own" if own else "utter_goes_with")
    turn.remember("search", None)
    show(turn, found, recommended=True)
    return True
