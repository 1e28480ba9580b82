"""Who asks why a product is shown hears the reason that its card says."""

from __future__ import annotations

import pytest

from actions.why_shown import asks_why_shown
from tests.actions.conftest import Chat, Reply

CAMPER = {"customer_id": "camper"}


def ask(chat: Chat, text: str, *places: int) -> Reply:
    entities = [{"entity": "ordinal", "value": n} for n in places]
    return chat.say("action_recommend", text, intent="recommend_me", entities=entities)


def test_the_reason_of_the_first_is_the_one_on_its_card(chat: Chat) -> None:
    chat.metadata = CAMPER
    card = ask(chat, "what would you recommend?").cards[0]
    reply = ask(chat, "why do you recommend the first?", 1)
    assert reply.responses == ["utter_why_shown"]
    assert card["name"] in reply.text
    assert str(card["reason"]) in reply.text
    assert reply.cards == []


def test_of_a_search_it_is_said_what_was_searched_for(chat: Chat) -> None:
    chat.say("action_search_products", "tents", intent="search_product", entities=[{"entity": "type", "value": "tent"}])
    reply = ask(chat, "why these?")
    assert reply.responses == ["utter_why_searched"]
    assert "tents" in reply.text


def test_with_nothing_shown_it_asks_for_something_else(chat: Chat) -> None:
    assert not any(r.startswith("utter_why") for r in ask(chat, "why do you recommend this?").responses)


@pytest.mark.parametrize(
    "text", ["why this one?", "How come you suggested that", "why was the second one recommended?", "but why these"]
)
def test_such_words_ask_why(text: str) -> None:
    assert asks_why_shown(text)


@pytest.mark.parametrize(
    "text", ["why is my order late", "why is it so expensive?", "why does this cost more than that one", "why not"]
)
def test_such_words_ask_something_else(text: str) -> None:
    assert not asks_why_shown(text)
