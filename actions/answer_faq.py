"""``faq``: the shop's own answer when it is sure, the likeliest one with the next questions beneath when it is not, these
questions alone when none is likely, else an honest "not known".

A bare name of a thing that sounded like a question of policy ("eiffel tower wall art") is looked for.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from actions.faq_entry import give_likely, offer, say_entry
from actions.follow_up import FollowsUp
from actions.named_product import answered_of_named
from actions.results import person_button
from actions.search_products import wish_to_buy
from actions.searching import search_and_show
from actions.services.answers import Answers, ShopAnswer, things_named
from actions.services.faq_topics import topics_of
from actions.services.form_answers import is_request
from actions.services.orders_meant import speaks_of_owned
from actions.services.search_state import begin
from actions.services.wishes import is_phrase, telling
from actions.turn import Turn
from shop import blocks

_JOINT = re.compile(r"\s*(?:[.;?!]|,?\s\band\b)\s+(?:also\s+)?", re.IGNORECASE)
_QUESTION = re.compile(
    r"\b(?:how|when|where|why|return|returns|ship|shipping|deliver\w*|refund|exchange|wash|pay"
    r"|my|is|are|does|can i)\b",
    re.I,
)

_BUYING = re.compile(r"\b(?:buy|sell|stock|carry|available|offer|purchase|prices?|costs?)\b", re.IGNORECASE)


class AnswerFaq(FollowsUp):
    action_name = "action_answer_faq"
    may_be_told: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        pressed = turn.entity("faq")
        if isinstance(pressed, str) and pressed:
            chosen = await asyncio.to_thread(self.services.answers.by_id, pressed)
            if chosen is not None:
                await say_entry(self.services, turn, chosen)
                return
        if await answered_of_named(self, turn):
            return
        answered, wish = await asyncio.to_thread(look_up, self.services.answers, turn.text, turn.entities, turn.intent)
        if answered.sure:
            await say_entry(self.services, turn, answered.candidates[0])
        elif wish is None and things_named(turn.entities) and _BUYING.search(turn.text):  # "can I buy pillows here"
            await search_and_show(self, turn, begin(turn.text, turn.entities, self.services.currency))
        elif wish is None and await wish_to_buy(self, turn, unknown_only=True):  # "do you sell televisions"
            return
        elif answered.likely:
            await give_likely(self.services, turn, answered)
        elif answered.candidates:
            turn.say("utter_faq_unsure")
            offer(turn, answered.candidates)
        elif names_a_thing(turn.text) and telling(turn.text, turn.entities):
            await search_and_show(self, turn, begin(turn.text, turn.entities, self.services.currency))
        else:
            turn.say("utter_faq_unknown")
            turn.send(blocks.quick_replies([person_button(turn)]))
        if wish is not None:
            said = (wish.text, wish.entities)
            await search_and_show(self, turn, begin(*said, self.services.currency), said=said)


def look_up(
    answers: Answers, text: str, entities: Sequence[Mapping[str, Any]], intent: str | None
) -> tuple[ShopAnswer, Wish | None]:
    """What the FAQ says to a message, and the wish for a product beside the question. Where no answer is sure and the intent
    says which topic was meant (``faq_returns``), the shop's questions of that topic are the candidates."""
    wish = other_wish(text, entities)
    question = text if wish is None else wish.rest
    found = answers.of_shop(question, things=things_named(entities) if wish is None else ())
    topics = topics_of(intent)
    if topics and not found.sure:
        of_topic = answers.of_topics(topics, question)
        found = of_topic if of_topic.candidates else found
    return found, wish


def names_a_thing(text: str) -> bool:
    """A few words without a question, a request or a matter of policy among them."""
    return len(text.split()) <= 6 and is_phrase(text) and not is_request(text) and not _QUESTION.search(text)


@dataclass(frozen=True)
class Wish:
    """The part of a message that names a product, its entities at their new places, and the ``rest`` of the message."""

    text: str
    entities: list[dict[str, Any]]
    rest: str


def other_wish(text: str, entities: Sequence[Mapping[str, Any]]) -> Wish | None:
    """The wish beside a question ("warm socks and do you ship to Maine?"); None when all of it is one question."""
    joints = [match.span() for match in _JOINT.finditer(text)]
    parts = list(zip([0, *(end for _, end in joints)], [*(start for start, _ in joints), len(text)], strict=True))
    if len(parts) < 2:
        return None
    for start, end in parts:
        inside = [e for e in entities if isinstance(e.get("start"), int) and start <= e["start"] and e.get("end", 0) <= end]
        things = any(e.get("entity") == "type" and e.get("role") != "not" for e in inside)
        if things and not _QUESTION.search(text[start:end]) and not speaks_of_owned(text[start:end]):
            moved = [{**e, "start": e["start"] - start, "end": e["end"] - start} for e in inside]
            rest = " ".join(text[a:b] for a, b in parts if (a, b) != (start, end))
            return Wish(text[start:end], moved, rest)
    return None
