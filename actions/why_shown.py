""" "Why do you recommend this?": the reason that put it there, as its card says it."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from actions.reference import ordinal
from actions.refused import only_here
from actions.services.search_state import SearchState
from actions.services.search_words import say_what
from actions.turn import Turn
from retrieval.filters import Filters

if TYPE_CHECKING:
    from actions.action import ShopAction

MOST = 3  # products of which each is told
_ASKS = re.compile(
    r"^\W*(?:(?:ok|okay|and|but|so|hm+|wait)\b\W*)*(?:why|how come)\b\W*"
    r"(?:(?:(?:do|did|are|would|have|were)\s+)?(?:you|u|they|these|those|i)\s+(?:\w+\s+){0,2}?"
    r"(?:recommend(?:ed|ing)?|suggest(?:ed|ing)?|pick(?:ed|ing)?|cho(?:o?se|sen)|shown|offer(?:ed|ing)?)\b[^?]{0,40}"
    r"|(?:do|did|are) you show(?:ing)?(?: me)? (?:this|that|these|those|it|them|the \w+(?: one)?)"
    r"|(?:is|was|are|were) (?:it|this|that|these|those|they|the \w+ (?:one )?)\s?(?:recommended|suggested|shown|here)[^?]{0,30}"
    r"|(?:this|that|these|those|it|them|the (?:first|second|third|fourth|fifth|last)(?: one)?)(?: one| ones)?)\W*$",
    re.IGNORECASE,
)


def asks_why_shown(text: str) -> bool:
    return bool(_ASKS.match(text))


async def tell_why(action: ShopAction, turn: Turn) -> bool:
    """False where nothing was shown, or where it is not asked."""
    if not asks_why_shown(turn.text) or not (turn.shown or turn.focus):
        return False
    place = ordinal(turn.entity("ordinal"), len(turn.shown))
    those = [turn.shown[place]] if place is not None else [turn.focus] if turn.focus else turn.shown[:MOST]
    reasons = await _reasons(action, turn, those)
    names = {p.product_id: p.name for p in await asyncio.to_thread(action.services.catalogue.products, those)}
    told = [(names[p], reasons[p]) for p in those if names.get(p) and reasons.get(p)]
    for name, reason in told:
        turn.say("utter_why_shown", name=name, reason=reason)
    state = SearchState.from_slot(turn.slot("search"))
    if not told and state is not None:
        turn.say("utter_why_searched", what=say_what(state, turn.words, action.services.currency))
    elif not told:
        turn.say("utter_why_unknown")
    return True


async def _reasons(action: ShopAction, turn: Turn, product_ids: list[str]) -> dict[str, str]:
    """What the recommender says of each at this moment; nothing of what it was searched for, which a search explains."""
    if turn.slot("search") is not None:
        return {}
    shopper = None if turn.held.gift else await asyncio.to_thread(action.services.shoppers.of_turn, turn)
    found = await asyncio.to_thread(
        action.services.recommendations.recommend,
        turn.words,
        now=turn.now,
        customer_id=None if turn.held.gift else turn.metadata.customer_id,
        visitor_id=None if turn.held.gift else turn.metadata.visitor_id or None,
        filters=Filters(),
        among=product_ids,
        exclude=only_here(turn),
        top_k=len(product_ids),
        held=turn.held,
        shopper=shopper,
    )
    return {card["product_id"]: str(card["reason"]) for card in found.cards if card.get("reason")}
