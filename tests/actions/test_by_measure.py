"""Lighter, bigger, warmer: the products of a search in the order of what their records tell, over the real webhook."""

from __future__ import annotations

from tests.actions.conftest import Chat

TENT = [{"entity": "type", "value": "tent", "of": "tents"}]


def look_for_tents(chat: Chat) -> None:
    assert set(chat.say("action_search_products", "show me tents", intent="search_product", entities=TENT).ids) == {"t1", "t2"}


def test_lighter_shows_only_what_is_lighter_than_the_one_looked_at_and_quotes_its_weight(chat: Chat) -> None:
    look_for_tents(chat)
    chat.slots["focus"] = "t1"
    reply = chat.say("action_refine_search", "something lighter", intent="refine_search")
    assert reply.responses == ["utter_measure_beyond"]
    assert reply.ids == ["t2"]
    assert "1,900 g" in reply.text


def test_where_nothing_is_lighter_that_is_said_with_the_lightest_weight(chat: Chat) -> None:
    look_for_tents(chat)
    reply = chat.say("action_refine_search", "do you have anything lighter", intent="refine_search")
    assert reply.responses == ["utter_measure_none"]
    assert not reply.cards
    assert "Ridge Trekking Tent" in reply.text
    assert "1,900 g" in reply.text


def test_the_lightest_of_a_kind_comes_first_and_is_the_one_looked_at(chat: Chat) -> None:
    entities = [{"entity": "type", "value": "tent", "of": "tent"}]
    reply = chat.say("action_search_products", "what is the lightest tent", intent="search_product", entities=entities)
    assert reply.responses == ["utter_measure_first"]
    assert reply.ids == ["t2", "t1"]
    assert chat.slots["focus"] == "t2"


def test_a_measure_that_no_record_tells_leaves_the_message_to_the_search(chat: Chat) -> None:
    look_for_tents(chat)
    reply = chat.say("action_refine_search", "something brighter", intent="refine_search")
    assert not [name for name in reply.responses if name.startswith("utter_measure")]


def test_without_anything_looked_at_there_is_no_order(chat: Chat) -> None:
    reply = chat.say("action_refine_search", "something lighter", intent="refine_search")
    assert not [name for name in reply.responses if name.startswith("utter_measure")]
