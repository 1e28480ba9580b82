"""What is said in the chat moves the next recommendation, for those who agreed to a profile."""

from __future__ import annotations

import pytest

from actions.services.wiring import Services
from tests.actions.conftest import NOW, OUTDOOR, Chat, Server


def learn(services: Services, customer: str, text: str, facet: str, value: str, role: str | None = None) -> int:
    return services.chat_tastes.learn(customer, text, [{"entity": facet, "value": value, "role": role}], NOW)


def facts(services: Services, customer: str) -> list[tuple[str, str, str]]:
    profile = services.storage.profiles.get(customer)
    return [(f["facet"], f["value"], f["polarity"]) for f in profile.facts] if profile else []


@pytest.mark.parametrize("text", ["I hate leather", "i don't like leather", "I never wear leather", "I can't stand leather"])
def test_a_dislike_is_kept_with_its_facet(services: Services, text: str) -> None:
    assert learn(services, "camper", text, "material", "leather", "not") == 1
    assert facts(services, "camper") == [("material", "leather", "dislike")]


def test_a_liking_is_kept_and_a_later_word_replaces_it(services: Services) -> None:
    learn(services, "camper", "I love blue", "colour", "blue")
    assert facts(services, "camper")[-1] == ("colour", "blue", "like")


@pytest.mark.parametrize("text", ["not leather please", "show me something blue", "is it made of leather?"])
def test_a_wish_of_one_search_is_no_taste(services: Services, text: str) -> None:
    assert learn(services, "camper", text, "material", "leather") == 0
    assert facts(services, "camper") == []


def test_without_consent_nothing_is_kept(services: Services) -> None:
    assert learn(services, "silent", "I hate leather", "material", "leather", "not") == 0
    services.chat_tastes.asked_about("silent", OUTDOOR[0].product_id, "c:1", NOW)
    assert services.storage.profiles.get("silent") is None
    assert services.storage.events.of_customer("silent") == []


def test_asking_about_a_product_counts_once_a_turn(services: Services) -> None:
    before = len(services.storage.events.of_customer("camper"))
    for _ in range(2):
        services.chat_tastes.asked_about("camper", OUTDOOR[0].product_id, "chat-1:1", NOW)
    assert len(services.storage.events.of_customer("camper")) == before + 1


def test_a_brand_that_a_customer_hates_falls_in_the_next_recommendation(chat: Chat, server: Server) -> None:
    first = server.ask("recommend", customer_id="camper", top_k=5)["cards"]
    brand = first[0]["brand"]
    chat.metadata = {"customer_id": "camper"}
    chat.say(
        "action_fallback",
        f"I hate {brand}",
        intent="nlu_fallback",
        entities=[{"entity": "brand", "value": brand, "role": "not"}],
    )
    after = server.ask("recommend", customer_id="camper", top_k=5)["cards"]
    assert after[0]["brand"] != brand
