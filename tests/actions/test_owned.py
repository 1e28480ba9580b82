"""What the customer has is meant by "my tent": what goes with it, what is like it, and what is asked of it."""

from __future__ import annotations

from typing import Any

from tests.actions.conftest import Chat

CAMPER = {"customer_id": "camper"}  # who ordered t1, a tent


def kind(text: str, word: str, value: str) -> list[dict[str, Any]]:
    start = text.index(word)
    return [{"entity": "type", "value": value, "start": start, "end": start + len(word)}]


def test_what_goes_with_my_tent_is_asked_of_the_one_that_was_ordered(chat: Chat) -> None:
    chat.metadata = CAMPER
    text = "what would go with my tent"
    reply = chat.say("action_search_products", text, intent="search_product", entities=kind(text, "tent", "tent"))
    assert reply.responses[0] == "utter_goes_with_own"
    assert {card["reason"] for card in reply.cards} == {"goes with Tarn Two Person Tent"}


def test_something_like_my_tent_is_like_the_one_that_was_ordered(chat: Chat) -> None:
    chat.metadata = CAMPER
    text = "show me something similar to my tent"
    reply = chat.say("action_search_products", text, intent="search_product", entities=kind(text, "tent", "tent"))
    assert reply.responses[0] == "utter_similar"
    assert "t2" in reply.ids
    assert "t1" not in reply.ids


def test_a_question_about_my_tent_is_answered_of_it_whatever_is_shown(chat: Chat) -> None:
    chat.metadata = CAMPER
    chat.say("action_search_products", "mugs", intent="search_product", entities=[{"entity": "type", "value": "mug"}])
    text = "how heavy is my tent"
    reply = chat.say("action_product_question", text, intent="product_question", entities=kind(text, "tent", "tent"))
    assert "2.6 kg" in reply.text


def test_of_who_has_none_it_is_a_search(chat: Chat) -> None:
    text = "something similar to my tent"
    reply = chat.say("action_search_products", text, intent="search_product", entities=kind(text, "tent", "tent"))
    assert set(reply.ids) == {"t1", "t2"}
    assert "utter_search_unmentioned" not in reply.responses


def test_a_question_about_a_kind_that_is_not_shown_shows_that_kind(chat: Chat) -> None:
    text = "are the tents waterproof"
    chat.say(
        "action_search_products", "guitars", intent="search_product", entities=[{"entity": "type", "value": "acoustic guitar"}]
    )
    reply = chat.say("action_product_question", text, intent="product_question", entities=kind(text, "tents", "tent"))
    assert set(reply.ids) == {"t1", "t2"}
    assert reply.responses[-1] == "utter_which_product"
    assert "utter_search_unmentioned" not in reply.responses
