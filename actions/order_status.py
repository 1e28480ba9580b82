"""``order_status``: of the customer whom the shop's signed token named, never of a typed name or number alone."""

from __future__ import annotations

import asyncio
import re

from actions.action import ShopAction
from actions.faq_talk import goes_on_after_answer
from actions.order_talk import answered_by_shop, answered_how, ask_to_sign_in, orders_said, tell_orders
from actions.services.orders_meant import speaks_of_several
from actions.topic import ORDER, is_about, named_last, remember_order
from actions.turn import Turn

#: of any order, and not where this one is
_AT_LARGE = re.compile(r"\b(?:how long|how many|how fast|how much|costs?|free|possible|can i|do you)\b", re.IGNORECASE)


class OrderStatus(ShopAction):
    action_name = "action_order_status"

    async def answer(self, turn: Turn) -> None:
        customer_id = turn.metadata.customer_id
        if await self._of_the_answer(turn):
            return
        if customer_id is None:
            if not await answered_how(self, turn):
                ask_to_sign_in(turn)
            return
        orders = self.services.orders
        number = turn.entity("order_number")
        if number is not None:
            order = await asyncio.to_thread(orders.one, customer_id, str(number))
            if order is None:
                turn.say("utter_order_not_found", order_id=str(number)[:40])
                remember_order(turn, named_last(turn, ORDER))
            else:
                await tell_orders(self, turn, [order], [])
            return
        meant = await orders_said(self, turn)
        if not meant and await answered_by_shop(self, turn):
            return
        latest = await asyncio.to_thread(orders.latest, customer_id)
        if not latest:
            turn.say("utter_order_none")
            return
        told = (meant if speaks_of_several(turn.text) else meant[:1]) or latest[:1]
        shown = {order.order_id for order in told}
        await tell_orders(self, turn, told, [order for order in (meant or latest) if order.order_id not in shown])

    async def _of_the_answer(self, turn: Turn) -> bool:
        """ "and how long does it take?", after what delivery costs, with no order talked about."""
        if is_about(turn, ORDER) or turn.entity("order_number") is not None or not _AT_LARGE.search(turn.text):
            return False
        return await goes_on_after_answer(self, turn, surely=True)
