"""``check_coupon``: what the pricing engine says of a code for this customer and cart."""

from __future__ import annotations

import asyncio
from functools import partial

from actions import sources
from actions.action import ShopAction
from actions.turn import Turn


class CheckCoupon(ShopAction):
    action_name = "action_check_coupon"

    async def answer(self, turn: Turn) -> None:
        code = turn.entity("coupon_code")
        if not isinstance(code, str) or not code.strip():
            turn.say("utter_coupon_which")
            return
        look = partial(
            self.services.offers.check,
            code.strip(),
            turn.words,
            now=turn.now,
            customer_id=turn.metadata.customer_id,
            cart=turn.metadata.cart,
        )
        verdict = await asyncio.to_thread(look)
        again = sources.worked_out(lambda: map(str, look().values.values()))  # by the pricing engine
        turn.say(verdict.response, about=[again], **verdict.values)
        if verdict.block:
            turn.send(verdict.block)
