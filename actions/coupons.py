"""``coupons_for_me``: the offers this customer may use, the best fitting first, each with its true reason."""

from __future__ import annotations

import asyncio

from actions.action import ShopAction
from actions.results import person_button
from actions.turn import Turn
from shop import blocks


class Coupons(ShopAction):
    action_name = "action_coupons"

    async def answer(self, turn: Turn) -> None:
        offers = await asyncio.to_thread(
            self.services.offers.for_customer,
            turn.words,
            now=turn.now,
            customer_id=turn.metadata.customer_id,
            cart=turn.metadata.cart,
            shown_in=turn.metadata.conversation_id,
        )
        if not offers:
            turn.say("utter_coupons_none")
            turn.send(blocks.quick_replies([person_button(turn)]))
            return
        turn.say("utter_coupons", count=len(offers))
        turn.send(*offers)
