"""``account_help``: the way into the account and what stands in it. The chat opens no account; a person checks who asks."""

from __future__ import annotations

from actions.follow_up import FollowsUp
from actions.own_answer import own_answer
from actions.turn import Turn


class AccountHelp(FollowsUp):
    action_name = "action_account_help"

    async def answer(self, turn: Turn) -> None:
        await own_answer(self.services, turn, unsure="utter_account_help")
