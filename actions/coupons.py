"""``coupons_for_me``: the offers this customer may use, the best fitting first, each with its true reason.

Where a thing is named ("any code for jackets"), or "that" is one that is shown, those made for it.
"""

from __future__ import annotations

import asyncio
import re

from actions.action import ShopAction
from actions.coupon_named import offer_named, tell_each, tell_named
from actions.coupon_talk import answered_at_large, codes_said, tell_code
from actions.faq_first import surely_answered
from actions.faq_talk import goes_on_after_answer
from actions.results import person_button
from actions.services.search_state import SearchState, read_conditions
from actions.topic import remember_code
from actions.turn import Turn
from shop import blocks
from shop.catalogue import Product

_THINGS = ("type", "category", "brand")
_THAT = re.compile(r"\b(?:it|this|that|these|those|them|one|ones)\b", re.IGNORECASE)

_FOR_WHOM = re.compile(r"\b(?:for|as) (?!(?:me|us|my|it|this|that|these|those|today|now|the)\b)[a-z]", re.IGNORECASE)


class Coupons(ShopAction):
    action_name = "action_coupons"

    async def goes_on(self, turn: Turn) -> bool:
        return not codes_said(turn) and await goes_on_after_answer(self, turn, surely=True)

    async def answer(self, turn: Turn) -> None:
        codes = codes_said(turn)
        for code in codes:
            await tell_code(self, turn, code)
        if codes:
            return
        if await self._for_people(turn) or await answered_at_large(self, turn, code=False) or await self._for_things(turn):
            return
        things = any(e.get("entity") in _THINGS for e in turn.entities)
        if (
            not things
            and offer_named(turn.text)
            and (await surely_answered(self.services, turn) or await tell_named(self, turn))
        ):
            return
        offers = await asyncio.to_thread(
            self.services.offers.for_customer,
            turn.words,
            now=turn.now,
            customer_id=turn.metadata.customer_id,
            cart=turn.metadata.cart,
            shown_in=turn.metadata.conversation_id,
        )
        remember_code(turn, None)
        if not offers:
            turn.say("utter_coupons_none")
            turn.send(blocks.quick_replies([person_button(turn)]))
            return
        turn.say("utter_coupons", count=len(offers))
        turn.send(*offers)

    async def _for_people(self, turn: Turn) -> bool:
        """ "a discount for nurses": where the shop says who gets one."""
        things = any(e.get("entity") in _THINGS for e in turn.entities)
        return not things and bool(_FOR_WHOM.search(turn.text)) and await surely_answered(self.services, turn)

    async def _for_things(self, turn: Turn) -> bool:
        """The offers made for what is spoken of, those too that the customer may use once signed in or a member."""
        products = await self._spoken_of(turn)
        if not products:
            return False
        found = await asyncio.to_thread(
            self.services.offers.fitting, products, now=turn.now, customer_id=turn.metadata.customer_id
        )
        if not found:
            turn.say("utter_coupon_not_for_that")
            return False
        tell_each(turn, found)
        return True

    async def _spoken_of(self, turn: Turn) -> list[Product]:
        catalogue = self.services.catalogue
        named = [e for e in turn.entities if e.get("entity") in _THINGS and e.get("role") != "not"]
        if named:
            state = SearchState(
                query=" ".join(str(e.get("value")) for e in named), filters=read_conditions(named, self.services.currency)
            )
            found = await asyncio.to_thread(catalogue.search, state, turn.words)
            return await asyncio.to_thread(catalogue.products, found.product_ids)
        if turn.named.product_ids:
            return await asyncio.to_thread(catalogue.products, turn.named.product_ids)
        if _THAT.search(turn.text):
            return await asyncio.to_thread(catalogue.products, [turn.focus] if turn.focus else turn.shown)
        return []
