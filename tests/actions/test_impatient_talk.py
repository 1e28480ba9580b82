"""What a customer in a hurry says: pieces of sentences, wishes put as complaints, asides."""

from __future__ import annotations

import pytest

from actions.bare_condition import BARE_NUMBER
from actions.coupon_named import offer_named
from actions.said_by_customers import quotes
from actions.services.orders_meant import speaks_of_owned
from actions.services.search_state import asks_for_more, is_piece
from actions.services.wishes import own_words, telling
from retrieval.measures import wanted
from shop.orders import Review
from tests.actions.conftest import NOW, Chat

JACKETS = [{"entity": "type", "value": "rain jacket", "of": "rain jackets"}]
GUITARS = [{"entity": "type", "value": "acoustic guitar", "of": "acoustic guitars"}]


def look_for_jackets(chat: Chat) -> None:
    assert chat.say("action_search_products", "show me rain jackets", intent="search_product", entities=JACKETS).ids


@pytest.mark.parametrize(
    "text", ["the best ever, because we bought several", "a really good reliable one, so", "none, only better"]
)
def test_words_that_judge_or_join_are_no_condition(text: str) -> None:
    assert telling(text, []) == []


def test_words_that_tell_are_kept_beside_them() -> None:
    assert telling("so the best waterproof one for winter", []) == ["waterproof", "winter"]


def test_a_size_is_no_word_of_a_query() -> None:
    text = "size 42 hiking"
    assert own_words(text, [{"entity": "size", "value": "42", "start": 5, "end": 7}], keep_facets=True) == "hiking"


@pytest.mark.parametrize("text", ["with a hood", "made of wool", "and without buckles", "that has pockets"])
def test_a_piece_of_a_sentence_is_no_search_of_its_own(text: str) -> None:
    assert is_piece(text)


def test_a_piece_keeps_the_kind_and_says_what_none_of_it_mentions(chat: Chat) -> None:
    look_for_jackets(chat)
    reply = chat.say("action_search_products", "with ventilated armpits", intent="search_product")
    assert "utter_search_unmentioned" in reply.responses
    assert set(reply.ids) == {"j1", "j2"}


def test_a_piece_that_only_other_kinds_speak_of_shows_those_and_says_so(chat: Chat) -> None:
    look_for_jackets(chat)
    reply = chat.say("action_search_products", "with rosewood fingerboard", intent="search_product")
    assert reply.responses[0] == "utter_search_other_kinds"
    assert "g2" in reply.ids


def test_a_size_after_a_search_is_a_condition_whatever_it_sounded_like(chat: Chat) -> None:
    look_for_jackets(chat)
    size = [{"entity": "size", "value": "M", "start": 5, "end": 6}]
    reply = chat.say("action_answer_faq", "size M roomy", intent="faq_sizes", entities=size)
    assert set(reply.ids) == {"j1", "j2"}
    assert chat.slots["search"]["filters"]["sizes"] == ["M"]


def test_a_question_about_sizes_is_no_condition(chat: Chat) -> None:
    look_for_jackets(chat)
    size = [{"entity": "size", "value": "M", "start": 8, "end": 9}]
    reply = chat.say("action_answer_faq", "what is M in inches", intent="faq_sizes", entities=size)
    assert not reply.ids


def test_what_nothing_in_the_shop_is_called_needs_no_leaving_out(chat: Chat) -> None:
    look_for_jackets(chat)
    without = [{"entity": "without", "value": "zorbex", "start": 13, "end": 19}]
    reply = chat.say("action_refine_search", "anything but zorbex", intent="refine_search", entities=without)
    assert "utter_search_nothing_to_leave" in reply.responses
    assert set(reply.ids) == {"j1", "j2"}


def test_something_different_is_the_next_ones() -> None:
    assert asks_for_more("show me something different", [])
    assert not asks_for_more("show me a different umbrella", [])


def test_which_of_many_asks_the_records_of_all_that_are_shown(chat: Chat) -> None:
    assert (
        len(chat.say("action_search_products", "show me acoustic guitars", intent="search_product", entities=GUITARS).ids) > 3
    )
    reply = chat.say("action_recommend", "which one folds into a rucksack", intent="recommend_me")
    assert "utter_recommend_popular" not in reply.responses
    assert "utter_product_answer" in reply.responses or "utter_which_unknown" in reply.responses


