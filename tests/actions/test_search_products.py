"""Looking for products, changing the search, and asking for cheaper or similar ones: over the real webhook."""

from __future__ import annotations

from dataclasses import replace

from actions.services.wiring import Services
from tests.actions.conftest import GUITARS, Chat, Reply

TEXT = "I'm looking for an acoustic guitar under $200"


def look_for_guitars(chat: Chat) -> Reply:
    entities = [
        {"entity": "type", "value": "acoustic guitar", "of": "acoustic guitar"},
        {"entity": "price_max", "value": 200.0, "of": "under $200"},
    ]
    return chat.say("action_search_products", TEXT, intent="search_product", entities=entities)


def test_a_search_shows_cards_of_that_type_within_the_price(chat: Chat) -> None:
    reply = look_for_guitars(chat)
    assert reply.responses == ["utter_search_all"]
    assert set(reply.ids) == {"g1", "g2", "g3", "g6"}  # no strap, no strings, and not the one without a price
    assert all(c["price"]["amount"] <= 20000 for c in reply.cards)
    assert chat.slots["shown"] == reply.ids
    assert "acoustic guitars" in reply.text
    assert "$200.00" in reply.text


def test_a_card_can_be_bought_only_when_it_is_in_stock(chat: Chat) -> None:
    cards = {c["product_id"]: c for c in look_for_guitars(chat).cards}
    assert cards["g6"]["stock"] == "out"
    assert not any(b.get("do") for b in cards["g6"]["buttons"])
    assert {b["do"]: b["value"] for b in cards["g1"]["buttons"] if "do" in b} == {"add_to_cart": "g1-1"}


def test_cheaper_shows_only_lower_prices_of_the_same_type(chat: Chat) -> None:
    shown = look_for_guitars(chat)
    chat.slots["shown"] = [c["product_id"] for c in shown.cards if c["price"] and c["price"]["amount"] >= 12900]
    reply = chat.say("action_cheaper", "anything cheaper?", intent="cheaper")
    assert reply.responses == ["utter_cheaper_results"]
    assert set(reply.ids) == {"g3", "g6"}
    assert all(0 < c["price"]["amount"] < 12900 for c in reply.cards)
    assert all(c["product_type"] == "acoustic guitar" for c in reply.cards)


def test_nothing_cheaper_is_said_and_the_cheapest_of_the_kind_is_shown(chat: Chat) -> None:
    look_for_guitars(chat)
    reply = chat.say("action_cheaper", "cheaper", intent="cheaper")
    assert reply.responses == ["utter_cheaper_none"]
    assert "$65.00" in reply.text
    assert reply.ids[0] == "g6"
    prices = [c["price"]["amount"] for c in reply.cards]
    assert prices == sorted(prices)
    assert "g5" not in reply.ids  # its price is not known


def test_cheaper_after_details_is_measured_by_that_product(chat: Chat) -> None:
    look_for_guitars(chat)
    chat.say("action_product_details", "", intent="product_details", entities=[{"entity": "product", "value": "g4"}])
    reply = chat.say("action_cheaper", "is there a cheaper one", intent="cheaper")
    assert reply.ids
    assert all(c["price"]["amount"] < 45000 for c in reply.cards)


def test_cheaper_with_nothing_shown_asks_for_what(chat: Chat) -> None:
    assert chat.say("action_cheaper", "cheaper", intent="cheaper").responses == ["utter_nothing_shown"]


def test_in_stock_only_keeps_the_search(chat: Chat) -> None:
    look_for_guitars(chat)
    reply = chat.say(
        "action_refine_search",
        '/refine_search{"in_stock": true}',
        intent="refine_search",
        entities=[{"entity": "in_stock", "value": True}],
    )
    assert set(reply.ids) == {"g1", "g2", "g3"}


def test_a_refinement_by_colour_chooses_the_fitting_variant(chat: Chat) -> None:
    entities = [{"entity": "type", "value": "rain jacket", "of": "rain jacket"}]
    chat.say("action_search_products", "a rain jacket", intent="search_product", entities=entities)
    reply = chat.say(
        "action_refine_search", "in red", intent="refine_search", entities=[{"entity": "colour", "value": "red", "of": "red"}]
    )
    assert {c["sku"] for c in reply.cards} == {"j1-red", "j2-red"}
    assert all(c["options"]["colour"] == "red" for c in reply.cards)


def test_only_four_stars_and_up_keeps_the_better_ones(chat: Chat) -> None:
    entities = [{"entity": "type", "value": "rain jacket", "of": "rain jacket"}]
    chat.say("action_search_products", "a rain jacket", intent="search_product", entities=entities)
    reply = chat.say(
        "action_refine_search", "only 4 stars and up", intent="refine_search", entities=[{"entity": "rating_min", "value": 4.0}]
    )
    assert reply.ids == ["j1"]
    assert reply.responses == ["utter_search_one"]


