"""What customers say of themselves or of a gift: noted, obeyed by the next search and recommendation, shown, forgotten."""

from __future__ import annotations

from typing import Any

import pytest

from actions.services.held_facts import Held, change, slot_of
from actions.services.wiring import Services
from recommender.profiles.facts import in_force, stored
from recommender.stated import Stated
from retrieval.build import build_indexes
from shop.catalogue import Product, Variant
from shop.settings import Settings
from tests.actions.conftest import NOW, Chat, Reply, Server

BOOTS = tuple(
    Variant(f"b1-{size}-{colour}", 12900, {"size": f"US {size}", "colour": colour}, stock=4)
    for size in (8, 9)
    for colour in ("red", "blue")
)


def _one(product_id: str, name: str, description: str, price: int, **more: Any) -> Product:
    return Product(
        product_id, name, description, variants=(Variant(f"{product_id}-1", price, stock=9),), rating_count=9, **more
    )


MORE = [
    Product("b1", "Fell Walking Boot", "Of cotton canvas.", type="boot", category="Shoes", brand="Fjordly", variants=BOOTS),
    _one("w1", "Herder Wool Blanket", "Warm.", 5900, type="blanket", category="Home", material="wool", rating=4.9),
    _one("w2", "Meadow Blanket", "Woven.", 3900, type="blanket", category="Home", material="cotton", rating=4.1),
    _one("k1", "Oak Trail Bar", "Contains honey, oats and almonds.", 300, type="snack", category="Food", rating=4.8),
    _one("k2", "Fig Bar", "Contains figs and oats. Vegan.", 300, type="snack", category="Food", rating=4.2),
]


@pytest.fixture
def more(services: Services, settings: Settings) -> Services:
    """The shop with things to wear and to eat, known to its index."""
    services.storage.products.upsert(MORE)
    products, faqs = list(services.storage.products.all()), services.storage.faqs.all()
    build_indexes(products, faqs, services.parts.encoder(), settings.artifacts, NOW, lambda *_: None)
    return services


def told(chat: Chat, text: str, action: str = "action_about_me", **more: Any) -> Reply:
    return chat.say(action, text, intent=more.pop("intent", "about_me"), **more)


def search(chat: Chat, text: str, kind: str = "", **more: Any) -> Reply:
    entities = [{"entity": "type", "value": kind}] if kind else []
    return chat.say("action_search_products", text, intent="search_product", entities=entities, **more)


def facts_of(services: Services, customer: str) -> list[str]:
    profile = services.storage.profiles.get(customer)
    return [f["text"] for f in profile.facts] if profile else []


def test_vegan_is_noted_and_the_next_search_and_recommendation_obey(chat: Chat, more: Services) -> None:
    assert set(search(chat, "snacks", "snack").ids) == {"k1", "k2"}
    reply = told(chat, "I'm vegan")
    assert "Noted for this conversation: vegan." in reply.text
    assert reply.ids == ["k2"]  # the search that is going on is shown again
    again = search(chat, "show me snacks", "snack")
    assert again.ids == ["k2"]
    assert "I left out 1 that do not go with what you told me (vegan)." in again.text
    recommended = chat.say("action_recommend", "recommend me something", intent="recommend_me")
    assert recommended.ids
    assert not {"w1", "k1", "j3"} & set(recommended.ids)


def test_a_size_with_its_width_chooses_the_variant(chat: Chat, more: Services) -> None:
    before = search(chat, "boots", "boot").cards[0]
    assert before["options"]["size"] == "US 8"
    reply = told(chat, "size 9 wide", action="action_refine_search", intent="refine_search")
    assert "size 9, wide width" in reply.text
    after = search(chat, "show me boots", "boot").cards[0]
    assert after["options"]["size"] == "US 9"
    assert after["options"]["colour"] == before["options"]["colour"]
    assert next(b["value"] for b in after["buttons"] if b.get("do") == "add_to_cart") == after["sku"]
    recommended = chat.say(
        "action_recommend", "recommend boots to me", intent="recommend_me", entities=[{"entity": "type", "value": "boot"}]
    )
    assert recommended.cards[0]["options"]["size"] == "US 9"


