"""A product that is not for this customer is left out, another one stands in its place, and one word brings it back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from actions.services.refusing_words import meant, takes_back
from actions.services.wiring import Services
from shop.dismissals import HOLDS
from shop.events import Event
from tests.actions.conftest import NOW, Chat, Reply, Server

CAMPER = {"customer_id": "camper"}


def recommended(chat: Chat) -> Reply:
    return chat.say("action_recommend", "what would you recommend?", intent="recommend_me")


def wave_away(reply: Reply, place: int = 0) -> str:
    quiet = [b for b in reply.cards[place]["buttons"] if b.get("quiet")]
    assert [b["label"] for b in quiet] == ["Not for me"]
    return str(quiet[0]["payload"])


def press(chat: Chat, payload: str) -> Reply:
    intent, brace, rest = payload.removeprefix("/").partition("{")
    entities = [{"entity": name, "value": value} for name, value in json.loads(brace + rest).items()]
    return chat.say("action_not_interested", payload, intent=intent, entities=entities)


def said(chat: Chat, text: str, *ordinals: int | str, action: str = "action_fallback") -> Reply:
    entities: list[dict[str, Any]] = [{"entity": "ordinal", "value": n, "role": "not"} for n in ordinals]
    return chat.say(action, text, intent="nlu_fallback", entities=entities)


def of_api(server: Server, customer: str = "camper") -> list[str]:
    return [card["product_id"] for card in server.ask("recommend", customer_id=customer, top_k=50)["cards"]]


def test_a_recommended_card_can_be_waved_away_for_good_and_another_stands_in_its_place(chat: Chat, server: Server) -> None:
    chat.metadata = CAMPER
    first = recommended(chat)
    gone = first.ids[0]
    assert gone in of_api(server)
    reply = press(chat, wave_away(first))
    assert reply.responses == ["utter_refused_instead"]
    assert first.cards[0]["name"] in reply.text
    (other,) = reply.ids
    assert other not in first.ids
    assert chat.slots["shown"] == [other, *first.ids[1:]]
    assert wave_away(reply), "what stands in its place can be waved away, too"
    assert gone not in recommended(chat).ids
    assert gone not in of_api(server)


def test_undo_brings_it_back_to_where_it_stood_pressed_or_typed(chat: Chat, server: Server) -> None:
    chat.metadata = CAMPER
    first = recommended(chat)
    undo = press(chat, wave_away(first)).payloads[0]
    back = press(chat, undo)
    assert (back.responses, back.ids) == (["utter_restored"], [first.ids[0]])
    assert chat.slots["shown"] == first.ids
    assert first.ids[0] in of_api(server)
    press(chat, wave_away(first))
    assert first.ids[0] not in of_api(server)
    assert said(chat, "undo that please").responses == ["utter_restored"]
    assert first.ids[0] in of_api(server)
    assert chat.slots["shown"] == first.ids


def test_undo_is_of_the_last_one_and_then_of_the_one_before(chat: Chat) -> None:
    chat.metadata = CAMPER
    first = recommended(chat)
    for place in (0, 1):
        press(chat, wave_away(first, place))
    assert said(chat, "undo").ids == [first.ids[1]]
    assert said(chat, "bring it back").ids == [first.ids[0]]
    assert said(chat, "undo").responses != ["utter_restored"]


def test_a_search_by_its_name_still_finds_it(chat: Chat) -> None:
    chat.metadata = CAMPER
    reply = said_of_tent(chat)
    assert reply.responses[0].startswith("utter_refused")
    named = chat.say("action_search_products", "Ridge Trekking Tent", intent="search_product")
    assert "t2" in named.ids
    entities = [{"entity": "type", "value": "tent"}]
    assert "t2" not in chat.say("action_search_products", "show me tents", intent="search_product", entities=entities).ids
    other = Chat(chat.server, chat.domain, CAMPER)  # another conversation: what is looked for is found
    found = other.say("action_search_products", "show me tents", intent="search_product", entities=entities)
    assert "t2" in found.ids


def said_of_tent(chat: Chat) -> Reply:
    chat.say("action_search_products", "tents", intent="search_product", entities=[{"entity": "type", "value": "tent"}])
    place = chat.slots["shown"].index("t2") + 1
    return said(chat, f"I'm not interested in number {place}", place)


@pytest.mark.parametrize(
    ("text", "ordinals", "places"),
    [
        ("I'm not interested in the second one", (2,), [1]),
        ("not really interested in the last one", ("last",), [4]),
        ("don't show me the third one again", (3,), [2]),
        ("please stop recommending the first one", (1,), [0]),
        ("i don't like the second one", (2,), [1]),
        ("the second one is not for me", (2,), [1]),
        ("that second one isn't really my style", (2,), [1]),
        ("hide the first two", (1,), [0, 1]),
        ("not interested in any of these", (), [0, 1, 2, 3, 4]),
        ("remove the second one from my recommendations", (2,), [1]),
    ],
)
def test_words_say_it_whatever_they_sounded_like(
    chat: Chat, server: Server, text: str, ordinals: tuple[Any, ...], places: list[int]
) -> None:
    chat.metadata = CAMPER
    shown = recommended(chat).ids
    reply = said(chat, text, *ordinals)
    assert reply.responses[0].startswith("utter_refused")
    after = of_api(server)
    assert [p for p in shown if p not in after] == [shown[place] for place in places]


def test_that_is_the_one_looked_at(chat: Chat, server: Server) -> None:
    chat.metadata = CAMPER
    shown = recommended(chat).ids
    third = [{"entity": "ordinal", "value": 3}]
    chat.say("action_product_details", "tell me about the third", intent="product_details", entities=third)
    assert said(chat, "don't show me that again").responses[0].startswith("utter_refused")
    assert shown[2] not in of_api(server)


def test_which_one_is_asked_where_it_may_be_several_and_the_answer_is_pressed(chat: Chat, server: Server) -> None:
    chat.metadata = CAMPER
    shown = recommended(chat).ids
    asked = said(chat, "don't show me that again")
    assert asked.responses == ["utter_which_product"]
    assert len(asked.payloads) == 4
    press(chat, asked.payloads[1])
    assert shown[1] not in of_api(server)


def test_a_number_that_was_not_shown_is_said_to_be_none(chat: Chat) -> None:
    recommended(chat)
    assert said(chat, "not interested in the ninth one", 9).responses == ["utter_no_such_number"]


@pytest.mark.parametrize(
    "text",
    [
        "I'm not interested in leather",
        "not interested in the membership",
        "show me the red ones",
        "don't show me the leather ones",
        "I don't like wool",
        "it's not for me, it's for my dad",
        "not interested",
        "I don't want it anymore",
        "do you have something that is not too heavy?",
        "take it off my order",
        "how do i return a big rug if i hate it",
        "what happens when I don't like it",
    ],
)
def test_other_words_are_left_to_others(chat: Chat, text: str) -> None:
    chat.metadata = CAMPER
    recommended(chat)
    assert not any(name.startswith("utter_refused") for name in said(chat, text).responses)
    assert chat.slots.get("refused") is None


def test_another_wish_beside_it_is_answered_too(chat: Chat, server: Server) -> None:
    chat.metadata = CAMPER
    shown = recommended(chat).ids
    entities = [{"entity": "ordinal", "value": 1, "role": "not"}, {"entity": "type", "value": "lantern"}]
    reply = chat.say(
        "action_search_products",
        "not interested in the first one, show me lanterns",
        intent="search_product",
        entities=entities,
    )
    assert reply.responses[0] == "utter_refused"
    assert reply.ids[0] == "l1"
    assert shown[0] not in of_api(server)


def test_without_consent_it_holds_in_this_conversation_and_nothing_is_stored(chat: Chat, services: Services) -> None:
    chat.metadata = {"customer_id": "silent"}
    first = recommended(chat)
    reply = press(chat, wave_away(first))
    assert reply.responses == ["utter_refused_here_instead"]
    assert first.ids[0] not in recommended(chat).ids
    assert services.storage.events.of_customer("silent") == []
    other = Chat(chat.server, chat.domain, {"customer_id": "silent"})
    assert first.ids[0] in recommended(other).ids


@pytest.mark.parametrize("agreed", [True, False])
def test_a_visitor_is_remembered_in_their_browser_only_where_they_agreed(chat: Chat, services: Services, agreed: bool) -> None:
    made = services.storage.conversations.start(
        "chat-1", NOW, visitor_id="browser-1", consent={"profile": agreed, "marketing": False}
    )
    chat.metadata = {"visitor_id": made.visitor_id}
    first = recommended(chat)
    reply = press(chat, wave_away(first))
    assert reply.responses == ["utter_refused_instead" if agreed else "utter_refused_here_instead"]
    assert bool(services.storage.events.of_visitor("browser-1")) is agreed
    other = Chat(chat.server, chat.domain, {"visitor_id": "browser-1", "conversation_id": "chat-2"})
    assert (first.ids[0] in recommended(other).ids) is not agreed


def test_it_is_forgotten_in_time(services: Services) -> None:
    for days, product_id in ((HOLDS.days + 1, "t1"), (HOLDS.days - 1, "t2")):
        at = NOW - timedelta(days=days)
        services.storage.events.add([Event(f"d-{product_id}", "dismiss", at, "camper", product_id=product_id)])
    assert services.refusals.hidden("camper", None, NOW) == ["t2"]


def test_an_event_of_the_page_by_sku_counts_as_well(services: Services) -> None:
    services.storage.events.add([Event("d1", "dismiss", NOW, "camper", sku="l1-1")])
    assert services.refusals.hidden("camper", None, NOW) == ["l1"]
    services.storage.events.add([Event("d2", "dismiss", NOW + timedelta(seconds=1), "camper", product_id="l1", value=0)])
    assert services.refusals.hidden("camper", None, NOW + timedelta(seconds=2)) == []


def test_it_counts_gently_against_its_like(server: Server, services: Services) -> None:
    before = {c["product_id"]: n for n, c in enumerate(server.ask("recommend", customer_id="camper", top_k=50)["cards"])}
    profile = server.ask("profile", customer_id="camper")["profile"]
    services.storage.events.add([Event("d1", "dismiss", NOW, "camper", product_id="l1")])
    after = server.ask("profile", customer_id="camper")["profile"]
    assert after["affinities"]["type"]["lantern"] < profile["affinities"]["type"]["lantern"]
    assert after["product_weights"]["l1"] < profile["product_weights"]["l1"] - 1.5
    assert after["affinities"]["category"]["camping"] > 0, "one product that is not wanted does not turn a taste around"
    assert before


def test_what_is_known_lists_it_and_takes_it_back(chat: Chat, server: Server) -> None:
    chat.metadata = CAMPER
    first = recommended(chat)
    press(chat, wave_away(first))
    told = chat.say("action_about_me", "what do you know about me?", intent="about_me")
    assert "utter_known_refused" in told.responses
    assert first.cards[0]["name"] in told.text
    press(chat, told.payloads[0])
    assert first.ids[0] in of_api(server)


def test_what_was_refused_is_not_offered_as_similar_or_as_going_with_another(chat: Chat) -> None:
    chat.metadata = CAMPER
    t1 = [{"entity": "product", "value": "t1"}]
    similar = chat.say("action_more_like", '/more_like{"product": "t1"}', intent="more_like", entities=t1)
    assert "t2" in similar.ids
    press(chat, wave_away(similar, similar.ids.index("t2")))
    again = chat.say("action_more_like", '/more_like{"product": "t1"}', intent="more_like", entities=t1)
    assert "t2" not in again.ids


def test_a_named_product_comes_back_by_its_name(chat: Chat, server: Server) -> None:
    chat.metadata = CAMPER
    said_of_tent(chat)
    assert "t2" not in of_api(server)
    assert said(chat, "you can show me the Ridge Trekking Tent again").responses == ["utter_restored"]
    assert "t2" in of_api(server)


@pytest.mark.parametrize(
    "text",
    [
        "no more tents please",
        "stop showing me tents",
        "don't show me tents again",
        "ok, I've seen enough tents",
        "no more of these tents",
    ],
)
def test_enough_of_a_kind_ends_the_search_and_none_is_recommended(chat: Chat, server: Server, text: str) -> None:
    chat.metadata = CAMPER
    kind = [{"entity": "type", "value": "tent", "role": "not"}]
    chat.say("action_search_products", "tents", intent="search_product", entities=[{"entity": "type", "value": "tent"}])
    reply = chat.say("action_refine_search", text, intent="refine_search", entities=kind)
    assert (reply.responses, reply.cards) == (["utter_no_more"], [])
    assert reply.payloads[0] == "/recommend_me"
    assert not {"t1", "t2"} & set(recommended(chat).ids)
    found = chat.say("action_search_products", "tents", intent="search_product", entities=[{"entity": "type", "value": "tent"}])
    assert set(found.ids) == {"t1", "t2"}, "what is looked for is found"


@pytest.mark.parametrize("text", ["no more than 2 tents", "no tents", "tents, no more than $50"])
def test_other_words_about_a_kind_stay_conditions(chat: Chat, text: str) -> None:
    kind = [{"entity": "type", "value": "tent"}]
    assert "utter_no_more" not in chat.say("action_search_products", text, intent="search_product", entities=kind).responses


def test_what_goes_with_a_thing_does_not_claim_that_it_was_looked_at(chat: Chat) -> None:
    chat.say("action_search_products", "tents", intent="search_product", entities=[{"entity": "type", "value": "tent"}])
    reply = chat.say("action_more_like", "what goes with these?", intent="more_like")
    assert reply.responses[0] == "utter_goes_with"
    assert all(str(card["reason"]).startswith("goes with ") for card in reply.cards)


def test_words_alone_wave_nothing_away_where_nothing_was_shown() -> None:
    assert meant("not interested in the second one", [], [], False) is None
    assert not takes_back("undo my order")
    assert takes_back("Oops, bring that back please")


def test_a_page_is_told_what_is_like_a_product_without_what_was_waved_away(server: Server, services: Services) -> None:
    like = server.ask("alike", product_id="t1", kind="similar", customer_id="camper")["cards"]
    assert like[0]["product_id"] == "t2"
    assert like[0]["reason"] == "like Tarn Two Person Tent"
    services.storage.events.add([Event("d1", "dismiss", NOW, "camper", product_id="t2")])
    for kind in ("similar", "goes_with"):
        cards = server.ask("alike", product_id="t1", kind=kind, customer_id="camper", top_k=50)["cards"]
        assert not {"t1", "t2"} & {card["product_id"] for card in cards}
    assert server.send("POST", "/internal/alike", {"product_id": "nobody"}).status == 404


def shown_tents(chat: Chat) -> Reply:
    return chat.say("action_search_products", "tents", intent="search_product", entities=[{"entity": "type", "value": "tent"}])


@pytest.mark.parametrize(("text", "entities"), [
    ("2", [{"entity": "ordinal", "value": 2}]),
    ("the last one", [{"entity": "ordinal", "value": "last"}]),
    ("the Northline", []),
])  # fmt: skip
def test_the_answer_to_which_one_waves_that_one_away(chat: Chat, text: str, entities: list[dict[str, Any]]) -> None:
    chat.metadata = CAMPER
    first = shown_tents(chat)
    assert said(chat, "not for me").responses == ["utter_which_product"]
    reply = chat.say("action_product_details", text, intent="product_details", entities=entities)
    assert reply.responses[0].startswith("utter_refused")
    gone = "t2" if text == "the Northline" else first.ids[1]
    assert gone in chat.slots["refused"][0]["products"]


def test_the_question_which_one_stands_for_one_message_only(chat: Chat) -> None:
    chat.metadata = CAMPER
    shown_tents(chat)
    said(chat, "not for me")
    shown_tents(chat)
    reply = chat.say("action_product_details", "2", intent="product_details", entities=[{"entity": "ordinal", "value": 2}])
    assert not any(one.startswith("utter_refused") for one in reply.responses)


def test_waving_away_is_no_interest_in_what_stands_in_its_place(chat: Chat, services: Services) -> None:
    chat.metadata = CAMPER
    recommended(chat)
    before = len(services.storage.events.of_customer("camper"))
    said(chat, "I'm not interested in the first one", 1, action="action_product_details")
    new = services.storage.events.of_customer("camper")[before:]
    assert [event.type for event in new] == ["dismiss"]


@pytest.mark.parametrize("text", ["what have I waved away?", "which products have I dismissed", "what did I say is not for me"])
def test_what_was_waved_away_is_told_when_asked(chat: Chat, text: str) -> None:
    chat.metadata = CAMPER
    assert said(chat, text).responses == ["utter_nothing_refused"]
    first = recommended(chat)
    press(chat, wave_away(first))
    reply = said(chat, text)
    assert reply.responses == ["utter_known_refused"]
    assert first.cards[0]["name"] in reply.text
    assert press(chat, reply.payloads[0]).responses == ["utter_restored"]
