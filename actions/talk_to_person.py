"""``talk_to_person`` and ``complain``: the gateway puts the conversation into the desk's queue."""

from __future__ import annotations

from typing import ClassVar

from actions.action import ShopAction
from actions.asks_for_person import hand_over
from actions.turn import Turn


class TalkToPerson(ShopAction):
    action_name = "action_talk_to_person"
    offers_back: ClassVar[bool] = False

    async def answer(self, turn: Turn) -> None:
        hand_over(turn)
