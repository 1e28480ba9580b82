"""A question about one product: from its record, else from its own text, else honestly not known."""

from __future__ import annotations

import asyncio

from actions import sources
from actions.action import ShopAction
from actions.results import person_button
from actions.said_by_customers import asks_what_is_said, tell_what_is_said
from actions.services.record_answers import about_a_part, from_record
from actions.services.sides import Sides
from actions.turn import Turn
from retrieval.answer import Passage
from shop import blocks
from shop.catalogue import Product


async def answer_about(action: ShopAction, turn: Turn, product_id: str, *, known_only: bool = False) -> bool:
    """The product is in focus from then on. ``known_only``: says nothing, and gives False, when nothing of it answers."""
    services = action.services
    known = await asyncio.to_thread(services.catalogue.product, product_id)
    at_large = known is not None and asks_what_is_said(turn.text) and not about_a_part(turn.text)
    if at_large and known is not None and await tell_what_is_said(action, turn, known):
        return True
    said = from_record(known, turn.text, turn.entities) if known else None
    if known is not None and said is not None:
        turn.remember("focus", known.product_id)
        turn.say(said.response, about=[sources.product(known.product_id)], name=known.name, **said.values)
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
        await say_passage(action, turn, product, passage)
    return True


async def say_passage(action: ShopAction, turn: Turn, product: Product, passage: Passage) -> None:
    """With where it comes from; customers' words stand in quotation marks and are counted."""
    if passage.kind == "reviews":
        sides = await asyncio.to_thread(action.services.answers.sides, passage)
        _say_reviews(turn, product, passage, sides)
        return
    response = {"attribute": "utter_product_answer_data", "name": "utter_product_answer_name"}.get(
        passage.kind, "utter_product_answer"
    )
    turn.say(response, about=[sources.product(product.product_id)], name=product.name, answer=passage.text)


def _say_reviews(turn: Turn, product: Product, passage: Passage, sides: Sides | None) -> None:
    counted = {"name": product.name, "said_by": passage.said_by, "of": passage.of}
    about = [sources.reviews(product.product_id)]
    if sides is None:
        quoted = " ".join(map(_quoted, passage.quotes))
        turn.say("utter_product_answer_reviews", about=about, **counted, answer=quoted)
        return
    turn.say(
        "utter_product_answer_reviews_differ",
        about=about,
        **counted,
        praise=sides.praise,
        complaints=sides.complaints,
        praising=_quoted(sides.praising),
        complaining=_quoted(sides.complaining),
    )


def _quoted(text: str) -> str:
    return f"\u201c{text}\u201d"