def test_a_material_that_is_hated_is_not_shown_and_comes_with_a_warning_when_asked_for(
    chat: Chat, server: Server, services: Services
) -> None:
    chat.metadata = {"customer_id": "camper"}
    reply = told(
        chat,
        "I hate leather",
        action="action_refine_search",
        intent="refine_search",
        entities=[{"entity": "material", "value": "leather", "role": "not"}],
    )
    assert reply.text.startswith("Noted: no leather.")
    assert facts_of(services, "camper") == ["no leather"]
    assert "j3" not in search(chat, "jackets", "jacket").ids
    assert "j3" not in [c["product_id"] for c in server.ask("recommend", customer_id="camper", top_k=20)["cards"]]
    assert "j3" not in [c["product_id"] for c in server.ask("search", query="jacket", customer_id="camper", top_k=20)["cards"]]
    by_name = search(chat, "show me a leather jacket", "leather jacket")
    assert by_name.ids == ["j3"]
    assert "Please note: you told me “no leather”, and Drover Leather Jacket may not go with that." in by_name.text
    assert "j3" in [c["product_id"] for c in server.ask("search", query="jacket", top_k=20)["cards"]]  # nobody else's search


def test_what_is_said_of_a_gift_counts_for_it_alone(chat: Chat, more: Services) -> None:
    chat.metadata = {"customer_id": "camper"}
    told(chat, "I hate leather")
    reply = told(chat, "it's for my dad", action="action_recommend_gift", intent="recommend_gift")
    assert "Noted for this gift: for your dad." in reply.text
    told(chat, "he is allergic to wool")
    assert set(search(chat, "blankets", "blanket").ids) == {"w2"}
    assert "j3" in search(chat, "jackets", "jacket").ids  # the customer's own dislike is not the dad's
    assert facts_of(more, "camper") == ["no leather"]
    gifts = chat.say("action_recommend", "what would you recommend?", intent="recommend_me")
    assert "w1" not in gifts.ids
    assert set(search(chat, "a blanket for me", "blanket").ids) == {"w1", "w2"}


def test_a_later_word_takes_an_earlier_one_back(chat: Chat, services: Services) -> None:
    chat.metadata = {"customer_id": "camper"}
    for text in ("I'm vegan", "I hate leather", "I wear a size 8"):
        told(chat, text)
    assert facts_of(services, "camper") == ["vegan", "no leather", "size 8"]
    assert "I no longer go by that: leather" in told(chat, "leather is fine now").text
    told(chat, "I'm not vegan anymore")
    told(chat, "I wear a size 9")
    assert facts_of(services, "camper") == ["size 9"]
    assert "j3" in search(chat, "jackets", "jacket").ids


def test_what_is_known_is_shown_and_forgotten_on_request(chat: Chat, services: Services) -> None:
    chat.metadata = {"customer_id": "camper"}
    assert told(chat, "what do you know about me?").responses == ["utter_known_nothing"]
    told(chat, "I'm vegan and I wear a size 9")
    shown = told(chat, "what do you know about me?", action="action_fallback", intent="nlu_fallback")
    assert "I keep it in your profile: vegan, size 9." in shown.text
    assert told(chat, "forget that I'm vegan").text.startswith("Forgotten: vegan.")
    assert facts_of(services, "camper") == ["size 9"]
    assert told(chat, "forget that I'm vegan").responses == ["utter_forget_unknown"]
    how = told(chat, "forget what you know about me")
    assert how.responses == ["utter_forget_how"]
    chat.say(
        "action_about_me",
        how.payloads[0],
        intent="about_me",
        entities=[{"entity": "forget", "value": chat.slots["facts"]["facts"][0]["id"]}],
    )
    assert facts_of(services, "camper") == []
    assert chat.slots["facts"] is None


def test_without_consent_a_fact_serves_the_conversation_and_is_not_stored(chat: Chat, services: Services) -> None:
    chat.metadata = {"customer_id": "silent"}
    assert "Noted for this conversation: allergic to wool." in told(chat, "I'm allergic to wool").text
    assert services.storage.profiles.get("silent") is None
    assert "for this conversation only: allergic to wool." in told(chat, "what do you know about me?").text


@pytest.mark.parametrize("text", ["not leather please", "is it made of leather?", "do you have vegan jackets?"])
def test_a_wish_of_one_search_or_a_question_is_not_noted(chat: Chat, services: Services, text: str) -> None:
    chat.metadata = {"customer_id": "camper"}
    reply = search(chat, text)
    assert not any(name.startswith("utter_noted") for name in reply.responses)
    assert facts_of(services, "camper") == []


