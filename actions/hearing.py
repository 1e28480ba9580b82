"""What a message says of the customer, or of the one a gift is for, is heard before it is answered, whatever it sounded like.

A message that says nothing else is answered by what was noted; with a wish beside it the answer follows, and already obeys.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from actions import sources
from actions.refusing import asked_which, asks_what_is_refused, hear_enough, hear_refusal, tell_all_refused, tell_refused
from actions.services.cards import payload
from actions.services.held_facts import SLOT, Change, Held, change, slot_of
from actions.services.search_state import SearchState
from actions.services.search_state import change as change_search
from actions.turn import Turn
from actions.why_shown import tell_why
from recommender.profiles.facts import Fact, read_fact, stored, text_of, words_of
from recommender.stated import GIFT, ME, PROTECTED, Stated
from recommender.stated.forgetting import Forgetting, asks_what_is_known, forgetting
from shop import blocks

if TYPE_CHECKING:
    from actions.action import ShopAction

MOST_BUTTONS = 6
#: beside a statement: something is asked for, so that there is more to answer
_ASKS = re.compile(
    r"\?|\b(?:show|find|looking|look for|searching|search|recommend|suggest|need|want|wanna|after|do you have|have you|got any"
    r"|any\b|gift|present|what|which|where|how|can you|could you|buy|order|shop for|shopping|ideas?)\b",
    re.IGNORECASE,
)
_FOR_ME = re.compile(r"\b(?:for (?:me|myself)|(?:it'?s|they'?re) for me)\b(?! to\b)", re.IGNORECASE)
_ONLY_FOR_ME = re.compile(
    r"^\W*(?:(?:no|ok|okay|actually|and|but|now|sorry|oh)\b\W*)*"
    r"(?:(?:it'?s|its|this is|this one is|that'?s|they'?re|it is)\s+)?(?:just\s+)?"
    r"for (?:me|myself)(?:\s+(?:now|this time|actually|please|not a gift))*\W*$",
    re.IGNORECASE,
)
_CHEAPER = re.compile(r"\bcheaper\b", re.IGNORECASE)
#: wished of a gift they hold for all that is looked for as one; a colour is wished of one thing
_OF_THE_GIFT = frozenset(("recipient", "diet", "allergy", "size", "width", "budget"))
_NOT_SHOWN = frozenset(("type", "budget"))  # what a search says itself


async def hear(action: ShopAction, turn: Turn) -> bool:
    """True when the message is answered by it. Sets ``turn.held``, and what is to be kept of it (``turn.learnt``)."""
    keeper, customer_id = action.services.facts, turn.metadata.customer_id
    turn.held = await asyncio.to_thread(keeper.held, customer_id, turn.slot(SLOT))
    turn.learnt = Change(turn.held)
    asked = asked_which(turn)
    if not turn.text or turn.pressed or turn.active_form:
        return False
    if enough := hear_enough(turn):
        _remember(turn, change(turn.held, [enough], turn.now))
        _offer_on(turn)
        return True
    if await hear_refusal(action, turn, asked) or await tell_why(action, turn):
        return True
    all_held = [*turn.held.of(ME), *turn.held.of(GIFT)]
    gone = await asyncio.to_thread(forgetting, turn.text, keeper.reader(), all_held)
    if gone is not None:
        forget(action, turn, gone)
        return True
    if asks_what_is_known(turn.text):
        await tell_known(action, turn)
        return True
    if asks_what_is_refused(turn.text):
        await tell_all_refused(action, turn)
        return True
    heard = await asyncio.to_thread(keeper.read, turn.text, gift=turn.held.gift)
    said = [fact for fact in heard if fact.lasting or (fact.scope == GIFT and fact.attribute in _OF_THE_GIFT)]
    if _CHEAPER.search(turn.text):  # than what was shown: no budget of the gift
        said = [fact for fact in said if fact.attribute != "budget" or any(map(str.isdigit, fact.value))]
    if not said:
        if _FOR_ME.search(turn.text) and turn.held.gift:
            _remember(turn, change(turn.held, (), turn.now, for_me=True))
            if _ONLY_FOR_ME.match(turn.text):
                turn.say("utter_gift_over")
                _offer_on(turn)
                return True
        return False
    _remember(turn, change(turn.held, said, turn.now, for_me=bool(_FOR_ME.search(turn.text))))
    alone = action.may_be_told and not _names_thing(turn, said) and (action.lost or not _ASKS.search(turn.text))
    _say_noted(action, turn, said, again=alone)
    return alone and bool(turn.dispatcher.messages) and await _only_told(action, turn)


def end_gift(turn: Turn) -> None:
    """What is looked for from here on is for the customer; what was said of the gift is kept for "a gift" again."""
    _remember(turn, change(turn.held, (), turn.now, for_me=True))


def _names_thing(turn: Turn, said: Sequence[Stated]) -> bool:
    """Is there a product or a kind of thing in it that is no part of what was told ("hiking shorts in XS")?"""
    things = [e for e in turn.entities if e.get("entity") in ("type", "category") and e.get("role") != "not"]
    told = any(one.attribute in ("type", "use") and one.lasting for one in said)
    return bool(turn.named.product_ids) or (bool(things) and not told)


def _remember(turn: Turn, learnt: Change) -> None:
    turn.held, turn.learnt = learnt.held, learnt
    slot = slot_of(learnt.held, turn.slot(SLOT), learnt.added)
    if slot != turn.slot(SLOT):
        turn.remember(SLOT, slot)


def _say_noted(action: ShopAction, turn: Turn, said: Sequence[Stated], *, again: bool) -> None:
    """ "Noted: no leather." ``again``: what was known before is said, too."""
    learnt = turn.learnt
    fresh = {fact["id"] for fact in learnt.added}
    told = {stored(one, turn.now)["id"] for one in said}
    for scope in (ME, GIFT):
        words = [
            text_of(f)
            for f in learnt.held.facts
            if (f.get("scope") or ME) == scope
            and f.get("facet") not in _NOT_SHOWN
            and f.get("id") in (fresh if fresh or not again else told)
        ]
        if words:
            here = "utter_noted_gift" if scope == GIFT else "utter_noted" if learnt.held.kept else "utter_noted_here"
            turn.say(here, about=[_proof(action, turn)], facts=", ".join(words))
    back = [one for one in said if one.allowed or (one.negated and one.attribute in PROTECTED)]
    if back and (learnt.allowed or again):
        turn.say("utter_noted_allowed", said=", ".join(map(_back, back)))


def _back(one: Stated) -> str:
    return one.value if one.allowed else words_of(one)


def _proof(action: ShopAction, turn: Turn) -> sources.Source:
    """Figures in it ("size 9") must stand in what is held when the reply leaves."""
    keeper, customer_id = action.services.facts, turn.metadata.customer_id
    return sources.worked_out(lambda: [text_of(fact) for fact in keeper.held(customer_id, turn.slot(SLOT)).facts])


async def _only_told(action: ShopAction, turn: Turn) -> bool:
    """Nothing else was said: the search that is going on is shown again as it is now. False where the action itself goes on."""
    from actions.searching import search_and_show  # the actions there build on this room's base, which hears first

    state = SearchState.from_slot(turn.slot("search"))
    if action.goes_on_when_told(turn, state):
        return False
    if state is not None and (state.filters.types or state.filters.categories):
        back = {one.value for one in turn.learnt.allowed}
        exclude = {facet: tuple(v for v in values if v not in back) for facet, values in state.filters.exclude.items()}
        state = replace(state, filters=replace(state.filters, exclude=exclude))
        state = state if back else change_search(state, "", turn.entities, action.services.currency)
        await search_and_show(action, turn, state, narrowed=True, said=("", []))
        return True
    _offer_on(turn)
    return True


def _offer_on(turn: Turn) -> None:
    added = ",".join(str(fact["id"]) for fact in turn.learnt.added)
    recommend = blocks.button(turn.words.label("utter_label_recommend"), payload=payload(_recommends(turn)))
    again = (
        [blocks.button(turn.words.label("utter_label_forget_that"), payload=payload("about_me", forget=added))] if added else []
    )
    turn.send(blocks.quick_replies([recommend, *again]))


def _recommends(turn: Turn) -> str:
    return "recommend_gift" if turn.held.gift else "recommend_me"


async def tell_known(action: ShopAction, turn: Turn) -> None:
    """All that the customer said and that holds, and how to have it forgotten; and what is left out at their word."""
    held = turn.held
    refused = await tell_refused(action, turn)
    if not held.facts:
        if refused:
            turn.send(blocks.quick_replies(refused[:MOST_BUTTONS]))
        else:
            turn.say("utter_known_nothing")
        return
    for scope, response in ((ME, "utter_known_kept" if held.kept else "utter_known_here"), (GIFT, "utter_known_gift")):
        words = [text_of(f) for f in held.facts if (f.get("scope") or ME) == scope]
        if words:
            turn.say(response, about=[_proof(action, turn)], facts=", ".join(words))
    turn.say("utter_known_how")
    turn.send(blocks.quick_replies([*forget_buttons(turn, held)[: MOST_BUTTONS - len(refused[:2])], *refused[:2]]))


def forget_buttons(turn: Turn, held: Held) -> list[blocks.Block]:
    return [
        blocks.button(
            turn.words.label("utter_label_forget", said=text_of(fact)),
            payload=payload("about_me", forget=str(fact.get("id") or "")),
        )
        for fact in held.facts[-MOST_BUTTONS:]
        if fact.get("id")
    ]


def forget(action: ShopAction, turn: Turn, gone: Forgetting) -> None:
    """ "forget that I'm vegan" does; "forget what you know about me" is told how, for what is known is more than was said."""
    if gone.everything:
        turn.say("utter_forget_how")
        if turn.held.facts:
            every = ",".join(str(fact["id"]) for fact in turn.held.facts if fact.get("id"))
            all_of_it = blocks.button(turn.words.label("utter_label_forget_all"), payload=payload("about_me", forget=every))
            turn.send(blocks.quick_replies([all_of_it, *forget_buttons(turn, turn.held)[: MOST_BUTTONS - 1]]))
        return
    forget_facts(turn, [f for f in turn.held.facts if (one := read_fact(f)) is not None and gone.covers(one)])


def forget_facts(turn: Turn, facts: Sequence[Fact]) -> None:
    """Out of the conversation at once, and out of the profile when the turn is done."""
    if not facts:
        turn.say("utter_forget_unknown")
        return
    if any(f.get("facet") == "recipient" for f in facts):  # with the one it is for goes all that was said of the gift
        facts = [*facts, *(f for f in turn.held.facts if f.get("scope") == GIFT and f not in facts)]
    left = tuple(f for f in turn.held.facts if f not in facts)
    gift = turn.held.gift and any(f.get("scope") == GIFT for f in left)
    turn.learnt = Change(Held(left, gift, turn.held.kept), removed=tuple(facts))
    _remember(turn, turn.learnt)
    turn.say("utter_forgotten", said=", ".join(text_of(f) for f in facts))
