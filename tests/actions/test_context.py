"""What a message means in its conversation: pointing at what is shown, corrections, changed minds, and what was meant."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.services.pointing import NOTHING, point
from actions.services.taken_back import no_longer_matters, starts_over, without_it
from shop.catalogue import Product, Variant
from tests.actions.conftest import Chat, Reply

JACKETS = ["j1", "j2", "j3"]  # red and blue, Northline; green and red, Fjordly; leather, Northline


def product(product_id: str, name: str, kind: str, price: int, brand: str, *colours: str, rating: float = 4.0) -> Product:
    variants = tuple(Variant(f"{product_id}-{c}", price, {"colour": c}) for c in colours)
    return Product(product_id, name, type=kind, brand=brand, rating=rating, rating_count=9, variants=variants)


SHOWN = [
    product("a", "Nordvale Storm Rain Jacket", "rain jacket", 8900, "Nordvale", "red", "blue"),
    product("b", "Fjordly Harbour Rain Jacket", "rain jacket", 6900, "Fjordly", "green", rating=4.8),
    product("c", "Northline Drover Leather Jacket", "leather jacket", 24900, "Northline", "black"),
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the red one", "a"),
        ("is the green jacket waterproof?", "b"),
        ("the cheaper one", "b"),
        ("the most expensive one please", "c"),
        ("how much is the best rated one", "b"),
        ("the Nordvale", "a"),
        ("tell me about nordvale", "a"),
        ("is the storm jacket's zip ok", "a"),
        ("does harbour rain run small", "b"),
        ("what's the price of the leather one", "c"),
        ("i'll take the black one", "c"),
    ],
)
def test_words_point_at_one_of_those_shown(text: str, meant: str) -> None:
    assert point(text, SHOWN).one == meant


@pytest.mark.parametrize(
    "text",
    [
        "what's the price",
        "is it waterproof",
        "is it from nordvale",
        "the first one",
        "that one",
        "the jacket",
        "how are you",
        "",
    ],
)
def test_words_that_fit_all_or_none_point_at_nothing(text: str) -> None:
    assert point(text, SHOWN) == NOTHING


def test_of_several_that_fit_the_one_looked_at_is_meant_and_else_it_is_open() -> None:
    assert point("is the rain jacket warm", SHOWN).product_ids == ("a", "b")
    assert point("is the rain jacket warm", SHOWN, focus="b").one == "b"
    assert point("is that jacket warm", SHOWN, focus="c").one == "c"
    assert point("the other one", SHOWN[:2], focus="a").one == "b"


def test_only_a_bare_pointing_is_no_search() -> None:
    assert point("show me the red one", SHOWN).bare
    assert point("the cheaper one please", SHOWN).bare
    assert not point("show me the cheapest jackets you have", SHOWN).bare
    assert not point("nordvale jackets", SHOWN).bare


@given(st.text(max_size=80), st.sampled_from([None, "a", "b", "c", "gone"]))
def test_any_text_points_at_products_that_are_shown(text: str, focus: str | None) -> None:
    pointed = point(text, SHOWN, focus)
    assert set(pointed.product_ids) <= {"a", "b", "c"}
    assert len(set(pointed.product_ids)) == len(pointed.product_ids)


def ask(chat: Chat, text: str, action: str = "action_product_question", *entities: tuple[str, object, str]) -> Reply:
    named = [{"entity": e, "value": v, "of": of} for e, v, of in entities]
    return chat.say(action, text, intent=action.removeprefix("action_"), entities=named)


def test_a_question_about_the_red_one_is_answered_of_it(chat: Chat) -> None:
    chat.slots["shown"] = ["j1", "j3"]
    reply = ask(chat, "how much is the red one", "action_product_question", ("colour", "red", "red"))
    assert "Storm Rain Jacket" in reply.text
    assert chat.slots["focus"] == "j1"


def test_a_part_of_a_name_is_enough(chat: Chat) -> None:
    chat.slots.update(shown=JACKETS, focus="j1")
    assert "Harbour" in ask(chat, "what does the harbour cost").text


def test_where_two_fit_it_is_asked_which_and_the_one_pressed_gets_the_answer(chat: Chat) -> None:
    chat.slots["shown"] = JACKETS
    asked = ask(chat, "how much is the rain jacket", "action_product_question", ("type", "rain jacket", "rain jacket"))
    assert asked.responses == ["utter_which_product"]
    assert [b["label"] for b in asked.block("quick_replies")["buttons"]] == ["Storm Rain Jacket", "Harbour Rain Jacket"]
    reply = press(chat, "action_product_question", asked.payloads[1])
    assert "Harbour" in reply.text
    assert "$69" in reply.text


def press(chat: Chat, action: str, payload: str) -> Reply:
    name, _, given_json = payload.removeprefix("/").partition("{")
    entities: list[dict[str, Any]] = [{"entity": k, "value": v} for k, v in json.loads("{" + given_json).items()]
    return chat.say(action, payload, intent=name, entities=entities)


@pytest.mark.parametrize("action", ["action_search_products", "action_refine_search"])
def test_a_bare_pointing_opens_the_product_and_searches_nothing(chat: Chat, action: str) -> None:
    chat.slots["shown"] = ["j1", "j3"]
    reply = ask(chat, "the red one", action, ("colour", "red", "red"))
    assert reply.responses[0] == "utter_product_details"
    assert chat.slots["focus"] == "j1"
    assert chat.slots["shown"] == ["j1", "j3"]


def test_the_cheaper_one_is_one_of_those_shown(chat: Chat) -> None:
    chat.slots["shown"] = ["j1", "j3"]
    assert ask(chat, "the cheaper one", "action_cheaper").responses[0] == "utter_product_details"
    assert chat.slots["focus"] == "j1"


def test_do_you_have_it_in_blue_is_about_the_one_looked_at_however_it_is_taken(chat: Chat) -> None:
    chat.slots.update(shown=JACKETS, focus="j1")
    reply = ask(chat, "do you have it in blue?", "action_search_products", ("colour", "blue", "blue"))
    assert reply.responses == ["utter_product_option_yes"]


def test_any_colour_takes_the_colour_back_and_keeps_the_rest(chat: Chat) -> None:
    ask(
        chat,
        "red rain jackets under 100",
        "action_search_products",
        ("colour", "red", "red"),
        ("type", "rain jacket", "rain jackets"),
        ("price_max", 100, "under 100"),
    )
    reply = ask(chat, "actually any colour", "action_refine_search")
    filters = chat.slots["search"]["filters"]
    assert "colours" not in filters
    assert filters["types"] == ["rain jacket"]
    assert filters["price_max"] == 10000
    assert set(reply.ids) == {"j1", "j2"}


def test_a_colour_named_again_replaces_the_first(chat: Chat) -> None:
    ask(chat, "red rain jackets", "action_search_products", ("colour", "red", "red"), ("type", "rain jacket", "rain jackets"))
    ask(chat, "green", "action_refine_search", ("colour", "green", "green"))
    assert chat.slots["search"]["filters"]["colours"] == ["green"]


@pytest.mark.parametrize(
    ("text", "freed"),
    [
        ("any colour", ("colours",)),
        ("colour doesn't matter", ("colours",)),
        ("I don't care about the brand", ("brands",)),
        ("whatever size is fine", ("sizes",)),
        ("no price limit", ("price_min", "price_max")),
        ("the material is not important and any color", ("materials", "colours")),
        ("do you have any colourful socks", ()),
        ("what price is it", ()),
        ("any other colours?", ()),
    ],
)
def test_what_no_longer_matters(text: str, freed: tuple[str, ...]) -> None:
    assert no_longer_matters(text) == freed


@given(st.text(max_size=60))
def test_a_text_that_sets_nothing_free_stays_as_it_is(text: str) -> None:
    if not no_longer_matters(text):
        assert without_it(text) == text


@pytest.mark.parametrize("text", ["start over", "Let's start again", "reset", "new search please", "clear the filters"])
def test_starting_over(text: str) -> None:
    assert starts_over(text)


@pytest.mark.parametrize("text", ["start over the tent", "a new search engine", "restart my router", "clear glass"])
def test_what_is_no_starting_over(text: str) -> None:
    assert not starts_over(text)


def test_start_over_forgets_search_list_and_focus(chat: Chat) -> None:
    ask(chat, "tents", "action_search_products", ("type", "tent", "tents"))
    assert chat.say("action_start_over", "start over", intent="cancel").responses == ["utter_started_over"]
    assert not chat.slots["search"]
    assert not chat.slots["shown"]


def test_forget_it_puts_the_search_aside_and_alone_there_is_nothing_to_cancel(chat: Chat) -> None:
    ask(chat, "tents", "action_search_products", ("type", "tent", "tents"))
    assert chat.say("action_start_over", "forget it", intent="cancel").responses == ["utter_put_aside"]
    assert chat.say("action_start_over", "forget it", intent="cancel").responses == ["utter_nothing_to_cancel"]


UNSURE = [
    {"name": "nlu_fallback", "confidence": 0.4},
    {"name": "order_status", "confidence": 0.3},
    {"name": "faq", "confidence": 0.2},
]


def test_the_meaning_that_is_pressed_is_applied_to_what_was_said(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    number = [{"entity": "order_number", "value": "F1002", "of": "F1002"}]
    asked = chat.say("action_fallback", "hm F1002 thing?", intent="nlu_fallback", intent_ranking=UNSURE, entities=number)
    assert asked.responses == ["utter_fallback_choose"]
    assert asked.payloads[0] == '/order_status{"meant": "1"}'
    assert "F1002" in press(chat, "action_order_status", asked.payloads[0]).text


def test_where_no_meaning_is_likely_nothing_is_guessed(chat: Chat) -> None:
    low = [{"name": "nlu_fallback", "confidence": 0.4}, {"name": "faq", "confidence": 0.1}]
    reply = chat.say("action_fallback", "mumble", intent="nlu_fallback", intent_ranking=low)
    assert reply.responses == ["utter_fallback"]


def test_lost_twice_counts_only_in_a_row(chat: Chat) -> None:
    assert chat.say("action_fallback", "blorp", intent="nlu_fallback").responses == ["utter_fallback"]
    ask(chat, "tents", "action_search_products", ("type", "tent", "tents"))
    assert chat.say("action_fallback", "blorp", intent="nlu_fallback").responses == ["utter_fallback"]
    again = chat.say("action_fallback", "blorp", intent="nlu_fallback", intent_ranking=UNSURE)
    assert again.responses == ["utter_fallback_person"]
    assert [p.partition("{")[0] for p in again.payloads] == ["/talk_to_person"]


def test_what_was_found_after_all_was_not_lost(chat: Chat) -> None:
    found = chat.say("action_fallback", "enamel camping mug", intent="nlu_fallback")
    assert found.ids
    assert chat.say("action_fallback", "blorp", intent="nlu_fallback").responses == ["utter_fallback"]
