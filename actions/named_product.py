"""A message that names a product in full is about that product, whatever else it sounded like."""

from __future__ import annotations

import re

from actions.action import ShopAction
from actions.compare import compare, compares
from actions.product_answer import answer_about
from actions.product_details import show_details
from actions.services.wishes import telling
from actions.turn import Turn

_ASKS = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|hi|hello|hey|please)\b\W*)*"
    r"(?:is|are|was|does|do|did|has|can|could|will|would|how|what|which|who|where|when|why)\b",
    re.IGNORECASE,
)
_TO_SEE = re.compile(
    r"\b(?:(?:do|have) you (?:still |also )?(?:have|sell|carry|stock|got)"
    r"|(?:can|could) (?:i|you|we) (?:please )?(?:see|show|find|buy))\b",
    re.IGNORECASE,
)
_WANTED = re.compile(r"\b(?:show|see|find|buy|order|look\w*|search\w*|want|need|interested|details?|tell|about|take)\b", re.I)


async def about_named(action: ShopAction, turn: Turn) -> bool:
    """Compares, shows or answers about what the message names. False when it names nothing."""
    named = turn.named.product_ids
    if not named:
        return False
    if len(named) > 1 and compares(turn.text):
        await compare(action.services, turn, list(named))
        return True
    if asks(turn.named.without_names(turn.text), turn):
        return await answer_about(action, turn, named[0])
    await show_details(action, turn, named[0])
    return True


async def answered_of_named(action: ShopAction, turn: Turn) -> bool:
    """For what sounded like a question to the shop: only when the product's own record or text says it."""
    named = turn.named.product_ids
    return bool(named) and await answer_about(action, turn, named[0], known_only=True)


def asks(rest: str, turn: Turn) -> bool:
    """Does what stands around the name ask something of the product, rather than ask for it?"""
    if _TO_SEE.search(rest):
        return any(e.get("entity") in ("colour", "size") for e in turn.entities)
    if _ASKS.search(rest) or rest.rstrip().endswith("?"):
        return True
    asked = any(e.get("entity") not in ("type", "category", "brand") for e in turn.entities)
    kind = {word for e in turn.entities if e.get("entity") == "type" for word in str(e.get("value")).lower().split()}
    left = [word for word in telling(rest, []) if word.removesuffix("s") not in kind and word not in kind]
    return bool(left or asked) and not _WANTED.search(rest)
