"""``change_order``: a chat changes no order. The shop's own answer to it when there is one, and a person."""

from __future__ import annotations

from actions.action import ShopAction
from actions.own_answer import own_answer
from actions.turn import Turn


class ChangeOrder(ShopAction):
    action_name = "action_change_order"

    async def answer(self, turn: Turn) -> None:
        await own_answer(
            self.services, turn, unsure="utter_order_change", after="utter_order_change_person", subject="my order"
        )
