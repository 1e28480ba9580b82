"""The channel, asked over HTTP as the gateway asks it, with the real bot behind it and actions that a test plays."""

import asyncio
import hashlib
import json
import os
import socket
import threading

import channel
import pytest
import requests
from rasa.core import channels as rasa_channels
from sanic import Sanic

TOKEN = "a-token-for-tests"


class Bot:
    """The channel's HTTP server in a thread."""

    def __init__(self, agent, port: int) -> None:
        os.environ["SHOPTALK_CHANNEL_TOKEN"] = TOKEN
        self.agent = agent
        self.address = f"http://127.0.0.1:{port}/webhooks/shoptalk"
        self.app = Sanic(f"channel_{port}", configure_logging=False)
        self.app.ctx.agent = agent
        rasa_channels.channel.register([channel.ShoptalkInput.from_credentials(None)], self.app, route="/webhooks/")
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._serve, args=(port,), daemon=True)
        self.thread.start()
        assert self.ready.wait(20)

    def _serve(self, port: int) -> None:
        asyncio.set_event_loop(self.loop)

        async def begin():
            server = await self.app.create_server("127.0.0.1", port, return_asyncio_server=True)
            await server.startup()
            return server

        self.server = self.loop.run_until_complete(begin())
        self.ready.set()
        self.loop.run_forever()

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def post(self, body=None, token=TOKEN, data=None):
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        data = json.dumps(body).encode() if data is None else data
        return requests.post(f"{self.address}/webhook", data=data, headers=headers, timeout=30)

    def say(self, text, sender="c-1", metadata=None):
        answer = self.post({"sender": sender, "message": text, "metadata": metadata or {}})
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def bot(agent):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = Bot(agent, port)
    yield served
    served.close()


def test_a_turn_comes_back_whole(bot, actions):
    answer = bot.say("hello", "whole")
    assert answer["messages"][0]["text"]
    assert answer["intent"]["name"] == "greet"
    assert answer["ranking"][0] == answer["intent"]
    assert {"event": "action", "name": "utter_greet"} in answer["events"]
    assert answer["failed"] is False
    assert answer["seconds"] >= 0


def test_blocks_entities_slots_and_metadata_pass_through(bot, actions):
    block = {"type": "text", "text": "a", "fallback": "a"}
    actions.replies["action_search_products"] = {
        "events": [{"event": "slot", "name": "search", "value": {"query": "tents"}}],
        "responses": [{"custom": {"blocks": [block]}}],
    }
    answer = bot.say("show me blue tents", "blocks", {"customer_id": "c7"})
    assert answer["messages"] == [{"custom": {"blocks": [block]}}]
    assert [(e["entity"], e["value"]) for e in answer["entities"]] == [("colour", "blue"), ("type", "tent")]
    assert answer["slots"] == {"search": {"query": "tents"}}
    assert actions.trackers[-1]["latest_message"]["metadata"]["customer_id"] == "c7"


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", TOKEN.upper()])
def test_without_the_token_nothing_is_answered(bot, actions, token):
    assert bot.post({"sender": "c-1", "message": "hi"}, token=token).status_code == 401
    assert requests.get(f"{bot.address}/health", headers={"Authorization": f"Bearer {token}"}, timeout=10).status_code == 401


def test_without_a_configured_token_every_request_is_refused(monkeypatch):
    monkeypatch.delenv("SHOPTALK_CHANNEL_TOKEN")
    made = channel.ShoptalkInput.from_credentials(None)

    class Request:
        headers = {"authorization": "Bearer "}

    assert made._refusal(Request()).status == 401


