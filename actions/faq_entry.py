"""An entry of the shop's questions and answers, said as its record has it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from actions import sources
from actions.results import person_button
from actions.services.answers import ShopAnswer
from actions.services.cards import payload
from actions.services.wiring import Services
from actions.topic import remember_answer
from actions.turn import Turn
from shop import blocks
from shop.catalogue import Faq


async def say_entry(services: Services, turn: Turn, entry: Faq, *, under_question: bool = False) -> None:
    """Where nothing of the answer may be said, that is said. ``under_question``: with the question that it answers."""
    answer = await asyncio.to_thread(services.told.faq, entry)
    if answer:
        turn.send(blocks.text(f"{entry.question}\n{answer}" if under_question else answer), about=[sources.faq(entry.faq_id)])
        remember_answer(turn, entry.faq_id)
    else:
        turn.say("utter_unproved")


async def give_likely(services: Services, turn: Turn, answered: ShopAnswer) -> None:
    """The first answer, under the question it answers, and what else may have been meant."""
    first, *others = answered.candidates
    await say_entry(services, turn, first, under_question=True)
    turn.say("utter_faq_other")
    offer(turn, others)


def offer(turn: Turn, faqs: Sequence[Faq]) -> None:
    """Questions that may have been meant, to be pressed, and a person."""
    buttons = [blocks.button(_label(faq.question), payload=payload("faq", faq=faq.faq_id)) for faq in faqs[:3]]
    turn.send(blocks.quick_replies([*buttons, person_button(turn)]))


def _label(question: str) -> str:
    return question if len(question) <= 80 else question[:79].rstrip() + "…"
