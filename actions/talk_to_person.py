"""``talk_to_person`` and ``complain``: the gateway puts the conversation into the desk's queue."""

from __future__ import annotations

from typing import ClassVar

from actions.action import ShopAction
from actions.turn import Turn


class TalkToPerson(ShopAction):
    action_name = "action_talk_to_person"
    offers_back: ClassVar[bool] = False

    async def answer(self, turn: Turn) -> None:
        complaint = turn.intent == "complain"
        turn.say("utter_handover_complaint" if complaint else "utter_handover")
        turn.send(effects=[{"type": "hand_over", "reason": "complaint" if complaint else "asked"}])
