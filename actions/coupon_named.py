""" "do you have a student discount", "when is the autumn sale": an offer asked for by name, told, or said not to be there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from actions import sources
from actions.action import ShopAction
from actions.services.offers import coupon_block, terms_of
from actions.services.wishes import is_telling
from actions.topic import remember_code
from actions.turn import Turn
from retrieval.words import STOP, listed
from shop.promotions import Promotion, Refusal

_OFFER = r"(?:discount|sale|deal|offer|coupon|promo(?:tion)?|voucher|code|special|reduction)s?"
_NAMED = re.compile(rf"(?P<said>(?:[a-z][\w'’]*[\s-]+){{1,3}}){_OFFER}\b(?!\s*-)", re.IGNORECASE)
_FOR = re.compile(
    rf"\b{_OFFER}\s+(?:(?:do|does|would|will) you (?:have|offer|give|do)\s+|(?:is|are) there\s+)?(?:for|during)\s+"
    r"(?:the\s+|an?\s+|being\s+)*(?P<said>(?:[a-z][\w'’]*\s*){1,2})\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w-]*(?!['’\w])")
#: words of any talk of offers: they name none
_PLAIN = frozenset(
    listed(
        """
        discount discounts sale sales deal deals offer offers coupon coupons promo promos promotion promotions voucher vouchers
        code codes special specials reduction reductions current active valid working available running ongoing extra additional
        big bigger huge secret hidden today tonight week weekend month year right now online shop store site website percent off
        free shipping delivery customer customers shopper shoppers account order orders price prices money save saving savings
        first next last upcoming future new it them those these this that me us start starts started end ends ending happen
        happening going applied apply applies use works work there anything something everything one ones checkout basket cart
        """
    )
)


def offer_named(text: str) -> str:
    """The name in the customer's words ("student"); "" where an offer is asked for without one."""
    for pattern in (_NAMED, _FOR):
        for match in pattern.finditer(text):
            words = [w for w in _WORD.findall(match.group("said")) if _names(w.lower())]
            if words:
                return " ".join(words)
    return ""


def _names(word: str) -> bool:
    return word not in _PLAIN and word not in STOP and is_telling(word)


async def tell_named(action: ShopAction, turn: Turn) -> bool:
    """True when offers of that name were told. Where there is none that is said, and False: others may follow."""
    said = offer_named(turn.text)
    if not said:
        return False
    found = await asyncio.to_thread(action.services.offers.called, said, now=turn.now, customer_id=turn.metadata.customer_id)
    if not found:
        turn.say("utter_coupon_no_such", said=said)
        return False
    tell_each(turn, found)
    return True


def tell_each(turn: Turn, found: Sequence[tuple[Promotion, Refusal | None]]) -> None:
    """Each with its terms, and a coupon where nothing keeps the customer from using it; "it" is the first from here on."""
    for promotion, refusal in found:
        about = [sources.promotion(promotion.promotion_id)]
        turn.say("utter_coupon_fitting", about=about, **terms_of(promotion, turn.now))
        if refusal is None:
            turn.send(coupon_block(promotion, turn.now))
    remember_code(turn, found[0][0].code or None)
