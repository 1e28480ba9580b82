"""``cancel`` with no form open: what was looked for, or a review set aside, is forgotten; "start over" forgets the list too."""

from __future__ import annotations

from typing import ClassVar

from actions.action import ShopAction
from actions.faq_first import surely_answered
from actions.review_form import REVIEW_SLOTS, is_set_aside
from actions.services.taken_back import starts_over
from actions.turn import Turn

SAYS_WHAT = 4  # words; who says less means what is going on here


class StartOver(ShopAction):
    action_name = "action_start_over"
    offers_back: ClassVar[bool] = False

    async def answer(self, turn: Turn) -> None:
        if starts_over(turn.text):
            begin_anew(turn)
        elif len(turn.text.split()) >= SAYS_WHAT and await surely_answered(self.services, turn):
            return  # "stop sending me so many mails"
        elif is_set_aside(turn):
            for slot in REVIEW_SLOTS:
                turn.remember(slot, None)
            turn.say("utter_review_left")
        elif turn.slot("search") is not None or turn.focus:
            turn.remember("search", None)
            turn.remember("focus", None)
            turn.say("utter_put_aside")
        else:
            turn.say("utter_nothing_to_cancel")


def begin_anew(turn: Turn) -> None:
    """As if nothing had been said yet."""
    for slot in ("search", "shown", "focus", *REVIEW_SLOTS):
        if turn.slot(slot) is not None:
            turn.remember(slot, None)
    turn.say("utter_started_over")
