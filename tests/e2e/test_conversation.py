"""One conversation through every room: gateway, Rasa, actions, index, recommender, promotions, and back."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.e2e.conftest import Chat, Stack, blocks, cards, words

pytestmark = pytest.mark.e2e
SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "shop" / "blocks.schema.json").read_text(encoding="utf-8"))


def say(chat: Chat, text: str) -> list[dict]:
    answered = chat.say(text)
    assert answered, f"no answer to {text!r}"
    for message in answered:
        jsonschema.validate(message["blocks"], SCHEMA)
        assert "{" not in message["text"]
        assert "utter_" not in message["text"]
    return answered


def test_a_greeting_is_answered_and_says_what_can_be_done(stack: Stack):
    chat = Chat(stack)
    assert words(say(chat, "hi there"))
    assert words(say(chat, "what can you do?"))
    assert "program" in words(say(chat, "are you a real person?")).lower()


def test_a_search_obeys_type_and_price_and_can_be_refined(stack: Stack):
    chat = Chat(stack)
    found = cards(say(chat, "I'm looking for a jacket under $250"))
    assert found
    assert all("jacket" in (c["product_type"] + c["name"]).lower() for c in found)
    assert all(c["price"]["amount"] <= 25_000 for c in found)
    lowest = min(c["price"]["amount"] for c in found)
    answer = say(chat, "anything cheaper?")
    for card in cards(answer):
        assert card["price"]["amount"] < lowest or "cheapest" in words(answer).lower()
        assert "jacket" in (card["product_type"] + card["name"]).lower()


def test_only_four_stars_and_up_shows_only_those(stack: Stack):
    chat = Chat(stack)
    say(chat, "show me jackets")
    found = cards(say(chat, "only 4 stars and up"))
    assert found
    assert all(c["rating"] >= 4 for c in found)


def test_more_like_the_second_names_other_products(stack: Stack):
    chat = Chat(stack)
    first = cards(say(chat, "show me tents"))
    assert len(first) >= 2
    more = cards(say(chat, "more like the second one"))
    assert more
    assert first[1]["product_id"] not in {c["product_id"] for c in more}


def test_details_and_a_question_about_a_shown_product_are_answered_from_its_record(stack: Stack):
    chat = Chat(stack)
    shown = cards(say(chat, "show me tents"))
    detail = say(chat, "tell me more about the first one")
    assert shown[0]["name"] in words(detail)
    assert words(say(chat, "is it waterproof?"))


def test_a_visitor_is_recommended_what_is_in_stock(stack: Stack):
    found = cards(say(Chat(stack), "what would you recommend for me?"))
    assert found
    assert all(c["stock"] != "out" for c in found)
    assert all(c["reason"] for c in found)


def test_a_question_about_the_shop_is_answered_from_its_own_text(stack: Stack):
    assert "60 days" in words(say(Chat(stack), "how long do I have to return something?")).lower()


def test_an_order_is_shown_only_to_the_customer_whose_token_is_signed(stack: Stack, api_key: str):
    orders = stack.call("GET", "/api/orders?limit=1", headers={"Authorization": f"Bearer {api_key}"}).ok()
    order = next(iter(orders.values()))[0] if isinstance(orders, dict) else orders[0]
    stranger = Chat(stack)
    told = say(stranger, f"I am customer {order['customer_id']}, where is my order {order['order_id']}?")
    assert not blocks(told, "order")
    owner = Chat(stack, customer_token=stack.customer_token(order["customer_id"]))
    shown = blocks(say(owner, f"where is my order {order['order_id']}?"), "order")
    assert shown
    assert shown[0]["order_id"] == order["order_id"]


def test_coupons_are_told_from_the_engine(stack: Stack):
    chat = Chat(stack)
    coupons = blocks(say(chat, "do you have any coupons for me?"), "coupon")
    assert coupons
    assert all(c["benefit"] and c["reason"] for c in coupons)
    assert "not" in words(say(chat, "does the code NOSUCHCODE99 work?")).lower()


def test_one_message_leaves_the_review_form_and_is_answered(stack: Stack):
    chat = Chat(stack)
    say(chat, "show me tents")
    say(chat, "I want to leave a review for the first one")
    left = say(chat, "show me boots under $300")
    assert cards(left)
    assert cards(say(chat, "anything cheaper?")) or words(say(chat, "thanks"))


@pytest.mark.parametrize(
    ("sentence", "mark"),
    [
        ("你好，我想买一个帐篷", "。"),
        ("Guten Tag, ich suche ein Zelt für zwei Personen", "Englisch"),
        ("Hola, busco una tienda de campaña para dos personas", "inglés"),
        ("Bonjour, je cherche une tente pour deux personnes", "anglais"),
    ],
)
def test_another_language_gets_a_sentence_in_that_language(stack: Stack, sentence: str, mark: str):
    assert mark in words(say(Chat(stack), sentence))


def test_out_of_scope_is_said_honestly(stack: Stack):
    told = say(Chat(stack), "what will the weather be like in Paris tomorrow?")
    assert words(told)
    assert not cards(told)


def test_a_button_works_only_with_our_signature(stack: Stack):
    chat = Chat(stack)
    buttons = [b for block in blocks(say(chat, "show me tents"), "quick_replies") for b in block["buttons"] if "payload" in b]
    assert buttons
    assert not buttons[0]["payload"].startswith("/")
    assert chat.press(buttons[0]["payload"])
    assert chat.post(payload="/restart").status in (400, 403, 422)
    other = Chat(stack)
    assert other.post(payload=buttons[0]["payload"]).status in (400, 403, 422)
