"""Short messages go on with what was talked about, whatever they were taken for; codes at large are the shop's FAQ."""

from __future__ import annotations

import pytest

from actions.coupon_talk import is_at_large
from tests.actions.conftest import Chat, Reply

GUESSES = [("action_search_products", "search_product"), ("action_fallback", "nlu_fallback"), ("action_answer_faq", "faq")]


def told(reply: Reply) -> list[str]:
    return [b["order_id"] for b in reply.blocks if b["type"] == "order"]


@pytest.mark.parametrize(("action", "intent"), GUESSES)
def test_the_other_order_is_told_after_the_first(chat: Chat, action: str, intent: str) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    assert told(chat.say("action_order_status", "where is my order", intent="order_status")) == ["F1002"]
    assert told(chat.say(action, "and the other one?", intent=intent)) == ["F1001"]


@pytest.mark.parametrize(("action", "intent"), GUESSES)
def test_an_order_is_meant_by_what_is_in_it(chat: Chat, action: str, intent: str) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    chat.say("action_order_status", "where is my order", intent="order_status")
    assert told(chat.say(action, "just the guitar", intent=intent)) == ["F1001"]


def test_when_it_arrives_is_asked_of_the_order_told_last(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    number = [{"entity": "order_number", "value": "F1001"}]
    chat.say("action_order_status", "order F1001", intent="order_status", entities=number)
    assert told(chat.say("action_fallback", "and when will it arrive?", intent="nlu_fallback")) == ["F1001"]


def test_without_an_order_before_it_a_thing_is_looked_for(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    assert told(chat.say("action_search_products", "just the guitar", intent="search_product")) == []


def test_a_search_after_an_order_is_a_search(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    chat.say("action_order_status", "where is my order", intent="order_status")
    kind = [{"entity": "type", "value": "acoustic guitar"}]
    reply = chat.say("action_search_products", "show me an acoustic guitar", intent="search_product", entities=kind)
    assert (told(reply), bool(reply.ids)) == ([], True)
    assert chat.slots["topic"] is None


def test_a_visitor_is_told_no_order_by_going_on(chat: Chat) -> None:
    chat.say("action_order_status", "where is my order", intent="order_status")
    assert told(chat.say("action_fallback", "the other one", intent="nlu_fallback")) == []


def test_all_orders_are_told_at_once(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    assert told(chat.say("action_order_status", "where are my parcels, all of them", intent="order_status")) == ["F1002"]


@pytest.mark.parametrize("text", ["until when?", "can i use it on straps", "is it still valid"])
def test_further_questions_are_about_the_code_of_before(chat: Chat, text: str) -> None:
    code = [{"entity": "coupon_code", "value": "STRUM20"}]
    chat.say("action_check_coupon", "STRUM20", intent="check_coupon", entities=code)
    reply = chat.say("action_product_question", text, intent="product_question")
    assert reply.block("coupon")["code"] == "STRUM20"


def test_a_code_for_members_says_what_it_would_give(chat: Chat) -> None:
    code = [{"entity": "coupon_code", "value": "GOLD5"}]
    reply = chat.say("action_check_coupon", "GOLD5", intent="check_coupon", entities=code)
    assert reply.responses == ["utter_coupon_refused", "utter_coupon_terms"]
    assert "$5.00 off" in reply.text


def test_a_code_that_is_over_says_no_more(chat: Chat) -> None:
    code = [{"entity": "coupon_code", "value": "OLD5"}]
    assert chat.say("action_check_coupon", "OLD5", intent="check_coupon", entities=code).responses == ["utter_coupon_refused"]


def test_the_codes_made_for_a_thing_are_named(chat: Chat) -> None:
    kind = [{"entity": "type", "value": "tent"}]
    reply = chat.say("action_coupons", "any code for a tent", intent="coupons_for_me", entities=kind)
    assert [b["code"] for b in reply.blocks if b["type"] == "coupon"] == ["CAMP15"]


def test_where_none_is_made_for_it_the_general_ones_are_offered(chat: Chat) -> None:
    kind = [{"entity": "type", "value": "rain jacket"}]
    reply = chat.say("action_coupons", "any code for a rain jacket", intent="coupons_for_me", entities=kind)
    assert reply.responses[0] == "utter_coupon_not_for_that"


AT_LARGE = [
    ("can I combine two of them?", False, True),
    ("does it stack with", True, True),
    ("where do I type in the code", False, True),
    ("it says the code is not working, why?", False, True),
    ("why doesn't it work", True, False),
    ("is there a deal if I buy two", False, False),
    ("any coupons for me", False, False),
    ("I have a code", False, False),
]


@pytest.mark.parametrize(("text", "code", "at_large"), AT_LARGE, ids=[row[0] for row in AT_LARGE])
def test_how_codes_work_is_a_question_to_the_shop(text: str, code: bool, at_large: bool) -> None:
    assert is_at_large(text, code=code) is at_large


@pytest.mark.parametrize(("action", "intent"), GUESSES[:2])
def test_places_and_names_are_compared_whatever_it_sounded_like(chat: Chat, action: str, intent: str) -> None:
    kind = [{"entity": "type", "value": "acoustic guitar"}]
    shown = chat.say("action_search_products", "acoustic guitar", intent="search_product", entities=kind).ids
    reply = chat.say(action, "compare the first two", intent=intent)
    assert reply.ids == shown[:2]
    named = chat.say(action, "compare the Storm Rain Jacket with the Harbour Rain Jacket", intent=intent)
    assert named.ids == ["j1", "j2"]


def test_which_of_two_is_answered_from_their_records_and_texts(chat: Chat) -> None:
    chat.say("action_product_question", "compare the Storm Rain Jacket with the Harbour Rain Jacket", intent="product_question")
    rated = chat.say("action_refine_search", "which one is rated higher?", intent="refine_search")
    assert rated.responses == ["utter_compare_rated"]
    assert "Storm Rain Jacket" in rated.text
    cheaper = chat.say("action_refine_search", "and which is cheaper", intent="refine_search")
    assert "Harbour Rain Jacket" in cheaper.text


def test_which_of_a_whole_list_is_a_search_in_that_order(chat: Chat) -> None:
    kind = [{"entity": "type", "value": "acoustic guitar"}]
    shown = chat.say("action_search_products", "acoustic guitar", intent="search_product", entities=kind).ids
    assert len(shown) > 3
    assert chat.say("action_refine_search", "which of them is the cheapest?", intent="refine_search").ids[0] == "g6"


@pytest.mark.parametrize("text", ["how long?", "will it be here by friday", "and when is it due"])
def test_when_is_asked_of_the_order(chat: Chat, text: str) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    chat.say("action_order_status", "where is my order", intent="order_status")
    assert told(chat.say("action_answer_faq", text, intent="faq_shipping")) == ["F1002"]


def test_deliveries_at_large_are_the_shops_to_answer_even_after_an_order(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    chat.say("action_order_status", "where is my order", intent="order_status")
    reply = chat.say("action_answer_faq", "how long does delivery take?", intent="faq_shipping")
    assert reply.block("text")["text"] == "Two to four working days."
