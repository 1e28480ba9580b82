"""What surrounds the conversations: health, headers, origins, limits, the description of the API, and the process itself."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from aiohttp.test_utils import TestClient, TestServer

from shop.errors import InvalidInput
from shop.settings import Settings
from storage import Storage
from web.app import make_app
from web.client_address import TrustedProxies, bucket_of
from web.errors import RateLimited
from web.limits import Limits, Rate
from web.openapi import document

ROOT = Path(__file__).parents[2]
HEAVY = {"torch", "faiss", "onnxruntime", "transformers", "sentence_transformers", "sklearn", "scipy", "polars", "rasa_sdk"}


async def test_ready_names_every_part_and_fails_when_one_is_away(client: Any, rasa: Any) -> None:
    async with client.get("/readyz") as response:
        assert (response.status, (await response.json())["ready"]) == (200, True)
    rasa.down = True
    async with client.get("/readyz") as response:
        assert response.status == 503
        parts = (await response.json())["parts"]
    assert parts == {"database": {"ready": True}, "rasa": {"ready": False}, "actions": {"ready": False}}
    async with client.get("/healthz") as response:
        assert response.status == 200


async def test_metrics_count_routes_and_turns_without_naming_anybody(client: Any, chat: Any) -> None:
    await chat.say("hello")
    async with client.get("/metrics") as response:
        text = await response.text()
    assert 'shoptalk_turns_total{outcome="answered"} 1.0' in text
    assert 'route="/api/conversations/{conversation_id}/messages"' in text
    assert chat.id not in text


async def test_every_api_route_is_described_and_nothing_else_is(client: Any) -> None:
    served = {
        (route.method, route.resource.canonical)
        for route in client.server.app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith("/api/") and route.method != "HEAD"
    }
    described = {(method.upper(), path) for path, operations in document()["paths"].items() for method in operations}
    assert described == served
    async with client.get("/api/openapi.json") as response:
        assert (await response.json())["openapi"] == "3.1.0"


async def test_replies_are_as_the_schemas_say(chat: Any) -> None:
    schemas = document()["components"]["schemas"]
    found = await chat.say("hello")
    for message in (found["message"], *found["replies"]):
        jsonschema.validate(message, schemas["Message"])
        jsonschema.validate(message["blocks"], schemas["Blocks"])


@pytest.mark.parametrize("path", ["/healthz", "/api/openapi.json", "/staff/login", "/nowhere", "/api/nowhere"])
async def test_every_answer_carries_the_security_headers(client: Any, path: str) -> None:
    async with client.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"


async def test_an_unknown_address_and_method_answer_in_our_form(client: Any) -> None:
    for method, path, status in (("GET", "/api/nowhere", 404), ("PATCH", "/api/events", 405)):
        async with client.request(method, path) as response:
            assert response.status == status
            assert set((await response.json())["error"]) == {"code", "message", "fields"}


async def test_an_unforeseen_error_tells_the_caller_nothing(client: Any, chat: Any, storage: Storage, monkeypatch: Any) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(storage.conversations, "messages", broken)
    async with client.get(chat.url("messages"), headers=chat.headers) as response:
        text = await response.text()
    assert response.status == 500
    assert json.loads(text)["error"]["code"] == "internal"
    assert "secret" not in text


async def test_cross_origin_calls_come_from_allowed_pages_only(client: Any) -> None:
    allowed, foreign = {"Origin": "https://shop.example"}, {"Origin": "https://evil.example"}
    async with client.post("/api/conversations", json={}, headers=allowed) as response:
        assert response.status == 201
        assert response.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    async with client.post("/api/conversations", json={}, headers=foreign) as response:
        assert response.status == 403
        assert "Access-Control-Allow-Origin" not in response.headers
    preflight = {**allowed, "Access-Control-Request-Method": "PUT"}
    async with client.options("/api/conversations/x/cart", headers=preflight) as response:
        assert response.status == 204
        assert "PUT" in response.headers["Access-Control-Allow-Methods"]
    async with client.get("/api/staff/conversations", headers=allowed) as response:
        assert response.status == 403


# limits


async def test_too_many_messages_are_429_with_the_time_to_wait(gateway_settings: Settings, storage: Storage) -> None:
    app = make_app(gateway_settings, storage=storage, rates={"conversation": Rate(3, 0.1)})
    async with TestClient(TestServer(app)) as client:
        async with client.post("/api/conversations", json={}) as response:
            found = await response.json()
        url, headers = f"/api/conversations/{found['conversation_id']}/messages", {"Authorization": f"Bearer {found['token']}"}
        seen = []
        for number in range(5):
            async with client.post(url, json={"client_id": f"m{number}", "text": "hi"}, headers=headers) as response:
                seen.append(response.status)
        assert seen == [201, 201, 201, 429, 429]
        assert int(response.headers["Retry-After"]) >= 1


async def test_a_bucket_fills_again_and_keys_do_not_share() -> None:
    now = [0.0]
    limits = Limits({"start": Rate(2, 1)}, clock=lambda: now[0])
    for _ in range(2):
        await limits.take("start", "a")
    with pytest.raises(RateLimited):
        await limits.take("start", "a")
    await limits.take("start", "b")
    now[0] = 1.0
    await limits.take("start", "a")


async def test_several_gateways_count_together_in_redis(redis_url: str, redis_prefix: str) -> None:
    import redis.asyncio

    client = redis.asyncio.Redis.from_url(redis_url)
    try:
        one, two = (Limits({"start": Rate(2, 0.01)}, redis=client, prefix=redis_prefix) for _ in range(2))
        await one.take("start", "a")
        await two.take("start", "a")
        with pytest.raises(RateLimited):
            await one.take("start", "a")
    finally:
        await client.delete(f"{redis_prefix}:limit:start:a")
        await client.aclose()


async def test_without_its_redis_a_gateway_counts_for_itself() -> None:
    import redis.asyncio

    client = redis.asyncio.Redis.from_url("redis://127.0.0.1:1/0")
    limits = Limits({"start": Rate(1, 0.01)}, redis=client)
    await limits.take("start", "a")
    with pytest.raises(RateLimited):
        await limits.take("start", "a")
    await client.aclose()


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("1.2.3.4", "9.9.9.9", "1.2.3.4"),  # not a trusted proxy: what it claims does not count
        ("10.0.0.1", "9.9.9.9", "9.9.9.9"),
        ("10.0.0.1", "6.6.6.6, 9.9.9.9, 10.0.0.2", "9.9.9.9"),  # the left part is the caller's own invention
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_only_a_trusted_proxy_decides_whose_address_counts(peer: str, forwarded: str, client: str) -> None:
    assert TrustedProxies(["10.0.0.0/8"]).client(peer, forwarded) == client


def test_a_household_of_ipv6_is_one_address_and_a_wrong_proxy_is_named() -> None:
    assert bucket_of("2001:db8::1") == bucket_of("2001:db8::ffff")
    assert bucket_of("::ffff:1.2.3.4") == "1.2.3.4"
    with pytest.raises(InvalidInput, match="TRUSTED_PROXIES"):
        TrustedProxies(["a proxy"])


# several gateways


async def test_a_message_written_at_one_gateway_is_pushed_by_another(
    gateway_settings: Settings, storage: Storage, redis_url: str, redis_prefix: str
) -> None:
    import asyncio
    from dataclasses import replace

    shared = replace(gateway_settings, redis_url=redis_url, redis_prefix=redis_prefix)
    async with (
        TestClient(TestServer(make_app(shared, storage=storage))) as one,
        TestClient(TestServer(make_app(shared, storage=storage))) as two,
    ):
        async with one.post("/api/conversations", json={}) as response:
            found = await response.json()
        token = found["token"]
        path = f"/ws/conversations/{found['conversation_id']}"
        async with two.ws_connect(path, protocols=("shoptalk.1", f"token.{token}")) as browser:
            await browser.receive_json()
            await asyncio.sleep(0.3)
            body, headers = {"client_id": "a", "text": "hello"}, {"Authorization": f"Bearer {token}"}
            url = f"/api/conversations/{found['conversation_id']}/messages"
            async with one.post(url, json=body, headers=headers) as response:
                assert response.status == 201
            texts = []
            while len(texts) < 2:
                frame = await asyncio.wait_for(browser.receive_json(), 5)
                texts += [frame["text"]] if frame["type"] == "message" else []
        assert texts == ["hello", "You said: hello"]
    import redis

    with redis.Redis.from_url(redis_url) as client:
        for key in client.scan_iter(f"{redis_prefix}:*"):
            client.delete(key)


# the process


@pytest.fixture
def process_environ(tmp_path: Path, migrated_file: Path) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SHOPTALK", "DATABASE", "REDIS", "RASA"))}
    return {**kept, "SHOPTALK_HOME": str(tmp_path), "SHOPTALK_PORT": str(port), "DATABASE_URL": f"sqlite:///{migrated_file}"}


def test_the_process_starts_answers_and_stops_cleanly(process_environ: dict[str, str]) -> None:
    process = subprocess.Popen([sys.executable, "-m", "web"], cwd=ROOT, env=process_environ)
    try:
        url, deadline = f"http://127.0.0.1:{process_environ['SHOPTALK_PORT']}/healthz", time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(url, timeout=2) as response:
                    assert response.status == 200
                break
            except OSError:
                assert time.monotonic() < deadline
                assert process.poll() is None
                time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        process.kill()
        process.wait()


def test_a_port_in_use_is_said_with_the_setting_that_changes_it(process_environ: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(process_environ["SHOPTALK_PORT"])))
        taken.listen()
        done = subprocess.run([sys.executable, "-m", "web"], cwd=ROOT, env=process_environ, capture_output=True, timeout=60)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert process_environ["SHOPTALK_PORT"] in said
    assert "SHOPTALK_PORT" in said
    assert "Traceback" not in said


def test_a_running_gateway_has_no_model_library_among_its_modules(process_environ: dict[str, str]) -> None:
    script = """
import asyncio, json, sys
from aiohttp import web
from shop.settings import load_settings
from web.__main__ import open_port
from web.app import make_app

async def main():
    settings = load_settings()
    runner = web.AppRunner(make_app(settings))
    await runner.setup()
    await open_port(runner, settings)
    print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))
    await runner.cleanup()

asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=process_environ, capture_output=True, timeout=60, check=True
    )
    assert HEAVY & set(json.loads(done.stdout)) == set()
