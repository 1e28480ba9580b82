"""``nlu_fallback``: not understood. Offers the two likeliest meanings when they are close; lost twice in a row, a person."""

from __future__ import annotations

import asyncio

from actions.action import ShopAction
from actions.named_product import about_named
from actions.results import person_button
from actions.search_products import search_and_show
from actions.services.form_answers import is_request
from actions.services.search_state import begin
from actions.services.wishes import is_phrase, telling
from actions.turn import TrackerLike, Turn
from shop import blocks

LIKELY = 0.15  # below this confidence a guess would only confuse
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
        "thanks",
        "goodbye",
    }
)


class Fallback(ShopAction):
    action_name = "action_fallback"

    async def answer(self, turn: Turn) -> None:
        if await about_named(self, turn) or await self._found(turn):
            return
        if lost_before(turn.tracker):
            turn.say("utter_fallback_person")
            turn.send(blocks.quick_replies([person_button(turn)]))
            return
        likely = [(name, sure) for name, sure in turn.ranking if name not in NO_GUESS and sure >= LIKELY][:2]
        if not likely:
            turn.say("utter_fallback")
            turn.send(blocks.quick_replies([person_button(turn)]))
            return
        labels = await asyncio.to_thread(self.services.intent_labels, [name for name, _ in likely], turn.words)
        turn.say("utter_fallback_choose")
        buttons = [blocks.button(labels[name], payload=f"/{name}") for name, _ in likely]
        turn.send(blocks.quick_replies([*buttons, person_button(turn)]))

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


def lost_before(tracker: TrackerLike) -> bool:
    """Was the customer's previous message not understood either?"""
    users = [e for e in tracker.events or [] if e.get("event") == "user"]
    if len(users) < 2:
        return False
    parsed = users[-2].get("parse_data") or {}
    return (parsed.get("intent") or {}).get("name") in ("nlu_fallback", "unclear", "out_of_scope")
