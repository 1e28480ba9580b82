"""A question that the shop's FAQ surely answers is answered by it, whatever meaning the message was given."""

from __future__ import annotations

import asyncio

from actions.faq_entry import say_entry
from actions.services.answers import things_named
from actions.services.wiring import Services
from actions.turn import Turn


async def surely_answered(services: Services, turn: Turn) -> bool:
    """By an entry that the shop has added this minute, too, of which no example was ever trained."""
    answered = await asyncio.to_thread(services.answers.of_shop, turn.text, things=things_named(turn.entities))
    if answered.sure:
        await say_entry(services, turn, answered.candidates[0])
    return answered.sure