def test_the_total_is_that_of_the_cart_by_todays_prices(chat: Chat) -> None:
    chat.metadata["cart"] = [{"sku": "s1-1", "quantity": 2}, {"sku": "m1-1", "quantity": 1}]
    reply = chat.say("action_product_question", "what's my total", intent="product_question")
    assert reply.responses == ["utter_cart_total"]
    assert "$42.00" in reply.text


def test_without_a_cart_its_place_is_told(chat: Chat) -> None:
    reply = chat.say("action_product_question", "how much is in my cart?", intent="product_question")
    assert reply.responses == ["utter_cart_total_unknown"]


@pytest.mark.parametrize(
    "text", ["Could I talk to somebody about a school order?", "put me through to your sales team", "can someone call me"]
)
def test_who_asks_for_a_person_gets_one_whatever_it_is_about(chat: Chat, text: str) -> None:
    reply = chat.say("action_answer_faq", text, intent="faq")
    assert reply.responses == ["utter_handover"]
    assert reply.effects == [{"type": "hand_over", "reason": "asked"}]


def test_how_to_reach_people_is_a_question(chat: Chat) -> None:
    reply = chat.say("action_answer_faq", "how can I talk to someone at the shop", intent="faq_contact")
    assert "utter_handover" not in reply.responses


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("do you have pensioner discounts", "pensioner"),
        ("any discount codes", ""),
        ("when is the harvest sale", "harvest"),
        ("which offers are there for teachers?", "teachers"),
    ],
)
def test_the_name_of_an_offer_that_is_asked_for(text: str, name: str) -> None:
    assert offer_named(text) == name


def test_an_offer_that_is_not_there_is_said_before_the_others_are_shown(chat: Chat) -> None:
    reply = chat.say("action_coupons", "do you have a pensioner discount", intent="coupons_for_me")
    assert reply.responses[0] == "utter_coupon_no_such"
    assert "pensioner" in reply.text


def test_an_offer_asked_for_by_its_name_is_told(chat: Chat) -> None:
    reply = chat.say("action_coupons", "do you still have the strings offer", intent="coupons_for_me")
    assert reply.responses == ["utter_coupon_fitting"]
    assert "STRUM20" in reply.text


@pytest.mark.parametrize(
    "text", ["i bought a tent", "the pole snapped and it stopped working", "we ordered two chairs", "my zip broke"]
)
def test_a_thing_that_is_owned_is_not_looked_for(text: str) -> None:
    assert speaks_of_owned(text)


@pytest.mark.parametrize("text", ["i want a tent", "i need to get a jacket", "show me chairs"])
def test_a_thing_that_is_wanted_is(text: str) -> None:
    assert not speaks_of_owned(text)


def test_a_fault_of_ones_own_thing_shows_no_products(chat: Chat) -> None:
    jacket = [{"entity": "type", "value": "rain jacket", "of": "rain jacket"}]
    reply = chat.say(
        "action_answer_faq", "i bought a rain jacket and the seam came loose", intent="faq_warranty", entities=jacket
    )
    assert not reply.ids


def test_what_is_said_of_a_product_is_quoted_from_a_pleased_and_a_displeased_buyer() -> None:
    def review(number: int, text: str, feeling: float) -> Review:
        return Review(f"r{number}", "t1", text, NOW, sentiment=feeling)

    pleased, displeased = quotes(
        [
            review(1, "It kept the whole family dry in a storm.", 0.9),
            review(2, "Good.", 0.95),
            review(3, "The pegs bent on the very first night.", -0.8),
        ]
    )
    assert pleased == "It kept the whole family dry in a storm."
    assert displeased == "The pegs bent on the very first night."
    assert quotes([review(1, "It is a tent, nothing more to say here.", 0.0)]) == ("", "")


def test_too_much_of_a_measure_asks_for_less_of_it() -> None:
    asked = wanted("way too heavy")
    assert asked is not None
    assert (asked.measures[0].name, asked.high) == ("weight", False)
    assert wanted("too heavy for my mother") is None


