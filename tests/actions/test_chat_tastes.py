"""What is asked about in the chat moves the next recommendation, for those who agreed to a profile."""

from __future__ import annotations

from actions.services.wiring import Services
from tests.actions.conftest import NOW, OUTDOOR, Chat, Server


def test_without_consent_nothing_is_kept(services: Services) -> None:
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
    entities = [{"entity": "brand", "value": brand, "role": "not"}]
    chat.say("action_fallback", f"I hate {brand}", intent="nlu_fallback", entities=entities)
    after = server.ask("recommend", customer_id="camper", top_k=5)["cards"]
    assert after[0]["brand"] != brand
