"""The shop's own answer where it is sure or the likeliest of its topic, else a sentence of ours; a person either way."""

from __future__ import annotations

import asyncio

from actions.faq_entry import give_likely, say_entry
from actions.results import person_button
from actions.services.faq_topics import topics_of
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
    topics = topics_of(turn.intent)
    if topics and not answered.sure:
        answered = await asyncio.to_thread(services.answers.of_topics, topics, turn.text)
    if answered.sure:
        await say_entry(services, turn, answered.candidates[0])
        if after:
            turn.say(after)
    elif topics and answered.likely:
        await give_likely(services, turn, answered)
        return
    else:
        turn.say(unsure)
    turn.send(blocks.quick_replies([person_button(turn)]))
