"""Longer wishes: orders, further results, other brands, comparisons, and what a record alone can answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.services.wiring import Services
from shop.catalogue import Faq
from tests.actions.conftest import OUTDOOR, Chat, Reply


def search(chat: Chat, text: str, *entities: tuple[str, object, str], intent: str = "search_product") -> Reply:
    action = "action_search_products" if intent == "search_product" else "action_refine_search"
    return chat.say(action, text, intent=intent, entities=[{"entity": e, "value": v, "of": of} for e, v, of in entities])


def ask(chat: Chat, text: str, *entities: tuple[str, object, str]) -> Reply:
    named = [{"entity": e, "value": v, "of": of} for e, v, of in entities]
    return chat.say("action_product_question", text, intent="product_question", entities=named)


def test_the_cheapest_come_first_and_the_dearest_first_when_asked(chat: Chat) -> None:
    cheap = search(chat, "the cheapest acoustic guitars", ("type", "acoustic guitar", "acoustic guitars"))
    assert cheap.responses == ["utter_search_cheapest"]
    prices = [c["price"]["amount"] for c in cheap.cards]
    assert prices == sorted(prices)
    dear = search(chat, "the most expensive acoustic guitar", ("type", "acoustic guitar", "acoustic guitar"))
    assert dear.responses == ["utter_search_dearest"]
    assert dear.ids[0] == "g4"


def test_show_me_more_shows_others_and_says_when_those_were_all(chat: Chat) -> None:
    first = search(chat, "acoustic guitars", ("type", "acoustic guitar", "acoustic guitars"))
    second = search(chat, "show me more", intent="refine_search")
    assert second.responses == ["utter_search_more"]
    assert second.ids
    assert not set(first.ids) & set(second.ids)
    assert search(chat, "more please", intent="refine_search").responses == ["utter_search_no_more"]


def test_other_brands_leave_the_one_that_was_asked_for(chat: Chat) -> None:
    search(
        chat,
        "acoustic guitars from Solano",
        ("type", "acoustic guitar", "acoustic guitars"),
        ("brand", "Solano", "Solano"),
    )
    reply = search(chat, "other brands", intent="refine_search")
    assert reply.ids
    assert not {"g2", "g4"} & set(reply.ids)


def test_of_two_kinds_both_are_shown(chat: Chat) -> None:
    reply = search(chat, "a tent and a lantern", ("type", "tent", "tent"), ("type", "lantern", "lantern"))
    assert [c["product_type"] for c in reply.cards][:2] in (["tent", "lantern"], ["lantern", "tent"])
    assert "tents and lanterns" in reply.text


def test_what_no_product_mentions_is_said(chat: Chat) -> None:
    reply = search(chat, "rain jackets for astronauts", ("type", "rain jacket", "rain jackets"))
    assert "utter_search_unmentioned" in reply.responses
    assert set(reply.ids) == {"j1", "j2"}


def test_a_thing_that_the_shop_does_not_have_is_not_claimed(chat: Chat) -> None:
    assert search(chat, "do you have submarines").responses[0] == "utter_search_not_sold"


def test_a_new_wish_that_fits_nothing_shown_is_a_new_search(chat: Chat) -> None:
    search(chat, "acoustic guitars", ("type", "acoustic guitar", "acoustic guitars"))
    reply = search(chat, "enamel", intent="refine_search")
    assert "m1" in reply.ids


def test_sold_out_products_come_last(chat: Chat) -> None:
    reply = search(chat, "cordillera acoustic guitar travel size", ("type", "acoustic guitar", "acoustic guitar"))
    assert [c["stock"] == "out" for c in reply.cards] == sorted(c["stock"] == "out" for c in reply.cards)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("how much is it?", "utter_product_price_range"),
        ("price?", "utter_product_price_range"),
        ("is it still available", "utter_product_stock_in"),
        ("what do the reviews say", "utter_product_rating"),
        ("what colours are there, which colours", "utter_product_options"),
    ],
)
def test_a_field_of_the_record_answers_its_question(chat: Chat, text: str, response: str) -> None:
    chat.slots["focus"] = "j1"
    assert ask(chat, text).responses == [response]


def test_a_weight_is_no_price(chat: Chat) -> None:
    chat.slots["focus"] = "j1"
    assert "price" not in ask(chat, "how much does it weigh").responses[0]


@pytest.mark.parametrize(("colour", "response"), [("red", "utter_product_option_yes"), ("pink", "utter_product_option_no")])
def test_whether_it_comes_in_a_colour_is_read_from_its_variants(chat: Chat, colour: str, response: str) -> None:
    chat.slots["focus"] = "j1"
    assert ask(chat, f"does it come in {colour}", ("colour", colour, colour)).responses == [response]


def test_two_products_are_set_side_by_side(chat: Chat, services: Services) -> None:
    rated = [replace(p, rating=stars) for p, stars in zip(OUTDOOR[3:5], (4.9, 2.0), strict=True)]
    services.storage.products.upsert(rated)
    chat.slots["shown"] = ["l1", "t1", "t2"]
    reply = ask(chat, "compare the second and the third", ("ordinal", 2, "second"), ("ordinal", 3, "third"))
    assert reply.responses == ["utter_compare", "utter_compare_cheapest", "utter_compare_rated"]
    table = next(block for block in reply.blocks if block["type"] == "table")
    assert table["columns"] == ["", *(p.name for p in rated)]
    assert all(len(set(row[1:])) > 1 for row in table["rows"])
    assert {"Price", "Rating"} <= {row[0] for row in table["rows"]}
    assert reply.ids == ["t1", "t2"]
    assert chat.slots["shown"] == ["t1", "t2"]


def test_the_cheaper_of_those_shown_is_named_from_the_records(chat: Chat) -> None:
    chat.slots["shown"] = ["t1", "t2"]
    reply = ask(chat, "which one is cheaper?")
    assert "utter_compare_cheapest" in reply.responses


def test_an_order_is_never_said_to_be_changed_and_a_person_is_offered(chat: Chat) -> None:
    reply = chat.say("action_change_order", "swap the colour in my order", intent="change_order")
    assert reply.responses == ["utter_order_change"]
    assert "/talk_to_person" in reply.payloads


def test_the_cart_is_left_to_the_card(chat: Chat) -> None:
    chat.slots["shown"] = ["t1", "g6"]
    second = [{"entity": "ordinal", "value": 2}]
    sold_out = chat.say("action_add_to_cart", "add the second to my cart", intent="add_to_cart", entities=second)
    assert sold_out.responses == ["utter_cart_sold_out"]
    assert chat.say("action_add_to_cart", "add it", intent="add_to_cart").ids == ["g6"]
    chat.slots.update(shown=[], focus=None)
    assert chat.say("action_add_to_cart", "checkout", intent="add_to_cart").responses == ["utter_cart_which"]


def test_a_thing_named_in_a_question_does_not_decide_its_answer(chat: Chat, services: Services) -> None:
    text = "I want to return my guitar"
    plain = services.answers.of_shop(text)
    named = services.answers.of_shop(text, things=[(20, 26)])
    assert plain.candidates
    assert named.candidates[0] == Faq(*[getattr(named.candidates[0], f) for f in ("faq_id", "question", "answer", "topic")])
    assert named.candidates[0].faq_id == "returns"


def test_a_bare_name_taken_for_a_question_is_looked_for(chat: Chat) -> None:
    reply = chat.say("action_answer_faq", "enamel camping mug", intent="faq")
    assert "m1" in reply.ids


def test_a_gift_is_nothing_that_its_owners_dislike(chat: Chat, services: Services) -> None:
    services.storage.products.upsert([replace(OUTDOOR[6], rating=1.5)])
    reply = chat.say("action_recommend_gift", "a gift for camping", intent="recommend_gift")
    assert reply.ids
    assert "m1" not in reply.ids


def test_a_wish_beside_a_question_is_served_too(chat: Chat) -> None:
    text = "How long does delivery take? And a tent"
    reply = chat.say("action_answer_faq", text, intent="faq", entities=[{"entity": "type", "value": "tent", "of": "tent"}])
    assert "Two to four working days." in str(reply.blocks)
    assert set(reply.ids) == {"t1", "t2"}


def test_it_in_another_colour_is_about_the_one_looked_at(chat: Chat) -> None:
    search(chat, "rain jackets", ("type", "rain jacket", "rain jackets"))
    chat.slots["focus"] = "j1"
    reply = search(chat, "do you have it in pink", ("colour", "pink", "pink"), intent="refine_search")
    assert reply.responses == ["utter_product_option_no"]


def test_sorting_by_price_orders_the_present_search(chat: Chat) -> None:
    search(chat, "acoustic guitars", ("type", "acoustic guitar", "acoustic guitars"))
    reply = search(chat, "sort by price", intent="refine_search")
    assert reply.responses == ["utter_search_cheapest"]
    assert "acoustic guitars" in reply.text


def test_a_price_asked_of_a_thing_not_yet_shown_looks_for_it(chat: Chat) -> None:
    assert set(ask(chat, "what does a tent cost", ("type", "tent", "tent")).ids) == {"t1", "t2"}
    chat.slots.update(shown=[], focus=None, search=None)
    assert ask(chat, "what does it cost").responses == ["utter_nothing_shown"]


def test_a_budget_alone_opens_a_search(chat: Chat) -> None:
    budget = [{"entity": "price_max", "value": 30.0, "of": "30 dollars"}]
    reply = chat.say("action_cheaper", "I have 30 dollars", intent="cheaper", entities=budget)
    assert reply.ids
    assert all(c["price"]["amount"] <= 3000 for c in reply.cards)


def test_where_to_buy_a_thing_is_answered_with_the_thing(chat: Chat) -> None:
    tent = [{"entity": "type", "value": "tent", "of": "tents"}]
    assert set(chat.say("action_answer_faq", "can I buy tents here", intent="faq", entities=tent).ids) == {"t1", "t2"}


def test_a_person_is_offered_once_when_nothing_was_understood(chat: Chat) -> None:
    guesses = [{"name": "talk_to_person", "confidence": 0.28}, {"name": "faq", "confidence": 0.2}]
    reply = chat.say("action_fallback", "my name is Ada", intent="nlu_fallback", intent_ranking=guesses)
    assert [p.partition("{")[0] for p in reply.payloads].count("/talk_to_person") == 1


def test_a_question_that_has_no_answer_is_not_searched_for(chat: Chat) -> None:
    reply = chat.say("action_answer_faq", "why doesn't your cellar sing", intent="faq")
    assert reply.ids == []
