""" "what's in my cart", "what's my total": the cart that the shop's page told of, by today's prices; else where it is."""

from __future__ import annotations

import asyncio
import re

from actions import sources
from actions.action import ShopAction
from actions.turn import Turn
from shop.money import money_text

TOLD = 5  # things by their names
_CART = r"(?:my\s+(?:shopping\s+)?(?:cart|basket)|the\s+(?:shopping\s+)?cart)"
_TOTAL = r"(?:my|the|our)\s+(?:cart\s+|basket\s+|order\s+)?(?:grand\s+|sub\s?)?total"
_LEAD = r"(?:what(?:['’]?s| is| are| does| do)?|how much(?:['’]?s| is| are| does| do)?|show(?: me)?|see|tell me|check)"
_ASKS = re.compile(
    rf"\b{_LEAD}\b.{{0,30}}\b(?:{_TOTAL}|{_CART}(?!\s+(?:page|button|icon)))(?!\w)|^\W*{_TOTAL}\W*$"
    r"|\bhow much (?:do i|will i|would i) (?:have to )?pay"
    r"\s*(?:in total|altogether|all together|for (?:everything|all(?: of (?:it|them|this))?))?\W*$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:add|put|remove|delete|empty|clear|work|error|cannot|can['’]?t|code|coupon|shipping|delivery)\b", re.I
)


def asks_for_total(turn: Turn) -> bool:
    return bool(_ASKS.search(turn.text)) and not _OTHER.search(turn.text)


async def tell_total(action: ShopAction, turn: Turn) -> None:
    lines = await asyncio.to_thread(action.services.offers.cart_lines, turn.metadata.cart)
    if not lines:
        turn.say("utter_cart_total_unknown")
        return
    currency = action.services.currency
    count = sum(line.quantity for line in lines)

    def total() -> str:
        now = action.services.offers.cart_lines(turn.metadata.cart)
        return money_text(sum(line.quantity * line.unit_price for line in now), currency)

    things = [f"{line.quantity} × {line.name}" for line in lines]
    about = sources.worked_out(lambda: (total(), str(count), *things))
    turn.say(
        "utter_cart_total" if len(lines) <= TOLD else "utter_cart_total_of_many",
        about=[about],
        count=count,
        things=", ".join(things[:TOLD]),
        total=await asyncio.to_thread(total),
    )
