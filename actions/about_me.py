"""``about_me``: what the customer says of themselves, what is known of them, and what is to be forgotten of it.

All of it is heard with every message (see hearing); here are the buttons, and what was not understood as any of these.
"""

from __future__ import annotations

import re
from typing import ClassVar

from actions.action import ShopAction
from actions.faq_first import surely_answered
from actions.hearing import end_gift, forget_facts, tell_known
from actions.recommend import Recommend
from actions.results import kind_is_known
from actions.searching import search_and_show
from actions.services.search_state import begin
from actions.turn import Turn

_RECOMMENDS = re.compile(r"\b(?:recommend|suggest|something for me)", re.IGNORECASE)


class AboutMe(ShopAction):
    action_name = "action_about_me"
    may_be_told: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        if turn.entity("for_me"):
            end_gift(turn)
            await Recommend(self.services, self._now).answer(turn)
            return
        marks = str(turn.entity("forget") or "")
        if marks:
            asked = set(marks.split(","))
            forget_facts(turn, [fact for fact in turn.held.facts if fact.get("id") in asked])
        elif turn.dispatcher.messages:  # what was noted is said; a wish may stand beside it
            await self._wish(turn)
        elif not turn.text or not await surely_answered(self.services, turn):  # "what data do you have about me" is the FAQ's
            await tell_known(self, turn)

    async def _wish(self, turn: Turn) -> None:
        """ "I'm allergic to wool, show me beanies"."""
        state = begin(turn.text, turn.entities, self.services.currency)
        if kind_is_known(state):
            await search_and_show(self, turn, state)
        elif _RECOMMENDS.search(turn.text):
            await Recommend(self.services, self._now).answer(turn)
