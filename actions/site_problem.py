"""``site_problem``: the shop's pages fail the customer. An apology, what can be done here instead, and a person."""

from __future__ import annotations

from actions.follow_up import FollowsUp
from actions.own_answer import own_answer
from actions.turn import Turn


class SiteProblem(FollowsUp):
    action_name = "action_site_problem"

    async def answer(self, turn: Turn) -> None:
        await own_answer(self.services, turn, unsure="utter_site_problem")
