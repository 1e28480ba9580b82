"""The shop's own answer where it is sure, else a sentence of ours; a person either way."""

from __future__ import annotations

import asyncio

from actions.faq_entry import say_entry
from actions.results import person_button
from actions.services.wiring import Services
from actions.topic import said_of
from actions.turn import Turn
from shop import blocks


async def own_answer(services: Services, turn: Turn, *, unsure: str, after: str = "", subject: str = "") -> None:
    """``unsure``: the response where the shop has no sure answer; ``after``: the one that follows a sure answer; ``subject``:
    what "it" is, for a question that is unsure as it stands."""
    answered = await asyncio.to_thread(services.answers.of_shop, turn.text)
    if subject and turn.text and not answered.sure:
        answered = await asyncio.to_thread(services.answers.of_shop, said_of(subject, turn.text))
    if answered.sure:
        await say_entry(services, turn, answered.candidates[0])
        if after:
            turn.say(after)
    else:
        turn.say(unsure)
    turn.send(blocks.quick_replies([person_button(turn)]))
