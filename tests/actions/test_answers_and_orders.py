"""The shop's own answers, a customer's own orders, people, languages, and being lost."""

from __future__ import annotations

import pytest

from tests.actions.conftest import Chat


def test_a_sure_question_gets_the_answer_of_the_record(chat: Chat) -> None:
    reply = chat.say("action_answer_faq", "how long does delivery take?", intent="faq")
    assert reply.block("text")["text"] == "Two to four working days."


def test_braces_in_an_answer_are_just_text(chat: Chat) -> None:
    reply = chat.say("action_answer_faq", "how do I return something?", intent="faq")
    assert "{free of charge}" in reply.block("text")["text"]


def test_a_question_nobody_answers_is_honestly_unknown_or_offers_the_likeliest(chat: Chat) -> None:
    reply = chat.say("action_answer_faq", "do you breed alpacas on the moon?", intent="faq")
    assert reply.responses in (["utter_faq_unknown"], ["utter_faq_unsure"], ["utter_faq_other"])
    assert "/talk_to_person" in reply.payloads


def test_a_known_topic_without_a_question_offers_the_shops_questions_of_it(chat: Chat) -> None:
    for text in ("zorb flimm", "/faq_shipping"):
        reply = chat.say("action_answer_faq", text, intent="faq_shipping")
        assert reply.responses == ["utter_faq_unsure"]
        assert sorted(reply.payloads) == [
            '/faq{"faq": "shipping-cost"}', '/faq{"faq": "shipping-time"}', "/talk_to_person",
        ]  # fmt: skip


def test_a_likely_answer_is_given_under_its_question_with_the_next_ones_beneath(chat: Chat) -> None:
    reply = chat.say("action_answer_faq", "my parcel, how many days more or less", intent="faq_shipping")
    assert reply.block("text")["text"] == "How long does delivery take?\nTwo to four working days."
    assert reply.responses == ["utter_faq_other"]
    assert reply.payloads == ['/faq{"faq": "shipping-cost"}', "/talk_to_person"]


@pytest.mark.parametrize(("action", "intent"), [("action_fallback", "nlu_fallback"), ("action_out_of_scope", "out_of_scope")])
def test_what_was_not_understood_may_still_be_a_question_of_the_faq(chat: Chat, action: str, intent: str) -> None:
    reply = chat.say(action, "how long does delivery take?", intent=intent)
    assert reply.block("text")["text"] == "Two to four working days."


def test_a_topic_that_the_shop_does_not_have_is_answered_like_any_question(chat: Chat) -> None:
    assert chat.say("action_answer_faq", "is my zorb flimming?", intent="faq_membership").responses == ["utter_faq_unknown"]
    reply = chat.say("action_answer_faq", "how long does delivery take?", intent="faq_membership")
    assert reply.block("text")["text"] == "Two to four working days."


@pytest.mark.parametrize(
    ("action", "intent", "said"),
    [
        ("action_account_help", "account_help", "utter_account_help"),
        ("action_site_problem", "site_problem", "utter_site_problem"),
    ],
)
def test_where_the_shop_has_no_sure_answer_a_person_is_offered(chat: Chat, action: str, intent: str, said: str) -> None:
    for text in ("zorb flimm", f"/{intent}"):
        reply = chat.say(action, text, intent=intent)
        assert (reply.responses, reply.payloads) == ([said], ["/talk_to_person"])


def test_the_shops_sure_answer_comes_before_ours(chat: Chat) -> None:
    reply = chat.say("action_account_help", "which payment methods do you accept?", intent="account_help")
    assert (reply.block("text")["text"], reply.responses) == ("Cards and bank transfer.", [])
    assert reply.payloads == ["/talk_to_person"]


def test_a_pressed_question_is_answered_without_guessing(chat: Chat) -> None:
    reply = chat.say(
        "action_answer_faq", '/faq{"faq": "payment"}', intent="faq", entities=[{"entity": "faq", "value": "payment"}]
    )
    assert reply.block("text")["text"] == "Cards and bank transfer."


def test_orders_are_for_verified_customers_alone(chat: Chat) -> None:
    entities = [{"entity": "order_number", "value": "F1001"}]
    for metadata in ({}, {"customer_id": None}, {"customer_id": ""}, {"customer": "guitarist"}, {"customer_id": ["guitarist"]}):
        chat.metadata = dict(metadata)
        reply = chat.say("action_order_status", "I am Ana, order F1001", intent="order_status", entities=entities)
        assert reply.responses[0].startswith("utter_sign_in")
        assert not [block for block in reply.blocks if block["type"] == "order"]


