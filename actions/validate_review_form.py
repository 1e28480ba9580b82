"""The review form's answers: which product, how many stars, and in words.

Sets no slot when the customer wants something else (cancel, a person, another button or question): the form then rejects
and the bot's rules do it.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from actions.action import ShopAction
from actions.reference import refer
from actions.review_form import comes_back, leave_review_form, leaves_by_word
from actions.services.cards import payload
from actions.services.form_answers import ALWAYS, NAMING, is_request, leaves_product, leaves_stars, leaves_text, says_stars
from actions.services.reviews import MINIMUM_TEXT, all_named, matching_name, read_stars
from actions.services.search_state import SearchState
from actions.turn import Turn
from shop import blocks
from shop.catalogue import Product

_CONDITIONS = ("price_min", "price_max", "rating_min", "in_stock")


class ValidateReviewForm(ShopAction):
    action_name = "validate_review_form"
    offers_back: ClassVar[bool] = False
    points: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        asked = turn.slot("requested_slot")
        if asked is not None and comes_back(turn):
            return
        if asked is None:  # the form has just begun: what ``leave_review`` filled in stands
            for slot in ("review_product", "review_stars"):
                if turn.slot(slot) is not None:
                    turn.remember(slot, turn.slot(slot))
            return
        if turn.pressed and turn.intent != "leave_review":
            return
        if (
            leaves_by_word(turn.text) and turn.intent not in ALWAYS
        ):  # with these the form ends here, and ``submit_review`` says so
            leave_review_form(turn)
            return
        if turn.intent in ALWAYS and not (asked == "review_text" and len(turn.text) > 80):
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
        reviews, catalogue = self.services.reviews, self.services.catalogue
        likely = await asyncio.to_thread(reviews.likely_products, turn.shown, turn.metadata.customer_id)
        named = turn.intent in NAMING and not is_request(turn.text)
        product = matching_name(turn.text, likely, whole=not named)
        pointed = turn.entity("product") is not None or (turn.entity("ordinal") is not None and named)
        if product is None and pointed:
            reference = refer(turn)
            if reference.product_id is not None:
                product = await asyncio.to_thread(catalogue.product, reference.product_id)
        named_alike: list[Product] = []
        if product is None and turn.text:
            found = await asyncio.to_thread(catalogue.search, SearchState(query=turn.text), turn.words)
            close = await asyncio.to_thread(catalogue.products, found.product_ids)
            product = matching_name(turn.text, close, whole=not named)
            named_alike = all_named(turn.text, [*likely, *(p for p in close if p not in likely)])
            likely = named_alike or likely or close
        conditions = any(turn.entity(name) is not None for name in _CONDITIONS)
        if product is None and not named_alike and leaves_product(turn.text, turn.intent, conditions=conditions):
            return
        if product is None:
            turn.remember("review_product", None)
            turn.say("utter_review_product_which" if named_alike else "utter_review_product_unknown")
            buttons = [
                blocks.button(p.name[:80], payload=payload("leave_review", product=p.product_id)) for p in likely[:4] if p.name
            ]
            buttons.append(blocks.button(turn.words.label("utter_label_cancel"), payload=payload("cancel")))
            turn.send(blocks.quick_replies(buttons))
            return
        turn.remember("review_product", {"product_id": product.product_id, "name": product.name})
        turn.remember("focus", product.product_id)
        turn.say("utter_review_for", name=product.name)

    def _stars(self, turn: Turn) -> None:
        stars = read_stars(turn.entity("stars"))
        stars = stars if stars is not None else says_stars(turn.text, read_stars(turn.text))
        if leaves_stars(turn.text, turn.intent, stars=stars) and not turn.pressed:
            return
        turn.remember("review_stars", stars)
        if stars is None:
            turn.say("utter_review_stars_invalid")

    def _text(self, turn: Turn) -> None:
        text = turn.text.strip()
        confidence = dict(turn.ranking).get(turn.intent, 1.0)
        if leaves_text(text, turn.intent, confidence, minimum=MINIMUM_TEXT):
            return
        if len(text) < MINIMUM_TEXT:
            turn.remember("review_text", None)
            turn.say("utter_review_text_short", minimum=MINIMUM_TEXT)
            return
        turn.remember("review_text", text)
