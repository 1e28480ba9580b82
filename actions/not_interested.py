"""``not_interested``: the button on a recommended card, and its undo. Words are heard with every message (see refusing)."""

from __future__ import annotations

from actions.action import ShopAction
from actions.refusing import refuse, take_back
from actions.turn import Turn


class NotInterested(ShopAction):
    action_name = "action_not_interested"

    async def answer(self, turn: Turn) -> None:
        pressed = [product_id for product_id in str(turn.entity("product") or "").split(",") if product_id]
        if not pressed:  # said of nothing that was shown
            turn.say("utter_deny")
        elif turn.entity("undo"):
            await take_back(self, turn, pressed)
        else:
            await refuse(self, turn, pressed)
