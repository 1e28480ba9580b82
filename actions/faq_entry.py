"""An entry of the shop's questions and answers, said as its record has it."""

from __future__ import annotations

import asyncio

from actions import sources
from actions.services.wiring import Services
from actions.turn import Turn
from shop import blocks
from shop.catalogue import Faq


async def say_entry(services: Services, turn: Turn, entry: Faq, *, under_question: bool = False) -> None:
    """Where nothing of the answer may be said, that is said. ``under_question``: with the question that it answers."""
    answer = await asyncio.to_thread(services.told.faq, entry)
    if answer:
        turn.send(blocks.text(f"{entry.question}\n{answer}" if under_question else answer), about=[sources.faq(entry.faq_id)])
    else:
        turn.say("utter_unproved")
