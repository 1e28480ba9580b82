"""After an answer of the shop's, a question that leaves out what it is about goes on with its topic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.faq_talk import LONGEST, leaves_out
from actions.how_to import asks_how_to
from actions.order_talk import is_late
from tests.actions.conftest import Chat, Reply

GUESSES = [("action_answer_faq", "faq"), ("action_fallback", "nlu_fallback"), ("action_search_products", "search_product")]
COST, TIME = "Free from $50, otherwise $4.90.", "Two to four working days."
ORDER_GUESSED = [{"name": "nlu_fallback", "confidence": 0.5}, {"name": "order_status", "confidence": 0.4}]


def said(reply: Reply) -> list[str]:
    return [block["text"] for block in reply.blocks if block["type"] == "text"]


@pytest.mark.parametrize("text", ["and for gifts?", "do they run out", "what about Sundays", "who pays for that", "n leather"])
def test_words_that_go_on_or_point_back_leave_out_what_is_meant(text: str) -> None:
    assert leaves_out(text, bare=False)


@pytest.mark.parametrize(
    "text", ["show me those boots", "red jackets please", "do you have it in blue", "add it to my cart", ""]
)
def test_a_wish_stands_for_itself(text: str) -> None:
    assert not leaves_out(text, bare=False)


def test_a_word_alone_goes_on_only_where_nothing_else_is_talked_about() -> None:
    assert leaves_out("bank transfer?", bare=True)
    assert not leaves_out("bank transfer?", bare=False)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=LONGEST + 1, max_size=30))
def test_a_long_message_says_what_it_is_about(words: list[str]) -> None:
    assert not leaves_out(" ".join(words), bare=True)


@pytest.mark.parametrize(("action", "intent"), GUESSES)
def test_how_long_after_the_price_of_delivery_is_asked_of_delivery(chat: Chat, action: str, intent: str) -> None:
    assert said(chat.say("action_answer_faq", "What does delivery cost?", intent="faq_shipping")) == [COST]
    assert TIME in said(chat.say(action, "and how long does it take?", intent=intent))[0]


def test_what_was_answered_is_not_said_again(chat: Chat) -> None:
    chat.say("action_answer_faq", "How long does delivery take?", intent="faq_shipping")
    again = said(chat.say("action_fallback", "and does it cost something?", intent="nlu_fallback"))
    assert not any(TIME in text for text in again)


def test_products_shown_since_end_the_topic(chat: Chat) -> None:
    chat.say("action_answer_faq", "What does delivery cost?", intent="faq_shipping")
    kind = [{"entity": "type", "value": "acoustic guitar"}]
    assert chat.say("action_search_products", "acoustic guitar", intent="search_product", entities=kind).ids
    assert chat.slots["topic"] is None


def test_an_order_stays_the_topic_beside_an_answer(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    chat.say("action_order_status", "where is my order", intent="order_status")
    chat.say("action_answer_faq", "What does delivery cost?", intent="faq_shipping")
    reply = chat.say("action_fallback", "when will it arrive?", intent="nlu_fallback")
    assert [b["order_id"] for b in reply.blocks if b["type"] == "order"] == ["F1002"]


@pytest.mark.parametrize(("action", "intent"), GUESSES)
def test_where_is_it_is_asked_of_the_order_that_a_visitor_spoke_of(chat: Chat, action: str, intent: str) -> None:
    chat.say("action_order_status", "my order", intent="order_status")
    assert chat.say(action, "where is it?", intent=intent).responses == ["utter_sign_in_again"]


def test_an_order_that_was_only_guessed_at_is_the_topic(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    chat.say("action_fallback", "order", intent="nlu_fallback", intent_ranking=ORDER_GUESSED)
    reply = chat.say("action_answer_faq", "where is it?", intent="faq_stores")
    assert [b["order_id"] for b in reply.blocks if b["type"] == "order"] == ["F1002"]


@pytest.mark.parametrize(
    "text", ["it was supposed to come on Monday", "still nothing here", "it hasn't arrived", "should've arrived"]
)
def test_a_parcel_that_is_waited_for_is_late(text: str) -> None:
    assert is_late(text)


@pytest.mark.parametrize("text", ["it arrived, thanks", "it works again", "when will it be here", "is it still coming"])
def test_what_came_or_will_come_is_not_late(text: str) -> None:
    assert not is_late(text)


def test_good_news_is_good_news(chat: Chat) -> None:
    assert chat.say("action_problem_solved", "it works again", intent="problem_solved").responses == ["utter_problem_solved"]


def test_where_it_is_now_is_no_good_news(chat: Chat) -> None:
    assert chat.say("action_problem_solved", "where is it now?", intent="problem_solved").responses == ["utter_sign_in"]


def test_a_late_parcel_is_no_solved_problem(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    chat.say("action_order_status", "where is my order", intent="order_status")
    reply = chat.say("action_problem_solved", "it should have come on Monday", intent="problem_solved")
    assert "utter_problem_solved" not in reply.responses


@pytest.mark.parametrize("text", ["how do I store a tent", "and how should we clean wool", "what's the best way to wash silk"])
def test_how_something_is_done_with_a_thing_is_asked(text: str) -> None:
    assert asks_how_to(text)


@pytest.mark.parametrize(
    "text", ["how do I clean it", "how can I find a tent", "how warm is a tent", "a tent", "how do these wash"]
)
def test_a_wish_or_a_product_shown_is_no_question_of_how(text: str) -> None:
    assert not asks_how_to(text)


@pytest.mark.parametrize(
    ("action", "intent"), [("action_search_products", "search_product"), ("action_product_question", "product_question")]
)
def test_how_a_thing_is_returned_shows_no_such_things(chat: Chat, action: str, intent: str) -> None:
    kind = [{"entity": "type", "value": "acoustic guitar"}]
    reply = chat.say(action, "how do I return an acoustic guitar", intent=intent, entities=kind)
    assert "30 days" in " ".join(said(reply))
    assert not reply.ids


def test_how_long_any_parcel_takes_shows_no_order(chat: Chat) -> None:
    chat.say("action_answer_faq", "What does delivery cost?", intent="faq_shipping")
    reply = chat.say("action_order_status", "and how long does it take?", intent="order_status")
    assert said(reply) == [TIME]


def test_to_cancel_in_a_word_is_no_question(chat: Chat) -> None:
    assert chat.say("action_start_over", "cancel", intent="cancel").responses == ["utter_nothing_to_cancel"]
