"""``order_status``: of the customer whom the shop's signed token named, never of a typed name or number alone."""

from __future__ import annotations

import asyncio

from actions import sources
from actions.action import ShopAction
from actions.services.cards import payload
from actions.turn import Turn
from shop import blocks


class OrderStatus(ShopAction):
    action_name = "action_order_status"

    async def answer(self, turn: Turn) -> None:
        customer_id = turn.metadata.customer_id
        if customer_id is None:
            turn.say("utter_sign_in")
            return
        orders = self.services.orders
        number = turn.entity("order_number")
        if number is not None:
            order = await asyncio.to_thread(orders.one, customer_id, str(number))
            if order is None:
                turn.say("utter_order_not_found", order_id=str(number)[:40])
                return
            others = []
        else:
            latest = await asyncio.to_thread(orders.latest, customer_id)
            if not latest:
                turn.say("utter_order_none")
                return
            order, *others = latest
        about = [sources.order(order.order_id)]
        status = turn.words.text(f"utter_status_{order.status}")
        turn.say("utter_order", about=about, order_id=order.order_id, status=status)
        if order.expected_at is not None and order.status in ("placed", "paid", "packed", "shipped"):
            turn.say("utter_order_expected", about=about, date=f"{order.expected_at:%Y-%m-%d}")
        turn.send(await asyncio.to_thread(orders.block, order))
        if others:
            turn.say("utter_order_others")
            buttons = [
                blocks.button(
                    turn.words.label("utter_label_order", order_id=other.order_id),
                    payload=payload("order_status", order_number=other.order_id),
                )
                for other in others[:3]
            ]
            turn.send(blocks.quick_replies(buttons))
