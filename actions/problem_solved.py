"""``problem_solved``: good to hear. "It should have been here on Monday" sounds near to it, and is a parcel waited for.

So is the one of "where is it now?".
"""

from __future__ import annotations

import asyncio

from actions.action import ShopAction
from actions.faq_entry import give_likely, say_entry
from actions.order_talk import goes_on_about_order, is_late, told_when
from actions.services.answers import ShopAnswer
from actions.turn import Turn


class ProblemSolved(ShopAction):
    action_name = "action_problem_solved"

    async def goes_on(self, turn: Turn) -> bool:
        return (is_late(turn.text) and await goes_on_about_order(self, turn)) or await told_when(self, turn)

    async def answer(self, turn: Turn) -> None:
        answered = await asyncio.to_thread(self.services.answers.of_shop, turn.text) if is_late(turn.text) else ShopAnswer()
        if answered.sure:
            await say_entry(self.services, turn, answered.candidates[0])
        elif answered.likely:
            await give_likely(self.services, turn, answered)
        else:
            turn.say("utter_problem_solved")
