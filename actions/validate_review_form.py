"""The review form's answers: which product, how many stars, and in words.

Sets no slot when the customer wants out (cancel, a person, another button): the form then rejects and the bot's rules decide.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from actions.action import ShopAction
from actions.reference import refer
from actions.services.cards import payload
from actions.services.reviews import MINIMUM_TEXT, matching_name, read_stars
from actions.services.search_state import SearchState
from actions.turn import Turn
from shop import blocks

#: intents that leave the form from every state, and those that do not when a text long enough for a review was asked for
LEAVING = frozenset({"cancel", "talk_to_person"})
LEAVING_UNLESS_TEXT = frozenset(
    {
        "deny", "complain", "search_product", "recommend_me", "recommend_gift", "coupons_for_me", "check_coupon", "faq",
        "order_status", "goodbye", "what_can_you_do", "cheaper", "other_language",
    }
)  # fmt: skip


class ValidateReviewForm(ShopAction):
    action_name = "validate_review_form"
    leaves_form: ClassVar[bool] = False

    async def answer(self, turn: Turn) -> None:
        asked = turn.slot("requested_slot")
        if asked is None:  # the form has just begun: what ``leave_review`` filled in stands
            for slot in ("review_product", "review_stars"):
                if turn.slot(slot) is not None:
                    turn.remember(slot, turn.slot(slot))
            return
        if turn.pressed and turn.intent != "leave_review":
            return
        if turn.intent in LEAVING and not (asked == "review_text" and len(turn.text) > 80):
            return
        if asked == "review_product":
            await self._product(turn)
        elif asked == "review_stars":
            self._stars(turn)
        elif asked == "review_text":
            self._text(turn)

    def when_failed(self, turn: Turn) -> None:
        super().when_failed(turn)
        asked = turn.slot("requested_slot")
        if asked:
            turn.remember(asked, None)

    async def _product(self, turn: Turn) -> None:
        likely = await asyncio.to_thread(self.services.reviews.likely_products, turn.shown, turn.metadata.customer_id)
        product = matching_name(turn.text, likely)
        if product is None and (turn.entity("ordinal") is not None or turn.entity("product") is not None):
            reference = refer(turn)
            if reference.product_id is not None:
                product = await asyncio.to_thread(self.services.catalogue.product, reference.product_id)
        if product is None and turn.intent in LEAVING_UNLESS_TEXT - {"search_product"}:
            return
        if product is None and turn.text:
            found = await asyncio.to_thread(self.services.catalogue.search, SearchState(query=turn.text), turn.words)
            product = matching_name(turn.text, await asyncio.to_thread(self.services.catalogue.products, found.product_ids))
            likely = likely or await asyncio.to_thread(self.services.catalogue.products, found.product_ids)
        if product is None:
            turn.remember("review_product", None)
            turn.say("utter_review_product_unknown")
            buttons = [
                blocks.button(p.name[:80], payload=payload("leave_review", product=p.product_id)) for p in likely[:4] if p.name
            ]
            buttons.append(blocks.button(turn.words.label("utter_label_cancel"), payload=payload("cancel")))
            turn.send(blocks.quick_replies(buttons))
            return
        turn.remember("review_product", {"product_id": product.product_id, "name": product.name})
        turn.say("utter_review_for", name=product.name)

    def _stars(self, turn: Turn) -> None:
        stars = read_stars(turn.entity("stars"))
        stars = stars if stars is not None else read_stars(turn.text)
        if stars is None and turn.intent in LEAVING_UNLESS_TEXT:
            return
        turn.remember("review_stars", stars)
        if stars is None:
            turn.say("utter_review_stars_invalid")

    def _text(self, turn: Turn) -> None:
        text = turn.text.strip()
        if len(text) < MINIMUM_TEXT and turn.intent in LEAVING_UNLESS_TEXT:  # "no thanks"
            return
        if len(text) < MINIMUM_TEXT:
            turn.remember("review_text", None)
            turn.say("utter_review_text_short", minimum=MINIMUM_TEXT)
            return
        turn.remember("review_text", text)
