"""A short message that goes on with what was talked about, whatever the classifier took it for.

"the other one" after an order, "until when?" after a code, "which one is brighter?" after a comparison: such a message says too
little by itself to be classified. Actions that are guessed at for want of words ask here first.
"""

from __future__ import annotations

import asyncio
import re
from typing import ClassVar

from actions import sources
from actions.action import ShopAction
from actions.asking_back import answered
from actions.asks_for_person import asks_for_person, hand_over
from actions.bare_condition import narrows, size_said
from actions.cart_total import asks_for_total, tell_total
from actions.compare import compare, compared
from actions.coupon_talk import answered_at_large, goes_on_about_code, tell_code
from actions.faq_talk import goes_on_after_answer
from actions.goes_with import asks_what_goes_with, asks_what_goes_with_own, show_what_goes_with
from actions.order_talk import goes_on_about_order
from actions.product_answer import answer_about
from actions.reference import ordinal
from actions.services.record_answers import from_record
from actions.similar import similar_to_own
from actions.topic import COUPON, is_about, is_short
from actions.turn import Turn
from actions.which import answer_which

_IT = re.compile(r"\b(?:it|its|it's|they|them|these|those)\b", re.IGNORECASE)
_OF_THE_SHOP = re.compile(
    r"\b(?:ship\w*|deliver\w*|post(?:age)?|return\w*|refund\w*|exchange\w*|warranty|repair\w*|wrap\w*)\b", re.I
)


class FollowsUp(ShopAction):
    """The base of actions that a message too short to be classified may land at."""

    points: ClassVar[bool] = True

    async def goes_on(self, turn: Turn) -> bool:
        if not turn.text or turn.pressed:
            return False
        if asks_for_person(turn):
            hand_over(turn)
            return True
        if await answered(self, turn):
            return True
        if asks_for_total(turn):
            await tell_total(self, turn)
            return True
        if await size_said(self, turn):
            return True
        if asks_what_goes_with(turn) and await show_what_goes_with(self, turn):
            return True
        own = await asks_what_goes_with_own(self, turn)
        if own is not None and await show_what_goes_with(self, turn, own):
            return True
        if await similar_to_own(self, turn):
            return True
        code = goes_on_about_code(turn, of_a_thing=self.about_a_product and not turn.named.product_ids)
        if code is not None:
            await tell_code(self, turn, code)
            return True
        if is_about(turn, COUPON) and await answered_at_large(self, turn, code=False):
            return True
        if await goes_on_about_order(self, turn) or await answer_which(self, turn):
            return True
        several = compared(turn, named_only=True)
        if len(several) > 1:
            await compare(self.services, turn, several)
            return True
        if await self._of_a_place(turn) or await narrows(self, turn):
            return True
        if not self.about_a_product and await goes_on_after_answer(self, turn):
            return True
        return await self._of_the_one(turn)

    async def _of_the_one(self, turn: Turn) -> bool:
        """ "and what do people think of it?", where nothing was understood: asked of the product looked at, if that says it."""
        one = turn.focus if _IT.search(turn.text) else None
        if one is None and len(turn.shown) == 1 and "?" in turn.text:
            one = turn.shown[0]
        return self.lost and one is not None and is_short(turn) and await answer_about(self, turn, one, known_only=True)

    async def _of_a_place(self, turn: Turn) -> bool:
        """ "is number three sold out?": a product shown is named by its place, and its record answers."""
        if self.about_a_product or turn.entity("ordinal") is None or _OF_THE_SHOP.search(turn.text):
            return False
        place = ordinal(turn.entity("ordinal"), len(turn.shown))
        product = await asyncio.to_thread(self.services.catalogue.product, turn.shown[place]) if place is not None else None
        said = from_record(product, turn.text, ()) if product is not None else None
        if product is None or said is None:
            return False
        turn.remember("focus", product.product_id)
        turn.say(said.response, about=[sources.product(product.product_id)], name=product.name, **said.values)
        return True
