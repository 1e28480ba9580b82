"""Who may call the action server, what it refuses, and that no action is ever left without an answer."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from actions.action import ShopAction
from actions.services.wiring import Services
from actions.turn import Turn
from shop.errors import Corrupt
from tests.actions.conftest import Chat, Server


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/webhook"), ("GET", "/actions"), ("GET", "/internal/ready"), ("POST", "/internal/search"), ("GET", "/nowhere")],
)
@pytest.mark.parametrize("token", [None, "", "wrong", "a-token-of-the-tes"])
def test_every_address_but_health_needs_the_token(server: Server, method: str, path: str, token: str | None) -> None:
    answer = server.send(method, path, {} if method == "POST" else None, token=token)
    assert answer.status == 401
    assert answer.body["error"]["code"] == "unauthorized"


@pytest.mark.parametrize("path", ["/health", "/"])
def test_health_is_open(server: Server, path: str) -> None:
    assert server.send("GET", path, token=None).status == 200


def test_all_parts_are_ready(server: Server) -> None:
    answer = server.send("GET", "/internal/ready")
    assert (answer.status, set(answer.body.values())) == (200, {True})
    assert set(answer.body) == {"encoder", "products_index", "faq_index", "recommender", "database"}


def test_a_part_that_is_missing_makes_it_not_ready(server: Server, services: Services) -> None:
    def away() -> Any:
        raise Corrupt("gone")

    object.__setattr__(services.parts, "faqs", away)
    answer = server.send("GET", "/internal/ready")
    assert (answer.status, answer.body["faq_index"], answer.body["database"]) == (503, False, True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\xff\xfe{}", 400),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"next_action": "action_cheaper"}', 422),
        (b'{"next_action": "action_cheaper", "tracker": {"sender_id": 3}}', 422),
        (b'{"next_action": "action_nobody_wrote", "tracker": {"sender_id": "x"}, "domain": {}}', 404),
    ],
)
def test_a_malformed_call_is_refused_and_nothing_leaks(server: Server, body: bytes, status: int) -> None:
    answer = server.send("POST", "/webhook", body)
    assert answer.status == status
    assert "Traceback" not in str(answer.body)
    assert "request_body" not in answer.body


def test_a_domain_is_taken_once_and_known_by_its_digest(server: Server) -> None:
    """What the bot relies on: it sends the domain once, then only its digest."""

    def said(**more: object) -> tuple[int, object]:
        tracker = {"sender_id": "x", "slots": {}, "latest_message": {}, "events": [], "active_loop": {}}
        call = {"next_action": "action_talk_to_person", "tracker": tracker, "version": "3.6.21", **more}
        answer = server.send("POST", "/webhook", call)
        return answer.status, answer.body

    assert said(domain_digest="first")[0] == 449
    status, words = said(domain_digest="first", domain={"responses": {}})
    assert status == 200
    assert said(domain_digest="first") == (200, words)
    assert said(domain_digest="second")[0] == 449


def test_a_compressed_body_is_refused(server: Server) -> None:
    assert server.send("POST", "/webhook", b"x", Content_Encoding="deflate").status == 422


def test_a_body_too_large_for_a_question_is_refused(server: Server) -> None:
    assert server.send("POST", "/internal/embed", {"texts": ["x" * 600_000]}).status == 413


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("search", {"query": "x" * 3000}, "query"),
        ("search", {"query": "x", "top_k": 0}, "top_k"),
        ("search", {"query": "x", "filters": {"shape": ["round"]}}, "shape"),
        ("recommend", {"nonsense": 1}, "nonsense"),
        ("embed", {"texts": []}, "texts"),
        ("offers", {"cart": [{"sku": "x", "quantity": -1}]}, "cart.0.quantity"),
        ("answer", {}, "question"),
        ("profile", {"customer_id": None}, "customer_id"),
    ],
)
def test_what_is_wrong_with_a_question_is_named_field_by_field(
    server: Server, name: str, body: dict[str, Any], field: str
) -> None:
    answer = server.send("POST", f"/internal/{name}", body)
    assert answer.status == 422
    assert field in answer.body["error"]["fields"]


def test_an_unknown_customer_is_not_found(server: Server) -> None:
    assert server.send("POST", "/internal/profile", {"customer_id": "nobody"}).status == 404


def test_search_answers_with_cards(server: Server) -> None:
    found = server.ask("search", query="acoustic guitar", filters={"types": ["acoustic guitar"], "price_max": 20000}, top_k=2)
    assert len(found["cards"]) == 2
    assert found["total"] >= 3


def test_answer_and_embed_answer(server: Server) -> None:
    assert server.ask("answer", question="how long does delivery take?")["answer"] == "Two to four working days."
    assert "carry case" in server.ask("answer", question="does it come with a case?", product_id="g1")["answer"]
    (vector,) = server.ask("embed", texts=["a tent"])["vectors"]
    assert sum(x * x for x in vector) == pytest.approx(1, abs=1e-3)


def test_the_sentiment_of_messages_is_answered_one_value_a_text(server: Server) -> None:
    answer = server.send("POST", "/internal/sentiment", {"texts": ["this is terrible, I hate it", "lovely, thank you", "  "]})
    assert answer.status == 200
    bad, good, blank = answer.body["sentiments"]
    assert bad["value"] < -0.25 < 0.25 < good["value"]
    assert (bad["label"], good["label"]) == ("negative", "positive")
    assert blank == {"value": 0.0, "label": "neutral"}
    assert server.send("POST", "/internal/sentiment", {"texts": []}).status == 422


def test_a_part_that_is_away_gives_the_fallback_reply(chat: Chat, services: Services) -> None:
    def away() -> Any:
        raise Corrupt("the text of an error that no customer should read")

    object.__setattr__(services.catalogue, "_index", away)
    reply = chat.say(
        "action_search_products", "a tent", intent="search_product", entities=[{"entity": "type", "value": "tent"}]
    )
    assert reply.responses == ["utter_technical"]
    assert reply.events == []


class Slow(ShopAction):
    action_name = "action_slow"
    seconds = 0.2

    async def answer(self, turn: Turn) -> None:
        turn.say("utter_greet")
        turn.remember("focus", "x")
        await asyncio.to_thread(time.sleep, 1)


def test_an_action_out_of_time_says_so_and_keeps_nothing(services: Services) -> None:
    class Tracker:
        sender_id, slots, latest_message, events, active_loop = (
            "x",
            dict[str, Any](),
            dict[str, Any](),
            list[Any](),
            dict[str, Any](),
        )

    class Dispatcher:
        messages: list[dict[str, Any]] = []

        def utter_message(self, **message: Any) -> None:
            self.messages.append(message)

    dispatcher = Dispatcher()
    began = time.perf_counter()
    events = asyncio.run(Slow(services).run(dispatcher, Tracker(), {}))
    assert time.perf_counter() - began < 5
    assert [m["response"] for m in dispatcher.messages] == ["utter_technical"]
    assert events == []
