"""``recommend_me``: what fits this customer, or what many like; each card says the reason that put it there."""

from __future__ import annotations

import asyncio

from actions.follow_up import FollowsUp
from actions.results import show
from actions.services.search_state import read_conditions
from actions.turn import Turn
from shop import blocks


class Recommend(FollowsUp):
    action_name = "action_recommend"

    async def answer(self, turn: Turn) -> None:
        filters = read_conditions(turn.entities, self.services.currency)
        found = await asyncio.to_thread(
            self.services.recommendations.recommend,
            turn.words,
            now=turn.now,
            customer_id=turn.metadata.customer_id,
            visitor_id=turn.metadata.visitor_id or None,
            filters=filters,
        )
        if not found.cards:
            turn.say("utter_recommend_none")
            return
        turn.say("utter_recommend_personal" if found.personal else "utter_recommend_popular")
        turn.remember("search", None)
        coupons = blocks.button(turn.words.label("utter_label_coupons"), payload="/coupons_for_me")
        show(turn, found.cards, coupons)
