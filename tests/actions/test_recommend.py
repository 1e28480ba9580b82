"""Recommendations, coupons and gifts follow the customer's own behaviour, with their true reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from actions.services.wiring import Services
from shop.events import Event
from shop.reranking import Reranking
from tests.actions.conftest import NOW, PROMOTIONS, Chat, Server


def test_two_customers_of_different_taste_see_different_first_recommendations(server: Server) -> None:
    first = {c: server.ask("recommend", customer_id=c)["cards"][0] for c in ("guitarist", "camper")}
    assert first["guitarist"]["product_id"] != first["camper"]["product_id"]


def test_recommendations_in_the_chat_say_their_reason_and_are_in_stock(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    reply = chat.say("action_recommend", "what would you recommend?", intent="recommend_me")
    assert reply.responses == ["utter_recommend_personal"]
    assert all(c["reason"] and "{" not in c["reason"] for c in reply.cards)
    assert all(c["stock"] != "out" for c in reply.cards)
    assert chat.slots["shown"] == reply.ids


def test_a_visitor_gets_what_is_popular(chat: Chat) -> None:
    reply = chat.say("action_recommend", "recommend something", intent="recommend_me")
    assert reply.responses == ["utter_recommend_popular"]
    assert reply.ids


def test_without_consent_nothing_is_known(server: Server) -> None:
    assert server.ask("recommend", customer_id="silent")["personal"] is False
    assert server.ask("profile", customer_id="silent")["profile"] is None


def test_what_sells_out_is_no_longer_recommended(server: Server, services: Services) -> None:
    before = server.ask("recommend", customer_id="camper", top_k=10)["cards"][0]["product_id"]
    product = services.storage.products.get(before)
    assert product is not None
    services.storage.products.upsert([replace(product, variants=tuple(replace(v, stock=0) for v in product.variants))])
    after = [c["product_id"] for c in server.ask("recommend", customer_id="camper", top_k=10)["cards"]]
    assert before not in after


def test_an_event_that_came_a_moment_ago_counts_before_the_worker_ran(server: Server, services: Services) -> None:
    before = server.ask("profile", customer_id="camper")["profile"]["affinities"]["brand"]
    review = Event("r1", "review", NOW, "camper", product_id="t1", value=-1.0)
    services.storage.events.add([review])
    after = server.ask("profile", customer_id="camper")["profile"]["affinities"]["brand"]
    assert after["fjordly"] < before["fjordly"]


def test_a_gift_leaves_the_own_taste_out(chat: Chat, server: Server) -> None:
    popular = [c["product_id"] for c in server.ask("recommend", gift=True, customer_id="guitarist")["cards"]]
    assert popular == [c["product_id"] for c in server.ask("recommend")["cards"]]
    chat.metadata = {"customer_id": "guitarist"}
    text = "a gift for a friend who loves camping under $50"
    entities = [
        {"entity": "category", "value": "Camping", "of": "camping"},
        {"entity": "price_max", "value": 50.0, "of": "under $50"},
    ]
    reply = chat.say("action_recommend_gift", text, intent="recommend_gift", entities=entities)
    assert reply.responses == ["utter_noted_gift", "utter_recommend_gift"]
    assert set(reply.ids) == {"l1", "m1"}


def test_coupons_are_ranked_by_taste_and_what_is_shown_is_logged(chat: Chat, services: Services) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    guitarist = chat.say("action_coupons", "any coupons for me?", intent="coupons_for_me")
    chat.metadata = {"customer_id": "camper"}
    camper = chat.say("action_coupons", "any coupons for me?", intent="coupons_for_me")
    assert guitarist.block("coupon")["code"] == "STRUM20"
    assert camper.block("coupon")["code"] == "CAMP15"
    assert guitarist.block("coupon")["reason"]
    assert "GOLD5" not in {b["code"] for b in camper.blocks}
    assert "OLD5" not in {b["code"] for b in guitarist.blocks + camper.blocks}
    logged = {(o.customer_id, o.promotion_id) for o in services.storage.offers.all()}
    assert ("guitarist", "p-guitars") in logged
    assert ("camper", "p-camping") in logged


def test_asking_from_the_page_logs_no_offer_as_shown(server: Server, services: Services) -> None:
    assert server.ask("offers", customer_id="camper")["offers"][0]["code"] == "CAMP15"
    assert services.storage.offers.count() == 0


def check(chat: Chat, code: str) -> str:
    reply = chat.say(
        "action_check_coupon", f"does {code} work?", intent="check_coupon", entities=[{"entity": "coupon_code", "value": code}]
    )
    return reply.text


def test_a_code_is_quoted_on_the_cart_by_the_engine(chat: Chat) -> None:
    chat.metadata = {"customer_id": "camper", "cart": [{"sku": "t1-1", "quantity": 1, "price": 1}]}
    said = check(chat, "camp15")
    assert "$23.85" in said  # 15% of the catalogue's price, not of the price the cart claims
    assert "$135.15" in said


def test_a_refused_code_says_why_in_the_engines_words(chat: Chat) -> None:
    chat.metadata = {"customer_id": "camper", "cart": [{"sku": "m1-1", "quantity": 1}]}
    assert "OLD5 ended on" in check(chat, "OLD5")
    assert "GOLD5 is for Gold members" in check(chat, "GOLD5")
    assert "Add $88.00" in check(chat, "TENOFF")
    assert "We do not know that code" in check(chat, "NOPE")


def test_a_valid_code_on_an_empty_cart_says_what_it_gives(chat: Chat) -> None:
    assert "15% off camping" in check(chat, "CAMP15")


def test_a_code_is_asked_for_when_none_is_named(chat: Chat) -> None:
    assert chat.say("action_check_coupon", "does my code work?", intent="check_coupon").responses == ["utter_coupon_which"]


def test_a_used_up_coupon_is_never_offered(chat: Chat, services: Services) -> None:
    spent = replace(PROMOTIONS[1], total_limit=1, customer_limit=None, used=1)
    services.storage.promotions.upsert([replace(p, ends_at=NOW - timedelta(hours=1)) for p in (spent,)])
    chat.metadata = {"customer_id": "camper"}
    reply = chat.say("action_coupons", "coupons", intent="coupons_for_me")
    assert "CAMP15" not in {b.get("code") for b in reply.blocks}


def test_a_shop_can_switch_off_that_sold_out_and_owned_things_are_left_out(server: Server, services: Services) -> None:
    before = [c["product_id"] for c in server.ask("recommend", customer_id="camper", top_k=10)["cards"]]
    product = services.storage.products.get(before[0])
    assert product is not None
    services.storage.products.upsert([replace(product, variants=tuple(replace(v, stock=0) for v in product.variants))])
    services.parts.recommender().reranking = Reranking(stock=0, owned=0)
    after = [c["product_id"] for c in server.ask("recommend", customer_id="camper", top_k=10)["cards"]]
    assert before[0] in after
    assert set(after) & set(server.ask("profile", customer_id="camper")["profile"]["owned"])
