"""``change_order``: a chat changes no order. The shop's own answer to it when there is one, and a person."""

from __future__ import annotations

import asyncio

from actions.action import ShopAction
from actions.results import person_button
from actions.turn import Turn
from shop import blocks


class ChangeOrder(ShopAction):
    action_name = "action_change_order"

    async def answer(self, turn: Turn) -> None:
        answered = await asyncio.to_thread(self.services.answers.of_shop, turn.text)
        if answered.sure:
            turn.send(blocks.text(answered.candidates[0].answer))
            turn.say("utter_order_change_person")
        else:
            turn.say("utter_order_change")
        turn.send(blocks.quick_replies([person_button(turn)]))
