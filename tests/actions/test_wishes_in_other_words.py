"""Wishes that the catalogue has no word for: other people's names, things not sold, things ruled out, a kind to recommend."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.conftest import Chat, Reply


def said(chat: Chat, text: str, *entities: tuple[str, Any, str], action: str = "action_search_products") -> Reply:
    given = [{"entity": name, "value": value, "of": of} for name, value, of in entities]
    return chat.say(action, text, intent="search_product", entities=given)


def test_another_name_of_a_kind_is_answered_with_the_shops_own(chat: Chat) -> None:
    reply = said(chat, "raincoats", ("type", "rain jacket", "raincoats"))
    assert reply.responses[0] == "utter_search_renamed"
    assert "rain jackets" in reply.text
    assert "raincoats" in reply.text
    assert set(reply.ids) == {"j1", "j2"}


def test_a_thing_that_comes_near_a_kind_is_shown_as_that_kind(chat: Chat) -> None:
    reply = said(chat, "an anorak against the rain")
    assert reply.responses[0] == "utter_search_nearest_kind"
    assert set(reply.ids) == {"j1", "j2"}


@pytest.mark.parametrize("action", ["action_search_products", "action_fallback", "action_out_of_scope", "action_answer_faq"])
def test_a_thing_that_is_not_sold_is_said_whatever_the_message_sounded_like(chat: Chat, action: str) -> None:
    reply = said(chat, "I want to buy a submarine", action=action)
    assert reply.responses == ["utter_search_not_sold"]
    assert not reply.cards


def test_what_speaks_of_a_thing_ruled_out_is_left_out_and_said_back(chat: Chat) -> None:
    reply = said(
        chat,
        "acoustic guitars without a case",
        ("type", "acoustic guitar", "acoustic guitars"),
        ("without", "case", "case"),
    )
    assert "g1" not in reply.ids
    assert "g2" in reply.ids
    assert "without case" in reply.text


def test_what_no_description_speaks_of_is_not_claimed_to_be_missing(chat: Chat) -> None:
    reply = said(
        chat, "rain jackets without epaulettes", ("type", "rain jacket", "jackets"), ("without", "epaulettes", "epaulettes")
    )
    assert set(reply.ids) == {"j1", "j2"}
    assert reply.responses[-1] == "utter_search_not_told"


def test_what_was_ruled_out_comes_back_when_it_is_asked_for(chat: Chat) -> None:
    said(chat, "guitars without a case", ("type", "acoustic guitar", "guitars"), ("without", "case", "case"))
    reply = said(chat, "one with a case after all", action="action_refine_search")
    assert "g1" in reply.ids


def test_the_reason_beside_what_is_ruled_out_is_no_wish_of_its_own(chat: Chat) -> None:
    said(chat, "jackets", ("type", "rain jacket", "jackets"))
    given = [{"entity": "material", "value": "cotton", "of": "cotton", "role": "not"}]
    reply = chat.say("action_search_products", "no cotton please, it shrinks", intent="search_product", entities=given)
    assert reply.ids == ["j1"]


def test_the_cheapest_is_found_where_nothing_was_cheap_enough(chat: Chat) -> None:
    none = said(chat, "guitars under 50", ("type", "acoustic guitar", "guitars"), ("price_max", 50.0, "50"))
    assert not none.cards
    reply = said(chat, "what is the cheapest then", action="action_cheaper")
    assert reply.ids[0] == "g6"


def test_the_middle_of_the_prices_can_be_asked_for(chat: Chat) -> None:
    said(chat, "guitars", ("type", "acoustic guitar", "guitars"))
    reply = said(
        chat, "something in the middle", ("price_level", "mid", "something in the middle"), action="action_refine_search"
    )
    assert reply.responses[0] == "utter_search_middle"
    prices = [c["price"]["amount"] for c in reply.cards]
    assert prices == sorted(prices)


def test_an_order_that_was_not_understood_is_one_of_the_search(chat: Chat) -> None:
    said(chat, "guitars", ("type", "acoustic guitar", "guitars"))
    reply = said(chat, "which is the dearest", action="action_fallback")
    assert reply.ids[0] == "g4"


def test_a_recommendation_of_a_kind_is_made_of_that_kind(chat: Chat) -> None:
    reply = said(chat, "which tent would you recommend", ("type", "tent", "tent"), action="action_recommend")
    assert reply.responses == ["utter_recommend_kind"]
    assert set(reply.ids) == {"t1", "t2"}
    assert chat.slots["search"]["filters"]["types"] == ["tent"]
