"""A vague wish is asked back about: one question at a time, at most two, answers by button or in words, then products."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic

from actions.app import make_app
from actions.services.opening import open_services
from actions.services.wiring import Services
from recommender.train import train_recommender
from retrieval.build import build_indexes
from retrieval.encoder import Encoder
from retrieval.products import ProductIndex
from shop.settings import Settings, load_settings
from storage import open_storage
from storage.migrations import migrate
from tests.actions.asking_shop import JACKETS, SHOP
from tests.actions.conftest import NOW, TOKEN, Chat, Reply, Server, free_port

JACKET = [{"entity": "type", "value": "jacket", "of": "jacket"}]
BY_ID = {p.product_id: p for p in SHOP}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, encoder_folder: Path, sentiment_artifacts: Path) -> Path:
    home = tmp_path_factory.mktemp("asking")
    (home / "artifacts").mkdir()
    (home / "artifacts" / "encoder").symlink_to(encoder_folder)
    (home / "artifacts" / "sentiment").symlink_to(sentiment_artifacts / "sentiment")
    settings = load_settings({"SHOPTALK_HOME": str(home)})
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    storage.products.upsert(SHOP)
    encoder = Encoder(settings.artifacts / "encoder")
    build_indexes(storage.products.all(), [], encoder, settings.artifacts, NOW, lambda *_: None)
    ids = [p.product_id for p in SHOP]
    vectors = ProductIndex.open(settings.artifacts).vectors(ids)
    train_recommender([], [], SHOP, vectors, ids, settings.artifacts, NOW)
    storage.close()
    return home


@pytest.fixture
def settings(home: Path, tmp_path: Path) -> Settings:
    copy = tmp_path / "home"
    shutil.copytree(home, copy, symlinks=True)
    return load_settings({"SHOPTALK_HOME": str(copy), "SHOPTALK_ACTIONS_PORT": str(free_port())})


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    opened = open_services(settings)
    yield opened
    opened.close()


@pytest.fixture
def chat(services: Services, domain: dict[str, Any]) -> Iterator[Chat]:
    Sanic.test_mode = True
    server = Server(make_app(services, TOKEN))
    yield Chat(server, domain)
    server.close()


def wish(chat: Chat, text: str = "I need a jacket", entities: list[dict[str, Any]] = JACKET) -> Reply:
    return chat.say("action_search_products", text, intent="search_product", entities=[dict(e) for e in entities])


def labels(reply: Reply) -> list[str]:
    return [b["label"] for b in reply.block("quick_replies")["buttons"]]


def press(chat: Chat, reply: Reply, label: str) -> Reply:
    button = next(b for b in reply.block("quick_replies")["buttons"] if b["label"] == label)
    intent, _, rest = button["payload"].removeprefix("/").partition("{")
    entities = [{"entity": name, "value": value} for name, value in json.loads("{" + rest).items()]
    assert intent == "refine_search"
    return chat.say("action_refine_search", button["payload"], intent=intent, entities=entities)


def asked(chat: Chat) -> str | None:
    return (chat.slots.get("asking") or {"asked": [None]})["asked"][-1]


def test_a_vague_wish_is_asked_back_about_with_answers_to_press(chat: Chat) -> None:
    reply = wish(chat)
    assert reply.cards == []
    assert reply.responses == ["utter_ask_type"]
    assert "jackets" in reply.text
    assert set(labels(reply)[:4]) == {"Rain jackets", "Down jackets", "Fleece jackets", "Softshell jackets"}
    assert labels(reply)[4:] == ["Anything", "Just show me"]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("I'm looking for a jacket under $900", {"entity": "price_max", "value": 900.0, "of": "$900"}),
        ("I need a blue jacket", {"entity": "colour", "value": "blue"}),
    ],
)
def test_who_names_a_price_or_a_colour_with_the_kind_is_shown_products(
    chat: Chat, text: str, condition: dict[str, Any]
) -> None:
    reply = wish(chat, text, [*JACKET, condition])
    assert reply.cards
    assert asked(chat) is None


def test_two_answers_and_then_products_that_fit_both(chat: Chat) -> None:
    first = press(chat, wish(chat), "Rain jackets")
    assert first.cards == []
    assert first.responses[0].startswith("utter_ask_")
    second = asked(chat)
    assert second not in (None, "type", "kind", "category")
    option = labels(first)[0]
    products = press(chat, first, option)
    assert 1 <= len(products.cards) <= 5
    assert {BY_ID[i].type for i in products.ids} == {"rain jacket"}
    if second == "colour":
        assert all(BY_ID[i].variants[0].options["colour"] == option.lower() for i in products.ids)
    assert chat.slots["asking"] is None
    assert chat.slots["shown"] == products.ids


def test_at_most_two_questions_in_a_row_even_when_nobody_minds(chat: Chat) -> None:
    reply, questions = wish(chat), 0
    while not reply.cards:
        questions += 1
        reply = press(chat, reply, "Anything")
    assert questions == 2
    assert len(reply.cards) == 5


def test_just_show_me_shows_at_once_pressed_or_typed(chat: Chat) -> None:
    assert len(press(chat, wish(chat), "Just show me").cards) == 5
    wish(chat)
    typed = chat.say("action_refine_search", "just show me", intent="refine_search")
    assert len(typed.cards) == 5
    assert {BY_ID[i].category for i in typed.ids} == {"Jackets"}


@pytest.mark.parametrize("action", ["action_fallback", "action_refine_search", "action_recommend", "action_out_of_scope"])
def test_i_do_not_mind_is_an_answer_wherever_it_lands(chat: Chat, action: str) -> None:
    wish(chat)
    reply = chat.say(action, "I don't mind")
    assert reply.cards == []
    assert reply.responses[0].startswith("utter_ask_")
    assert reply.responses != ["utter_ask_type"]


def test_a_typed_answer_goes_on_like_a_pressed_one(chat: Chat) -> None:
    wish(chat)
    rain = [{"entity": "type", "value": "rain jacket", "of": "rain jackets"}]
    reply = chat.say("action_search_products", "rain jackets please", intent="search_product", entities=rain)
    assert reply.responses[0].startswith("utter_ask_")
    assert chat.slots["search"]["filters"]["types"] == ["rain jacket"]


def test_another_condition_is_understood_as_ever(chat: Chat) -> None:
    wish(chat)
    reply = chat.say(
        "action_refine_search",
        "in blue",
        intent="refine_search",
        entities=[{"entity": "colour", "value": "blue", "of": "blue"}],
    )
    assert reply.ids
    assert all(BY_ID[i].variants[0].options["colour"] == "blue" for i in reply.ids)
    assert chat.slots["asking"] is None


def test_what_was_said_is_not_asked_again(chat: Chat) -> None:
    filters = {"types": ["jacket"], "colours": ["blue"], "price_max": 99_000}
    chat.slots["search"] = {"query": "", "filters": filters, "sort": "relevance"}
    chat.slots["asking"] = {"asked": ["type"], "options": []}
    reply = chat.say("action_refine_search", '/refine_search{"asked": "type"}', intent="refine_search",
                     entities=[{"entity": "asked", "value": "type"}])  # fmt: skip
    assert asked(chat) not in ("type", "kind", "category", "colour", "price")
    assert reply.responses


def test_who_asks_to_be_shown_is_shown(chat: Chat) -> None:
    for text in ("show me jackets", "what jackets do you have?", "do you have jackets", "cheap jackets"):
        assert wish(chat, text).cards, text


def test_two_kinds_at_once_are_shown(chat: Chat) -> None:
    both = [*JACKET, {"entity": "type", "value": "table lamp", "of": "lamp"}]
    assert wish(chat, "I need a jacket and a lamp", both).cards


def test_few_products_are_shown_and_not_asked_about(chat: Chat) -> None:
    assert wish(chat, "I need a lamp", [{"entity": "type", "value": "table lamp", "of": "lamp"}]).cards
    blue = [*JACKET, {"entity": "colour", "value": "blue", "of": "blue"}]
    assert wish(chat, "I need a blue jacket", blue).cards


def test_options_are_of_what_is_in_stock_now(chat: Chat, services: Services) -> None:
    gone = [replace(p, variants=tuple(replace(v, stock=0) for v in p.variants)) for p in JACKETS if p.type == "down jacket"]
    services.storage.products.upsert(gone)
    for name in ["colour", "price"] * 200:
        services.storage.asked.add(name, 1.0, answered=False)
    reply = wish(chat)
    assert "Down jackets" not in labels(reply)
    assert "Vests" not in labels(reply)
    assert "Rain jackets" in labels(reply)


def test_nothing_that_goes_against_what_the_customer_said_is_offered(chat: Chat) -> None:
    chat.say("action_search_products", "I hate wool", intent="search_product")
    assert "Fleece jackets" not in labels(wish(chat))


def test_who_does_not_know_what_to_look_for_is_asked_about_the_whole_shop(chat: Chat) -> None:
    reply = chat.say("action_recommend", "help me choose something", intent="recommend_me")
    assert reply.responses[0].startswith("utter_ask_")
    assert "Just show me" in labels(reply)
    nothing = chat.say("action_search_products", "I'm looking for something", intent="search_product")
    assert nothing.responses[0].startswith("utter_ask_")
    assert press(chat, nothing, "Just show me").cards


def test_after_another_matter_the_question_is_closed(chat: Chat) -> None:
    first = wish(chat)
    chat.say("action_coupons", "any coupons?", intent="coupons_for_me")
    assert chat.slots["asking"] is None
    late = press(chat, first, "Rain jackets")
    assert {BY_ID[i].type for i in late.ids} == {"rain jacket"}


def test_prices_are_asked_for_in_bands_that_search_understands(chat: Chat, services: Services) -> None:
    for name in ("type", "kind", "colour", "brand", "use", "material"):
        for _ in range(200):
            services.storage.asked.add(name, 1.0, answered=False)
    reply = wish(chat)
    assert reply.responses == ["utter_ask_price"]
    assert labels(reply)[0].startswith("Up to $")
    narrowed = press(chat, reply, labels(reply)[0])
    narrowed = narrowed if narrowed.cards else press(chat, narrowed, "Just show me")
    bound = float(labels(reply)[0].removeprefix("Up to $").replace(",", ""))
    assert all(c["price"]["amount"] <= 100 * bound for c in narrowed.cards)


def test_what_customers_wave_away_is_asked_less_and_counts_of_nobody(chat: Chat, services: Services) -> None:
    press(chat, wish(chat), "Anything")
    press(chat, wish(chat), "Rain jackets")
    assert services.storage.asked.counts() == {"type": (2.0, 1.0)}


def test_a_use_is_asked_of_the_products_own_texts(chat: Chat, services: Services) -> None:
    for name in ("type", "kind", "colour", "brand", "price", "material", "size"):
        for _ in range(400):
            services.storage.asked.add(name, 1.0, answered=False)
    reply = wish(chat)
    assert reply.responses == ["utter_ask_use"]
    assert set(labels(reply)[:2]) == {"Hiking", "Cycling"}
    wish(chat)
    typed = chat.say("action_fallback", "for hiking")
    shown = typed if typed.cards else press(chat, typed, "Just show me")
    assert shown.ids
    assert all("hiking" in BY_ID[i].description for i in shown.ids)
    assert "for hiking" in shown.text


def test_who_asks_to_be_shown_something_in_a_colour_is_shown_that_colour(chat: Chat) -> None:
    entities = [{"entity": "colour", "value": "blue"}]
    reply = chat.say("action_refine_search", "show me something blue", intent="refine_search", entities=entities)
    assert "utter_asked_results" not in reply.responses
    assert reply.cards
    assert all(card["options"]["colour"] in ("blue", "navy") for card in reply.cards)
