"""``cancel``: out of the review form, with nothing kept."""

from __future__ import annotations

from typing import ClassVar

from actions.action import ShopAction
from actions.review_form import leave_review_form
from actions.turn import Turn


class LeaveReviewForm(ShopAction):
    action_name = "action_leave_review_form"
    offers_back: ClassVar[bool] = False

    async def answer(self, turn: Turn) -> None:
        leave_review_form(turn)
        turn.say("utter_review_left")
