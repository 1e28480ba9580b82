"""``about_me``: what the customer says of themselves, what is known of them, and what is to be forgotten of it.

All of it is heard with every message (see hearing); here are the buttons, and what was not understood as any of these.
"""

from __future__ import annotations

from typing import ClassVar

from actions.action import ShopAction
from actions.hearing import forget_facts, tell_known
from actions.turn import Turn


class AboutMe(ShopAction):
    action_name = "action_about_me"
    may_be_told: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        marks = str(turn.entity("forget") or "")
        if marks:
            asked = set(marks.split(","))
            forget_facts(turn, [fact for fact in turn.held.facts if fact.get("id") in asked])
        elif turn.dispatcher.messages:  # what was noted is said
            return
        else:
            tell_known(self, turn)
