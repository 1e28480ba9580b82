"""``product_question``: answered from the product's record and its own text, or honestly not known."""

from __future__ import annotations

import re
from typing import ClassVar

from actions.by_measure import about_measure
from actions.compare import compare, compared
from actions.faq_first import surely_answered
from actions.follow_up import FollowsUp
from actions.how_to import told_how_to
from actions.owned import owned_meant
from actions.product_answer import answer_about
from actions.reference import ask_which, refer
from actions.searching import search_and_show
from actions.services.answers import things_named
from actions.services.search_state import begin
from actions.services.wishes import telling
from actions.turn import Turn

_IT = re.compile(r"\b(?:it|its|this|that|these|those|they|them|one)\b", re.IGNORECASE)

#: "how do I wash a wool blanket", "my boots"
_OF_ONE_S_OWN = re.compile(r"\b(?:my|our|an?)\b", re.IGNORECASE)


def _of_another_kind(turn: Turn) -> bool:
    """Is a kind of thing named that none of the products shown is of?"""
    kinds = [str(e["value"]).lower() for e in turn.entities if e.get("entity") == "type" and e.get("role") != "not"]
    return bool(turn.shown and kinds) and not any(
        f" {p.type.lower()}".endswith(f" {kind}") for p in turn.seen for kind in kinds
    )


class ProductQuestion(FollowsUp):
    action_name = "action_product_question"
    about_a_product = True
    may_be_told: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        several = compared(turn)
        if several:
            await compare(self.services, turn, several)
            return
        if not turn.named.product_ids and await about_measure(self, turn):
            return
        if not turn.named.product_ids and (own := await owned_meant(self, turn)) is not None:  # "do my slippers run small"
            await answer_about(self, turn, own)
            return
        if _OF_ONE_S_OWN.search(turn.text) and await told_how_to(self.services, turn):  # no product on the table
            return
        reference = refer(turn)
        if reference.product_id is None:
            if not _IT.search(turn.text) and await surely_answered(self.services, turn):  # "how do I wash down?"
                return
            named = telling(turn.text, turn.entities) or things_named(turn.entities)
            if _of_another_kind(turn) and not _IT.search(turn.text):  # "are the slippers true to size", after lamps
                state = begin("", turn.entities, self.services.currency)
                await search_and_show(self, turn, state, said=("", []))
                turn.say("utter_which_product")
            elif not turn.shown and named and not _IT.search(turn.text):  # "what does a kettle cost" opens the talk
                await search_and_show(self, turn, begin(turn.text, turn.entities, self.services.currency))
            else:
                ask_which(turn, reference)
            return
        await answer_about(self, turn, reference.product_id)
