"""``product_question``: answered from the product's record and its own text, or honestly not known."""

from __future__ import annotations

import asyncio
import re

from actions.action import ShopAction
from actions.compare import compare, compared
from actions.reference import ask_which, refer
from actions.results import person_button
from actions.search_products import search_and_show
from actions.services.answers import things_named
from actions.services.record_answers import from_record
from actions.services.search_state import begin
from actions.services.wishes import telling
from actions.turn import Turn
from shop import blocks

_IT = re.compile(r"\b(?:it|its|this|that|these|those|they|them|one)\b", re.IGNORECASE)


class ProductQuestion(ShopAction):
    action_name = "action_product_question"
    about_a_product = True

    async def answer(self, turn: Turn) -> None:
        several = compared(turn)
        if several:
            await compare(self.services, turn, several)
            return
        reference = refer(turn)
        if reference.product_id is None:
            named = telling(turn.text, turn.entities) or things_named(turn.entities)
            if not turn.shown and named and not _IT.search(turn.text):  # "what does a kettle cost" opens the talk
                await search_and_show(self, turn, begin(turn.text, turn.entities, self.services.currency))
            else:
                ask_which(turn, reference)
            return
        known = await asyncio.to_thread(self.services.catalogue.product, reference.product_id)
        said = from_record(known, turn.text, turn.entities) if known else None
        if known is not None and said is not None:
            turn.remember("focus", known.product_id)
            turn.say(said.response, name=known.name, **said.values)
            return
        answered = await asyncio.to_thread(self.services.answers.of_product, reference.product_id, turn.text)
        if answered is None:
            turn.say("utter_product_gone")
            return
        product, passage = answered
        turn.remember("focus", product.product_id)
        if passage is None:
            turn.say("utter_product_answer_unknown", name=product.name)
            turn.send(blocks.quick_replies([person_button(turn)]))
            return
        turn.say("utter_product_answer", name=product.name, answer=passage)
