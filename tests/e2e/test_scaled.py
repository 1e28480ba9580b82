"""PostgreSQL and Redis instead of files: the same conversation and the same loop, and a bot that remembers across a restart.

The stack on PostgreSQL has a database of its own, made and dropped here, and a Redis prefix of its own.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from typing import Any

import jwt
import psycopg
import pytest
import redis
import urllib3

from shop.settings import load_settings
from tests.conftest import NO_POSTGRESQL, missing, own_database
from tests.e2e.conftest import HTTP, Chat, Stack, cards, words

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def redis_server() -> str:
    import os

    url = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/0"
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3) as client:
            client.ping()
    except redis.RedisError:
        missing("no Redis: set TEST_REDIS_URL or start one on port 6379")
    return url


@pytest.fixture(scope="module")
def prefix() -> str:
    return f"test{secrets.token_hex(6)}"


@pytest.fixture(scope="module")
def scaled(
    tmp_path_factory: pytest.TempPathFactory, postgresql_server: str | None, redis_server: str, prefix: str
) -> Iterator[Stack]:
    if postgresql_server is None:
        missing(NO_POSTGRESQL)
        return
    with redis.Redis.from_url(redis_server) as client:
        before = set(client.scan_iter("*"))
        for url in own_database(postgresql_server):
            environment = {"DATABASE_URL": url, "REDIS_URL": redis_server, "REDIS_PREFIX": prefix}
            running = Stack(tmp_path_factory.mktemp("scaled"), environment, scale=0.1)
            running.start()
            try:
                yield running
            finally:
                running.stop()
        left = {key for key in set(client.scan_iter("*")) - before if prefix.encode() in key}
        outside = {key for key in left if not key.startswith(prefix.encode())}
        for key in left:
            client.delete(key)
        assert not outside, f"keys outside our prefix: {outside}"


@pytest.fixture(params=["embedded", "scaled"])
def any_stack(request: pytest.FixtureRequest) -> Stack:
    running: Stack = request.getfixturevalue("stack" if request.param == "embedded" else "scaled")
    return running


def tracker(stack: Stack, conversation_id: str) -> dict[str, Any]:
    """What Rasa has in its tracker store, through its own HTTP API."""
    claims = {"user": {"username": "tests", "role": "admin"}, "exp": int(time.time()) + 60}
    token = jwt.encode(claims, load_settings(stack.environment).secret("rasa-jwt"), algorithm="HS256")
    url = f"http://127.0.0.1:{stack.ports[1]}/conversations/{conversation_id}/tracker?include_events=ALL"
    found: dict[str, Any] = HTTP.request("GET", url, headers={"Authorization": f"Bearer {token}"}).json()
    return found


def restart_rasa(stack: Stack) -> None:
    stack.supervise("restart", "rasa")
    stack.wait_ready()


def test_a_turn_is_read_back_from_the_tracker_store_after_a_restart(any_stack: Stack):
    stack = any_stack
    chat = Chat(stack)
    found = cards(chat.say("I'm looking for a jacket"))
    assert found
    before = tracker(stack, chat.id)
    restart_rasa(stack)
    after = tracker(stack, chat.id)
    said = [e["text"] for e in after["events"] if e["event"] == "user"]
    assert said == ["I'm looking for a jacket"]
    assert after["events"] == before["events"]
    assert before["slots"]["shown"]
    assert after["slots"]["shown"] == before["slots"]["shown"]
    lowest = min(card["price"]["amount"] for card in found)
    answer = chat.say("anything cheaper?")
    for card in cards(answer):
        assert card["price"]["amount"] < lowest or "cheapest" in words(answer).lower()
        assert "jacket" in (card["product_type"] + card["name"]).lower()
    assert cards(answer) or "cheap" in words(answer).lower()


def test_on_files_the_tracker_lies_in_a_file_of_its_own(stack: Stack):
    Chat(stack).say("hello")
    assert (stack.home / "var" / "rasa.db").stat().st_size > 0


def test_on_postgresql_the_tracker_lies_in_a_schema_of_its_own(scaled: Stack):
    chat = Chat(scaled)
    assert words(chat.say("hello"))
    with psycopg.connect(scaled.environment["DATABASE_URL"]) as database:
        tables = {
            row[0]: row[1]
            for row in database.execute(
                "SELECT table_schema, string_agg(table_name, ',') FROM information_schema.tables "
                "WHERE table_schema IN ('public', 'rasa') GROUP BY 1"
            )
        }
        [(stored,)] = database.execute("SELECT count(*) FROM rasa.events WHERE sender_id = %s", (chat.id,)).fetchall()
    assert "events" in tables["rasa"].split(",")
    assert "events" not in tables["public"].split(",")
    assert stored > 0
    assert not (scaled.home / "var" / "rasa.db").exists()
    assert not (scaled.home / "var" / "shoptalk.db").exists()


def test_the_database_password_and_url_are_in_no_log(scaled: Stack):
    url = scaled.environment["DATABASE_URL"]
    for path in (scaled.home / "var" / "log").rglob("*.log"):
        assert url not in path.read_text(encoding="utf-8", errors="replace"), path.name


def test_on_postgresql_a_review_moves_the_profile(scaled: Stack):
    key = {"Authorization": f"Bearer {scaled.api_key()}"}
    customer = f"scaled-{secrets.token_hex(4)}"
    consent = {"profile": True, "marketing": True}
    scaled.call("PUT", f"/api/customers/{customer}", {"customer_id": customer, "consent": consent}, headers=key).ok()
    product = scaled.call("GET", "/api/products?limit=1", headers=key).ok()["items"][0]

    def affinity() -> float:
        found = scaled.call("GET", f"/api/customers/{customer}/profile", headers=key).ok()
        return float(
            (found["profile"] or {}).get("affinities", {}).get("category", {}).get(product["category"].casefold(), 0.0)
        )

    text = "Terrible. It broke on the second day, awful quality, I want my money back."
    chat = Chat(scaled, customer_token=scaled.customer_token(customer))
    review = {"product_id": product["product_id"], "text": text}
    assert scaled.call("POST", "/api/reviews", review, token=chat.token).status == 201
    deadline = time.monotonic() + 30
    while affinity() >= 0 and time.monotonic() < deadline:
        time.sleep(0.25)
    assert affinity() < 0


def test_what_lies_in_redis_carries_our_prefix(scaled: Stack, redis_server: str, prefix: str):
    chat = Chat(scaled)
    assert words(chat.say("hello"))
    with redis.Redis.from_url(redis_server) as client:
        keys = [key for key in client.scan_iter("*") if prefix.encode() in key or chat.id.encode() in key]
        assert keys
        assert all(key.startswith(prefix.encode()) for key in keys), keys
        assert all(client.ttl(key) != -1 for key in keys), "a key that never goes away"


def test_rasa_answers_nobody_without_our_token(any_stack: Stack):
    chat = Chat(any_stack)
    assert words(chat.say("hello"))
    base = f"http://127.0.0.1:{any_stack.ports[1]}"
    forged = jwt.encode(
        {"user": {"username": "x", "role": "admin"}}, "a guess that is as long as it is wrong", algorithm="HS256"
    )
    for headers in ({}, {"Authorization": f"Bearer {forged}"}, {"Authorization": f"Bearer {chat.token}"}):
        response = HTTP.request("GET", f"{base}/conversations/{chat.id}/tracker", headers=headers)
        assert response.status in (401, 403), response.data[:200]
        body = b'{"sender": "x", "message": "hello"}'
        response = HTTP.request("POST", f"{base}/webhooks/shoptalk/webhook", body=body, headers=headers)
        assert response.status == 401
    with pytest.raises(urllib3.exceptions.HTTPError):
        urllib3.request("GET", f"http://127.0.0.2:{any_stack.ports[1]}/", retries=False, timeout=2)
