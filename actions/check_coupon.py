"""``check_coupon``: what the pricing engine says of a code for this customer and cart; codes at large are the shop's FAQ."""

from __future__ import annotations

from actions.action import ShopAction
from actions.coupon_talk import answered_at_large, codes_said, goes_on_about_code, tell_code
from actions.faq_talk import goes_on_after_answer
from actions.turn import Turn


class CheckCoupon(ShopAction):
    action_name = "action_check_coupon"

    async def goes_on(self, turn: Turn) -> bool:
        return not codes_said(turn) and await goes_on_after_answer(self, turn, surely=True)

    async def answer(self, turn: Turn) -> None:
        codes = codes_said(turn)
        if await answered_at_large(self, turn, code=bool(codes)):
            return
        last = goes_on_about_code(turn)
        for code in codes or ([last] if last else []):
            await tell_code(self, turn, code)
        if not codes and not last:
            turn.say("utter_coupon_which")
