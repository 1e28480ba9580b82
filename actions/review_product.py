"""``leave_review``: begin a review, of the product named or looked at when that is clear; or go on with the one set aside."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from actions.action import ShopAction
from actions.reference import refer
from actions.review_form import REVIEW_SLOTS, wants_back
from actions.services.reviews import matching_name, read_stars
from actions.turn import Turn


class ReviewProduct(ShopAction):
    action_name = "action_review_product"
    offers_back: ClassVar[bool] = False
    points: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        begun = turn.slot("review_product")
        if isinstance(begun, Mapping) and wants_back(turn):
            turn.say("utter_review_back", name=str(begun.get("name") or ""))
            return
        for slot in REVIEW_SLOTS:
            turn.remember(slot, None)
        product = None
        likely = await asyncio.to_thread(self.services.reviews.likely_products, turn.shown, turn.metadata.customer_id)
        if turn.text:
            product = matching_name(turn.text, likely)
        if product is None:
            reference = refer(turn)
            if reference.product_id is not None:
                product = await asyncio.to_thread(self.services.catalogue.product, reference.product_id)
        if product is not None:
            turn.remember("review_product", {"product_id": product.product_id, "name": product.name})
            turn.remember("focus", product.product_id)
            turn.say("utter_review_for", name=product.name)
            stars = read_stars(turn.entity("stars"))
            if stars is not None:
                turn.remember("review_stars", stars)
