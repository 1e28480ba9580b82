"""``out_of_scope``: an honest answer, and what can be done here."""

from __future__ import annotations

from typing import ClassVar

from actions.faq_first import surely_answered
from actions.follow_up import FollowsUp
from actions.named_product import about_named
from actions.results import person_button
from actions.search_products import wish_to_buy
from actions.turn import Turn
from shop import blocks


class OutOfScope(FollowsUp):
    action_name = "action_out_of_scope"
    lost: ClassVar[bool] = True
    may_be_told: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        if await about_named(self, turn) or await surely_answered(self.services, turn) or await wish_to_buy(self, turn):
            return
        turn.remember("lost", turn.mark or None)
        turn.say("utter_out_of_scope")
        words = turn.words
        turn.send(
            blocks.quick_replies(
                [
                    blocks.button(words.label("utter_label_recommend"), payload="/recommend_me"),
                    blocks.button(words.label("utter_label_coupons"), payload="/coupons_for_me"),
                    person_button(turn),
                ]
            )
        )
