"""``faq``: the shop's own answer when it is sure, the two likeliest questions when it is not, else an honest "not known".

A bare name of a thing that sounded like a question of policy ("eiffel tower wall art") is looked for.
"""

from __future__ import annotations

import asyncio

from actions.action import ShopAction
from actions.results import person_button
from actions.search_products import search_and_show
from actions.services.answers import things_named
from actions.services.cards import payload
from actions.services.form_answers import is_request
from actions.services.search_state import begin
from actions.services.wishes import is_phrase, telling
from actions.turn import Turn
from shop import blocks


class AnswerFaq(ShopAction):
    action_name = "action_answer_faq"

    async def answer(self, turn: Turn) -> None:
        pressed = turn.entity("faq")
        if isinstance(pressed, str) and pressed:
            chosen = await asyncio.to_thread(self.services.answers.by_id, pressed)
            if chosen is not None:
                turn.send(blocks.text(chosen.answer))
                return
        answered = await asyncio.to_thread(self.services.answers.of_shop, turn.text, things=things_named(turn.entities))
        if answered.sure:
            turn.send(blocks.text(answered.candidates[0].answer))
        elif answered.candidates:
            turn.say("utter_faq_unsure")
            buttons = [
                blocks.button(_label(faq.question), payload=payload("faq", faq=faq.faq_id)) for faq in answered.candidates[:2]
            ]
            turn.send(blocks.quick_replies([*buttons, person_button(turn)]))
        elif is_phrase(turn.text) and not is_request(turn.text) and telling(turn.text, turn.entities):
            await search_and_show(self, turn, begin(turn.text, turn.entities, self.services.currency))
        else:
            turn.say("utter_faq_unknown")
            turn.send(blocks.quick_replies([person_button(turn)]))


def _label(question: str) -> str:
    return question if len(question) <= 80 else question[:79].rstrip() + "…"
