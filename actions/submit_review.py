"""The finished review form: the review is stored together with the job that scores it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from actions.action import ShopAction
from actions.review_form import leave_review_form
from actions.turn import Turn


class SubmitReview(ShopAction):
    action_name = "action_submit_review"
    offers_back: ClassVar[bool] = False

    async def answer(self, turn: Turn) -> None:
        product, stars, text = turn.slot("review_product"), turn.slot("review_stars"), turn.slot("review_text")
        if not isinstance(product, Mapping) or not isinstance(stars, int) or not isinstance(text, str):
            leave_review_form(turn)
            turn.say("utter_review_left")
            return
        await asyncio.to_thread(
            self.services.reviews.add,
            product_id=str(product["product_id"]),
            stars=stars,
            text=text,
            customer_id=turn.metadata.customer_id,
            conversation_id=turn.metadata.conversation_id,
            seq=turn.metadata.seq,
            now=turn.now,
        )
        leave_review_form(turn)
        turn.say("utter_review_thanks", name=str(product.get("name") or ""))