def test_nothing_found_names_the_condition_to_relax_and_the_button_does_so(chat: Chat) -> None:
    entities = [
        {"entity": "type", "value": "acoustic guitar", "of": "acoustic guitar"},
        {"entity": "price_max", "value": 10.0, "of": "under $10"},
    ]
    reply = chat.say("action_search_products", "acoustic guitar under $10", intent="search_product", entities=entities)
    assert reply.responses == ["utter_search_none_relax"]
    assert reply.payloads == ['/refine_search{"drop": "price_max"}']
    relaxed = chat.say(
        "action_refine_search", reply.payloads[0], intent="refine_search", entities=[{"entity": "drop", "value": "price_max"}]
    )
    assert relaxed.ids


def test_where_no_single_condition_helps_the_two_that_do_are_offered_together(chat: Chat) -> None:
    entities = [
        {"entity": "type", "value": "acoustic guitar", "of": "acoustic guitar"},
        {"entity": "colour", "value": "mauve", "of": "mauve"},
        {"entity": "price_max", "value": 10.0, "of": "under $10"},
    ]
    reply = chat.say("action_search_products", "mauve acoustic guitar under $10", intent="search_product", entities=entities)
    assert reply.responses == ["utter_search_none_relax"]
    assert "mauve" in reply.text
    assert "$10" in reply.text
    assert reply.payloads == ['/refine_search{"drop": "colours,price_max"}']
    dropped = [{"entity": "drop", "value": "colours,price_max"}]
    assert chat.say("action_refine_search", reply.payloads[0], intent="refine_search", entities=dropped).ids


def test_a_new_type_starts_a_search_of_its_own(chat: Chat) -> None:
    look_for_guitars(chat)
    reply = chat.say(
        "action_search_products",
        "show me tents",
        intent="search_product",
        entities=[{"entity": "type", "value": "tent", "of": "tents"}],
    )
    assert set(reply.ids) == {"t1", "t2"}  # t2 costs more than the guitars' limit


def test_a_search_for_nothing_asks_what_is_meant(chat: Chat) -> None:
    assert chat.say("action_search_products", "show me something", intent="search_product").responses == ["utter_search_what"]


def test_more_like_the_second_leaves_the_second_out(chat: Chat) -> None:
    second = look_for_guitars(chat).ids[1]
    reply = chat.say(
        "action_more_like", "more like the second", intent="more_like", entities=[{"entity": "ordinal", "value": 2}]
    )
    assert reply.responses == ["utter_similar"]
    assert second not in reply.ids
    assert all(c["reason"] for c in reply.cards)


def test_an_ordinal_beyond_what_was_shown_is_asked_again(chat: Chat) -> None:
    look_for_guitars(chat)
    reply = chat.say(
        "action_product_details", "the ninth", intent="product_details", entities=[{"entity": "ordinal", "value": 9}]
    )
    assert reply.responses == ["utter_no_such_number"]


def test_details_come_from_the_record_of_this_moment(chat: Chat, services: Services) -> None:
    look_for_guitars(chat)
    services.storage.products.upsert([replace(GUITARS[0], name="Bailando Guitar, renamed a moment ago")])
    reply = chat.say("action_product_details", "", intent="product_details", entities=[{"entity": "product", "value": "g1"}])
    assert reply.cards[0]["name"] == "Bailando Guitar, renamed a moment ago"
    assert "mahogany body" in reply.text
    assert chat.slots["focus"] == "g1"


def test_a_price_that_rose_since_the_index_was_built_takes_the_card_out(chat: Chat, services: Services) -> None:
    raised = replace(GUITARS[0], variants=(replace(GUITARS[0].variants[0], price=99900),))
    services.storage.products.upsert([raised])
    assert "g1" not in look_for_guitars(chat).ids


def test_a_product_that_was_taken_out_of_the_shop_is_not_shown(chat: Chat, services: Services) -> None:
    services.storage.products.upsert([replace(GUITARS[0], active=False)])
    assert "g1" not in look_for_guitars(chat).ids
    reply = chat.say("action_product_details", "", intent="product_details", entities=[{"entity": "product", "value": "g1"}])
    assert reply.responses == ["utter_product_gone"]


def test_a_question_is_answered_from_the_text_of_the_product(chat: Chat) -> None:
    chat.slots["shown"] = ["g1", "g2"]
    reply = chat.say(
        "action_product_question",
        "does the first one come with a case?",
        intent="product_question",
        entities=[{"entity": "ordinal", "value": 1}],
    )
    assert reply.responses == ["utter_product_answer"]
    assert "carry case" in reply.text


def test_what_the_text_does_not_say_is_honestly_not_known(chat: Chat) -> None:
    chat.slots["focus"] = "g3"
    reply = chat.say("action_product_question", "is it dishwasher safe?", intent="product_question")
    assert reply.responses == ["utter_product_answer_unknown"]
    assert "/talk_to_person" in reply.payloads


def test_the_page_the_customer_is_on_is_what_it_means(chat: Chat) -> None:
    chat.metadata = {"page": {"product_id": "t1"}}
    assert chat.say("action_product_details", "tell me more", intent="product_details").ids == ["t1"]


def test_with_several_shown_and_none_meant_the_question_is_which(chat: Chat) -> None:
    chat.slots["shown"] = ["g1", "g2"]
    assert chat.say("action_product_details", "tell me more", intent="product_details").responses == ["utter_which_product"]