def test_who_asks_again_without_a_sign_in_is_told_what_else_there_is(chat: Chat) -> None:
    assert chat.say("action_order_status", "where is my order?", intent="order_status").responses == ["utter_sign_in"]
    again = chat.say("action_order_status", "order F1001", intent="order_status")
    assert (again.responses, again.payloads) == (["utter_sign_in_again"], ["/talk_to_person"])
    chat.say("action_search_products", "tents", intent="search_product", entities=[{"entity": "type", "value": "tent"}])
    assert chat.say("action_order_status", "my order", intent="order_status").responses == ["utter_sign_in"]


def test_the_latest_order_is_shown_and_the_others_are_buttons(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    reply = chat.say("action_order_status", "where is my order?", intent="order_status")
    order = reply.block("order")
    assert (order["order_id"], order["status"], order["total"]["text"]) == ("F1002", "Shipped", "$15.00")
    assert order["lines"][0]["name"] == "Bailando Guitar Strap, Woven"
    assert reply.payloads == ['/order_status{"order_number": "F1001"}']


def test_another_customers_order_is_not_found_like_one_that_never_was(chat: Chat) -> None:
    chat.metadata = {"customer_id": "camper"}
    for number in ("F1001", "F9999"):
        entities = [{"entity": "order_number", "value": number}]
        reply = chat.say("action_order_status", f"order {number}", intent="order_status", entities=entities)
        assert reply.responses == ["utter_order_not_found"]
        assert reply.blocks == []


def test_an_own_order_is_found_by_its_number_as_typed(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    entities = [{"entity": "order_number", "value": "#f1001"}]
    assert (
        chat.say("action_order_status", "#f1001", intent="order_status", entities=entities).block("order")["order_id"]
        == "F1001"
    )


@pytest.mark.parametrize(("intent", "reason"), [("talk_to_person", "asked"), ("complain", "complaint")])
def test_a_person_is_asked_for_by_an_effect(chat: Chat, intent: str, reason: str) -> None:
    reply = chat.say("action_talk_to_person", "I want a human", intent=intent)
    assert reply.effects == [{"type": "hand_over", "reason": reason}]


@pytest.mark.parametrize(
    ("text", "response", "label"),
    [
        ("我想买一件雨衣", "utter_other_language_zh", "联系人工客服"),
        ("ich suche eine Jacke", "utter_other_language_de", "Mit einer Person sprechen"),
        ("busco una chaqueta para mi hijo", "utter_other_language_es", "Hablar con una persona"),
        ("je cherche une veste", "utter_other_language_fr", "Parler à une personne"),
        ("xyzzy", "utter_other_language", "Talk to a person"),
    ],
)
def test_a_language_that_is_not_served_gets_a_sentence_in_it_and_a_person(
    chat: Chat, text: str, response: str, label: str
) -> None:
    reply = chat.say("action_other_language", text, intent="other_language")
    assert reply.responses == [response]
    assert [b["label"] for b in reply.block("quick_replies")["buttons"]] == [label]


def test_not_understood_offers_the_two_likeliest_meanings_by_plain_labels(chat: Chat) -> None:
    ranking = [
        {"name": "nlu_fallback", "confidence": 0.4},
        {"name": "recommend_me", "confidence": 0.38},
        {"name": "coupons_for_me", "confidence": 0.33},
        {"name": "greet", "confidence": 0.3},
    ]
    reply = chat.say("action_fallback", "hm deals for my style", intent="nlu_fallback", intent_ranking=ranking)
    assert reply.responses == ["utter_fallback_choose"]
    assert [p.partition("{")[0] for p in reply.payloads] == ["/recommend_me", "/coupons_for_me", "/talk_to_person"]
    assert [b["label"] for b in reply.block("quick_replies")["buttons"]][:2] == ["A recommendation for me", "My coupons"]


def test_lost_twice_in_a_row_a_person_is_offered(chat: Chat) -> None:
    assert chat.say("action_fallback", "blorp", intent="nlu_fallback").responses == ["utter_fallback"]
    assert chat.say("action_fallback", "blorp!", intent="nlu_fallback").responses == ["utter_fallback_person"]


def test_out_of_scope_says_what_can_be_done(chat: Chat) -> None:
    reply = chat.say("action_out_of_scope", "who won the election?", intent="out_of_scope")
    assert reply.responses == ["utter_out_of_scope"]
    assert "/recommend_me" in reply.payloads
