"""What kind of shopper somebody looks like decides the order of what is recommended, and is said."""

from __future__ import annotations

from datetime import timedelta

from actions.services.wiring import Services
from recommender.customers.shopper import BARGAIN, DECIDED, FOLLOWING, UNCLEAR
from shop.events import Event
from tests.actions.conftest import NOW, Chat

AMOUNT = "amount"


def prices(chat_reply: object) -> list[int]:
    return [int(card["price"][AMOUNT]) for card in chat_reply.cards if card["price"]]  # type: ignore[attr-defined]


def look(services: Services, customer: str, *products: str, kind: str = "view") -> None:
    services.storage.events.add(
        Event(f"now-{kind}-{n}", kind, NOW - timedelta(minutes=9 - n), customer, product_id=product)
        for n, product in enumerate(products)
    )


def test_a_hunter_of_prices_sees_the_cheapest_of_what_fits_first(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    reply = chat.say("action_recommend", "recommend me something, on a budget please", intent="recommend_me")
    assert reply.responses == ["utter_recommend_bargain"]
    assert prices(reply) == sorted(prices(reply))
    assert len(prices(reply)) > 2


def test_who_follows_others_sees_the_same_as_everybody_but_nothing_owned(chat: Chat) -> None:
    seen = []
    for customer in ("guitarist", "camper"):
        chat.metadata = {"customer_id": customer}
        reply = chat.say("action_recommend", "what do other customers buy, based on everyone?", intent="recommend_me")
        assert reply.responses == ["utter_recommend_followed"]
        seen.append(reply.ids)
    assert "g2" not in seen[0]
    assert "t1" not in seen[1]
    both = [p for p in seen[0] if p in seen[1]]
    assert both == [p for p in seen[1] if p in seen[0]]


def test_who_comes_back_to_a_product_sees_it_first_while_it_is_there(chat: Chat, services: Services) -> None:
    chat.metadata = {"customer_id": "camper"}
    look(services, "camper", "j3", "j3", "j3")
    reply = chat.say("action_recommend", "what would you recommend?", intent="recommend_me")
    assert reply.responses == ["utter_recommend_back"]
    assert reply.ids[0] == "j3"
    assert len(set(reply.ids)) == len(reply.ids)


def test_what_is_sold_out_is_not_put_first_by_coming_back_to_it(chat: Chat, services: Services) -> None:
    chat.metadata = {"customer_id": "camper"}
    look(services, "camper", "g6", "g6", "g6")
    reply = chat.say("action_recommend", "what would you recommend?", intent="recommend_me")
    assert reply.responses == ["utter_recommend_personal"]
    assert "g6" not in reply.ids


def test_of_a_kind_the_cheapest_for_who_asked_for_a_low_price_a_moment_ago(chat: Chat) -> None:
    entity = {"entity": "type", "value": "acoustic guitar", "of": "guitar"}
    reply = chat.say(
        "action_recommend", "which guitar would you recommend on a budget?", intent="recommend_me", entities=[entity]
    )
    assert prices(reply) == sorted(prices(reply))
    assert reply.ids[0] == "g3"


def test_the_kind_is_told_from_this_visit_and_of_nobody_without_consent(services: Services) -> None:
    shoppers = services.shoppers
    assert shoppers.now("camper", None, ["hello"], now=NOW).kind == UNCLEAR
    assert shoppers.now(None, "v1", ["the cheapest tent"], now=NOW).kind == BARGAIN
    assert shoppers.now(None, None, ["your best sellers"], now=NOW).kind == FOLLOWING
    look(services, "silent", "j3", "j3", "j3", "j3")
    assert shoppers.now("silent", None, [], now=NOW).kind == UNCLEAR
    look(services, "guitarist", "g1", "g1", "g1", kind="click")
    assert shoppers.now("guitarist", None, [], now=NOW).kind == DECIDED
    assert shoppers.now("guitarist", None, [], now=NOW + timedelta(hours=3)).kind == UNCLEAR
