"""A question about one product: from its record, else from its own text, else honestly not known."""

from __future__ import annotations

import asyncio

from actions.action import ShopAction
from actions.results import person_button
from actions.services.record_answers import from_record
from actions.turn import Turn
from shop import blocks


async def answer_about(action: ShopAction, turn: Turn, product_id: str, *, known_only: bool = False) -> bool:
    """The product is in focus from then on. ``known_only``: says nothing, and gives False, when nothing of it answers."""
    services = action.services
    known = await asyncio.to_thread(services.catalogue.product, product_id)
    said = from_record(known, turn.text, turn.entities) if known else None
    if known is not None and said is not None:
        turn.remember("focus", known.product_id)
        turn.say(said.response, name=known.name, **said.values)
        return True
    answered = await asyncio.to_thread(services.answers.of_product, product_id, turn.named.without_names(turn.text))
    if answered is None:
        turn.say("utter_product_gone")
        return True
    product, passage = answered
    if passage is None and known_only:
        return False
    turn.remember("focus", product.product_id)
    if passage is None:
        turn.say("utter_product_answer_unknown", name=product.name)
        turn.send(blocks.quick_replies([person_button(turn)]))
    else:
        turn.say("utter_product_answer", name=product.name, answer=passage)
    return True
