"""The shop's own answer where it is sure, else a sentence of ours; a person either way."""

from __future__ import annotations

import asyncio

from actions.results import person_button
from actions.services.answers import Answers
from actions.turn import Turn
from shop import blocks


async def own_answer(answers: Answers, turn: Turn, *, unsure: str, after: str = "") -> None:
    """``unsure``: the response where the shop has no sure answer; ``after``: the one that follows a sure answer."""
    answered = await asyncio.to_thread(answers.of_shop, turn.text)
    if answered.sure:
        turn.send(blocks.text(answered.candidates[0].answer))
        if after:
            turn.say(after)
    else:
        turn.say(unsure)
    turn.send(blocks.quick_replies([person_button(turn)]))