def test_a_purpose_is_looked_for_and_not_answered_with_what_is_popular(chat: Chat) -> None:
    reply = chat.say("action_recommend", "anything for camping", intent="recommend_me")
    assert "utter_recommend_popular" not in reply.responses
    assert set(reply.ids) & {"t1", "l1", "m1"}


@pytest.mark.parametrize("text", ["what goes well with it", "any accessories for these?", "what should i wear with them"])
def test_what_goes_with_a_thing_is_of_other_kinds_or_left_to_the_others(chat: Chat, text: str) -> None:
    tents = [{"entity": "type", "value": "tent", "of": "tents"}]
    chat.say("action_search_products", "show me tents", intent="search_product", entities=tents)
    reply = chat.say("action_more_like", text, intent="more_like")
    assert reply.responses[0] == "utter_goes_with"
    assert reply.ids
    assert not set(reply.ids) & {"t1", "t2"}


def test_a_bare_number_beyond_what_is_shown_is_a_size_that_they_come_in() -> None:
    assert BARE_NUMBER.match("us 10 please")
    assert not BARE_NUMBER.match("10 dollars")


@pytest.mark.parametrize("action", ["action_add_to_cart", "action_product_question"])
def test_what_is_in_the_cart_is_named(chat: Chat, action: str) -> None:
    chat.metadata["cart"] = [{"sku": "s1-1", "quantity": 2}, {"sku": "m1-1", "quantity": 1}]
    reply = chat.say(action, "what's in my cart?", intent="add_to_cart")
    assert reply.responses == ["utter_cart_total"]
    assert "2 × Bailando Guitar Strap, Woven, 1 × Enamel Camping Mug" in reply.text


@pytest.mark.parametrize("text", ["goes with this", "what goes with the first", "goes well with it"])
def test_a_heading_of_the_page_said_as_a_message_shows_what_goes_with_it(chat: Chat, text: str) -> None:
    chat.say("action_search_products", "tents", intent="search_product", entities=[{"entity": "type", "value": "tent"}])
    entities = [{"entity": "ordinal", "value": 1}] if "first" in text else []
    assert (
        chat.say("action_product_details", text, intent="product_details", entities=entities).responses[0] == "utter_goes_with"
    )


def test_on_a_products_page_this_is_the_product(chat: Chat) -> None:
    chat.metadata["page"] = {"product_id": "t1"}
    reply = chat.say("action_fallback", "what goes with this?", intent="nlu_fallback")
    assert reply.responses[0] == "utter_goes_with"
    assert {card["reason"] for card in reply.cards} == {"goes with Tarn Two Person Tent"}


def test_a_bound_that_nothing_keeps_is_told_as_it_was_said(chat: Chat) -> None:
    chat.say("action_search_products", "tents", intent="search_product", entities=[{"entity": "type", "value": "tent"}])
    around = [{"entity": "price_min", "value": 80}, {"entity": "price_max", "value": 120}]
    reply = chat.say("action_cheaper", "my budget is around 100", intent="cheaper", entities=around)
    assert reply.responses[0] == "utter_cheaper_none"
    assert "no tents for less than $120.00" in reply.text


def test_words_that_stand_together_are_one_wish(chat: Chat) -> None:
    text = "bear proof tent"
    entities = [{"entity": "type", "value": "tent", "start": 11, "end": 15}]
    reply = chat.say("action_search_products", text, intent="search_product", entities=entities)
    assert "“bear proof”" in reply.text


def test_better_ratings_order_what_was_looked_for(chat: Chat) -> None:
    chat.say(
        "action_search_products", "guitars", intent="search_product", entities=[{"entity": "type", "value": "acoustic guitar"}]
    )
    reply = chat.say("action_search_products", "anything with better ratings", intent="search_product")
    assert reply.responses[0] == "utter_search_rated"
    assert reply.ids[0] == "g4"


def test_an_age_and_who_it_is_for_are_no_words_to_search_gifts_by(chat: Chat) -> None:
    text = "I need a birthday present for a 5 year old boy"
    reply = chat.say("action_recommend_gift", text, intent="recommend_gift")
    assert reply.responses[-1] == "utter_recommend_gift"
    assert chat.slots.get("search") is None, "what many like, as nothing was said of what it should be"