def test_where_none_of_a_kind_goes_with_it_others_of_its_department_are_shown_and_the_wish_can_be_dropped(chat: Chat) -> None:
    told(chat, "I'm vegan")
    reply = search(chat, "show me those jackets", "leather jacket")
    assert reply.responses == ["utter_facts_none_of_kind"]
    assert "None of our leather jackets goes with what you told me (vegan)." in reply.text
    assert set(reply.ids) == {"j1", "j2"}
    assert [b["label"] for b in reply.block("quick_replies")["buttons"]] == ["Forget: vegan"]


def test_a_wish_beside_a_statement_is_answered_and_obeys(chat: Chat, more: Services) -> None:
    reply = search(chat, "I'm vegan, show me snacks", "snack")
    assert reply.responses[0] == "utter_noted_here"
    assert reply.ids == ["k2"]


def test_a_size_beside_a_thing_is_a_wish_of_that_search(chat: Chat, more: Services) -> None:
    reply = search(chat, "boots in size 9", "boot")
    assert not any(name.startswith("utter_noted") for name in reply.responses)
    assert reply.ids == ["b1"]


def test_a_wish_beside_a_statement_is_answered_though_it_sounded_like_a_statement(chat: Chat, more: Services) -> None:
    entities = [{"entity": "type", "value": "blanket"}]
    reply = told(chat, "I'm allergic to wool, show me blankets", entities=entities)
    assert reply.ids == ["w2"]


def test_what_is_written_in_a_review_is_no_fact(chat: Chat) -> None:
    chat.loop = "review_form"
    told(chat, "I hate leather")
    assert "facts" not in chat.slots


def test_a_new_gift_forgets_the_one_before() -> None:
    dad = [Stated("recipient", "dad", "gift"), Stated("material", "wool", "gift", True)]
    first = change(Held(), dad, NOW)
    second = change(first.held, [Stated("recipient", "sister", "gift")], NOW)
    assert [f.value for f in second.held.of("gift")] == ["sister"]
    assert slot_of(second.held, slot_of(first.held, None, first.added), second.added) is not None


def test_of_two_statements_about_one_thing_the_later_holds() -> None:
    vegan, veggie = Stated("diet", "vegan"), Stated("diet", "vegetarian")
    later = NOW.replace(year=NOW.year + 1)
    held = in_force(
        [stored(veggie, later), stored(vegan, NOW), stored(Stated("size", "m"), NOW), stored(Stated("size", "9"), later)]
    )
    assert [f["text"] for f in held] == ["size M", "vegetarian", "size 9"]


def test_a_maker_that_is_not_liked_is_written_as_a_name_and_left_out_unless_asked_for(chat: Chat, more: Services) -> None:
    reply = told(chat, "I don't like Fjordly")
    assert "no Fjordly" in reply.text
    assert search(chat, "show me tents", "tent").ids == ["t2"]
    jackets = chat.say("action_search_products", "rain jackets", intent="search_product",
                       entities=[{"entity": "type", "value": "rain jacket"}])  # fmt: skip
    assert "j2" not in jackets.ids
    asked = [{"entity": "type", "value": "rain jacket"}, {"entity": "brand", "value": "Fjordly"}]
    by_name = chat.say("action_search_products", "rain jackets by Fjordly", intent="search_product", entities=asked)
    assert by_name.ids == ["j2"]
    assert "utter_fact_warning" not in by_name.responses


def test_it_is_for_me_ends_the_gift_and_a_button_does(chat: Chat) -> None:
    gift = chat.say("action_recommend_gift", "a gift for my mum under $50", intent="recommend_gift")
    assert chat.slots["facts"]["gift"]
    (way_out,) = [p for p in gift.payloads if "for_me" in p]
    assert told(chat, "it's for me", action="action_fallback").responses == ["utter_gift_over"]
    assert not chat.slots["facts"]["gift"]
    chat.say("action_recommend_gift", "a gift for my mum", intent="recommend_gift")
    reply = chat.say("action_about_me", way_out, intent="about_me", entities=[{"entity": "for_me", "value": True}])
    assert not chat.slots["facts"]["gift"]
    assert "utter_recommend_gift" not in reply.responses
    assert reply.cards


def test_cheaper_is_no_budget_of_the_gift(chat: Chat) -> None:
    chat.say("action_recommend_gift", "a gift for my mum under $50", intent="recommend_gift")
    chat.say("action_cheaper", "cheaper please", intent="cheaper")
    budgets = [f["value"] for f in chat.slots["facts"]["facts"] if f["facet"] == "budget"]
    assert budgets == ["under 50"]
