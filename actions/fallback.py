"""``nlu_fallback``: not understood surely. A question of the FAQ is answered; else the two likeliest meanings are offered,
and the one pressed is applied to what was said; lost twice in a row, a person."""

from __future__ import annotations

import asyncio
import re
from typing import ClassVar

from actions.by_measure import about_measure
from actions.faq_entry import give_likely
from actions.faq_first import surely_answered
from actions.follow_up import FollowsUp
from actions.named_product import about_named
from actions.results import kind_is_known
from actions.search_products import wish_to_buy
from actions.searching import search_and_show
from actions.services.answers import things_named
from actions.services.cards import payload
from actions.services.form_answers import is_request
from actions.services.search_state import SearchState, begin, change, read_sort, same_kind
from actions.services.wishes import is_phrase, telling
from actions.topic import remember_order
from actions.turn import Turn, mark_of
from shop import blocks

_SEARCHES = frozenset({"search_product", "refine_search"})
#: put so, it is about what was looked for before
_ONE = re.compile(r"^\W*(?:(?:and|or|ok|i|we|need|want|rather|maybe|is there|do you have)\W+)*(?:ones?|those)\b", re.IGNORECASE)
GUESS_FROM = 0.15  # a guess less sure than this would only confuse; which messages are sure the model says (its lost line)
NO_GUESS = frozenset(
    {
        "nlu_fallback",
        "unclear",
        "out_of_scope",
        "other_language",
        "affirm",
        "deny",
        "cancel",
        "talk_to_person",
        "are_you_bot",
        "greet",
        "problem_solved",
        "thanks",
        "goodbye",
    }
)


class Fallback(FollowsUp):
    action_name = "action_fallback"
    may_be_told: ClassVar[bool] = True
    lost: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        if await about_named(self, turn) or await about_measure(self, turn) or await surely_answered(self.services, turn):
            return
        if await self._narrowed(turn) or await self._found(turn):
            return
        if await wish_to_buy(self, turn, likely=self._likely(turn)[:1] == ["search_product"]):
            return
        answered = await asyncio.to_thread(self.services.answers.of_shop, turn.text, things=things_named(turn.entities))
        if answered.likely:
            await give_likely(self.services, turn, answered)
            return
        twice = lost_before(turn)
        turn.remember("lost", turn.mark or None)
        person = self._button(turn, turn.words.label("utter_label_person"), "talk_to_person")
        if twice:
            turn.say("utter_fallback_person")
            turn.send(blocks.quick_replies([person]))
            return
        likely = self._likely(turn)
        if not likely:
            turn.say("utter_fallback")
            turn.send(blocks.quick_replies([person]))
            return
        if "order_status" in likely:  # "order": said too little, and yet what it is about
            remember_order(turn, None)
        labels = await asyncio.to_thread(self.services.intent_labels, likely, turn.words)
        turn.say("utter_fallback_choose")
        turn.send(blocks.quick_replies([*(self._button(turn, labels[name], name) for name in likely), person]))

    @staticmethod
    def _likely(turn: Turn) -> list[str]:
        return [name for name, sure in turn.ranking if name not in NO_GUESS and sure >= GUESS_FROM][:2]

    async def _narrowed(self, turn: Turn) -> bool:
        """An order or a condition said after a search belongs to it: "which is the dearest?", "need one that works on gas"."""
        state = SearchState.from_slot(turn.slot("search"))
        if state is None:
            return False
        said = (turn.text, turn.entities, self.services.currency)
        likely = self._likely(turn)
        searches = _SEARCHES.intersection(likely if _ONE.match(turn.text) else likely[:1])
        if read_sort(turn.text, turn.entities) == "relevance" and not (
            searches and kind_is_known(state) and same_kind(turn.text)
        ):
            return False
        await search_and_show(self, turn, change(state, *said), narrowed=True)
        return True

    def _button(self, turn: Turn, label: str, intent: str) -> blocks.Block:
        """What the message meant: when it is pressed, the words of the message are answered as that."""
        return blocks.button(label, payload=payload(intent, **({"meant": turn.mark} if turn.mark else {})))

    async def _found(self, turn: Turn) -> bool:
        """A name of two words or more that products speak of was a search after all; it is answered as one."""
        wanted = telling(turn.text, turn.entities)
        if len(wanted) < 2 or is_request(turn.text) or not is_phrase(turn.text):
            return False
        catalogue = self.services.catalogue
        state = begin(turn.text, turn.entities, self.services.currency)
        found = await asyncio.to_thread(catalogue.search, state, turn.words)
        if not await asyncio.to_thread(catalogue.speaks_of, found.product_ids, wanted, phrase=True):
            return False
        await search_and_show(self, turn, state)
        return True


def lost_before(turn: Turn) -> bool:
    """Was the customer's previous message not understood either, and nothing found for it?"""
    users = [e for e in turn.tracker.events or [] if e.get("event") == "user"]
    if len(users) < 2:
        return False
    mark = mark_of(users[-2].get("metadata"))
    if mark:
        return bool(turn.slot("lost") == mark)
    parsed = users[-2].get("parse_data") or {}
    return (parsed.get("intent") or {}).get("name") in ("nlu_fallback", "unclear", "out_of_scope")