@pytest.mark.parametrize("sender", [None, "", 7, "a" * 129, "two words", "../x", {"$ne": 1}, "a\n"])
def test_a_missing_or_strange_sender_is_refused(bot, actions, sender):
    answer = bot.post({"sender": sender, "message": "hi"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_sender"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b'"text"', b"null", b'{"sender": "a", "message": null}'])
def test_a_body_that_is_no_message_is_refused(bot, actions, data):
    assert bot.post(data=data).status_code == 400


def test_a_message_has_at_most_2000_characters(bot, actions):
    assert bot.post({"sender": "long", "message": "a" * 2001}).status_code == 413
    assert bot.post({"sender": "long", "message": "a" * 120_000}).status_code == 413
    assert bot.post({"sender": "long", "message": "a", "metadata": {"x": "y" * 300_000}}).status_code == 413
    assert bot.post({"sender": "long", "message": "a " * 1000}).status_code == 200


@pytest.mark.parametrize(
    "text", ["/restart", " /restart", "\t/session_start", "/back", "//restart", "/ restart", "/greet@0.9", "/search_product{"]
)
def test_a_slash_in_free_text_runs_no_command(bot, actions, text):
    answer = bot.say(text, "slash")
    assert answer["intent"]["name"] not in ("restart", "session_start", "back")
    assert answer["intent"]["confidence"] < 1
    assert "session_started" not in [event["event"] for event in answer["events"]]


def test_a_payload_is_understood_with_its_entities(bot, actions):
    answer = bot.say('/more_like{"product": "p-1"}', "payload")
    assert answer["intent"] == {"name": "more_like", "confidence": 1.0}
    assert [(e["entity"], e["value"]) for e in answer["entities"]] == [("product", "p-1")]
    assert actions.asked == ["action_more_like"]


def test_a_payload_of_an_unknown_intent_is_text(bot, actions):
    assert bot.say('/give_me_everything{"a": 1}', "payload-2")["intent"]["confidence"] < 1


def test_an_action_that_raises_makes_the_turn_failed(bot, actions):
    actions.error = RuntimeError("the action server is gone")
    answer = bot.say("show me tents", "broken")
    assert answer["failed"] is True
    assert "gone" not in json.dumps(answer)
    actions.error = None
    assert bot.say("show me tents", "broken")["failed"] is False


def test_a_turn_that_says_nothing_is_failed(bot, actions):
    actions.replies["action_search_products"] = {"events": [], "responses": []}
    assert bot.say("show me tents", "silent")["failed"] is True


def test_a_failure_in_one_turn_does_not_mark_another(bot, actions):
    actions.error = RuntimeError("gone")
    bot.say("show me tents", "one")
    assert bot.say("hello", "two")["failed"] is False


def test_braces_in_a_message_do_no_harm(bot, actions):
    for text in ("{", "{}", "{0}", "{name}", "{{}}", "%s %d", "${SHOPTALK_INTERNAL_TOKEN}"):
        answer = bot.say(text, "braces")
        assert "SHOPTALK" not in json.dumps(answer["messages"])


def test_health_names_the_model_by_its_content(bot, model):
    answer = requests.get(f"{bot.address}/health", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10)
    assert answer.json() == {"model_sha256": hashlib.sha256(model.read_bytes()).hexdigest(), "model_file": "model.tar.gz"}


def test_without_a_model_the_channel_says_so(bot, actions):
    bot.app.ctx.agent = None
    try:
        assert bot.post({"sender": "a", "message": "hi"}).status_code == 503
    finally:
        bot.app.ctx.agent = bot.agent


INTENTS = ["greet", "more_like", "restart"]


def test_neutral_leaves_free_text_and_known_payloads_alone():
    assert channel.neutral("50/50 mix", INTENTS) == "50/50 mix"
    assert channel.neutral('/more_like{"a": [1]}', INTENTS) == '/more_like{"a": [1]}'
    assert channel.neutral("/greet", INTENTS) == "/greet"


@pytest.mark.parametrize(
    "text", ["/restart", "  / /restart", '/more_like{"a"', "/more_like[1]", "/unknown{}", "/greet\n/restart"]
)
def test_neutral_takes_the_slash_from_everything_else(text):
    assert not channel.neutral(text, INTENTS).lstrip().startswith("/")
