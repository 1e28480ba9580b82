"""What an attacker or a bad day would try at the gateway, each with what must not happen."""

import asyncio
import gzip
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
import structlog
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from shop.errors import Unavailable
from shop.settings import Settings
from storage import Storage
from web import customer_socket
from web.app import make_app
from web.client_address import TrustedProxies
from web.desk import socket as desk_socket
from web.limits import Limits, Rate
from web.logs import set_up_logging

MARKER = "blue-heron-7351"


def protocols(chat: Any) -> tuple[str, str]:
    return ("shoptalk.1", f"token.{chat.token}")


# what reaches the log


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Log as the process does; what was written is read from here."""
    before, root, written = structlog.get_config(), logging.getLogger(), io.StringIO()
    handlers, raises = root.handlers[:], logging.raiseExceptions
    set_up_logging("debug", written)
    yield written
    root.handlers[:], logging.raiseExceptions = handlers, raises
    structlog.configure(**before)


async def test_an_unforeseen_error_is_logged_by_its_place_and_never_with_what_people_wrote(
    chat: Any, storage: Storage, monkeypatch: Any, logged: io.StringIO
) -> None:
    def broken(_conversation: str, _client_id: str, text: str, *_: Any) -> None:
        raise ValueError(f"cannot store {text}")

    monkeypatch.setattr(storage.conversations, "add_customer_message", broken)
    status, _ = await chat.post({"client_id": "a", "text": MARKER})
    said = logged.getvalue()
    assert status == 500
    [line] = [json.loads(line) for line in said.splitlines() if "request_broke" in line]
    assert line["error"].startswith("ValueError at web/test_hardening.py")
    assert MARKER not in said
    assert chat.token not in said


def test_a_librarys_message_is_logged_without_its_arguments_and_its_errors_text(logged: io.StringIO) -> None:
    try:
        raise ValueError(MARKER)
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling request from %s\n%s", MARKER, MARKER)
    said = logged.getvalue()
    assert MARKER not in said
    assert json.loads(said)["error"].startswith("ValueError at ")


def test_a_statements_values_are_not_in_the_databases_errors(storage: Storage) -> None:
    assert storage.conversations._database.engine.hide_parameters


# what cannot be stored or read


@pytest.mark.parametrize("address", ["/products/a%00b", "/demo/cart?skus=a%00b", "/?category=%00&q=%00", "/products/%ff"])
async def test_a_zero_byte_in_an_address_breaks_nothing(client: Any, address: str) -> None:
    async with client.get(address) as response:
        assert response.status < 500
        assert "psycopg" not in await response.text()


async def test_a_zero_byte_or_a_number_too_large_from_the_shop_is_refused(client: Any, shop_key: dict[str, str]) -> None:
    async with client.get("/api/products/a%00b", headers=shop_key) as response:
        assert response.status in (404, 422)
    product = {"product_id": "p9", "name": "Kettle", "rating_count": 10**30}
    async with client.put("/api/products/p9", json=product, headers=shop_key) as response:
        assert response.status == 422


async def test_a_number_beyond_all_numbers_is_no_json(client: Any, shop_key: dict[str, str]) -> None:
    body = b'{"product_id": "p9", "name": "Kettle", "rating": 1e999}'
    async with client.put("/api/products/p9", data=body, headers=shop_key) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (400, "invalid_json")


async def test_a_zero_byte_as_a_login_is_a_wrong_login(client: Any) -> None:
    async with client.post("/staff/login", data={"login": "a\0b", "password": "wrong wrong"}) as response:
        assert response.status in (401, 422)


@pytest.mark.parametrize("body", [gzip.compress(b" " * 50_000_000), b"no gzip at all"])
async def test_a_compressed_body_is_refused_unopened(client: Any, chat: Any, body: bytes) -> None:
    headers = {**chat.headers, "Content-Encoding": "gzip"}
    async with client.post(chat.url("messages"), data=body, headers=headers) as response:
        assert (response.status, (await response.json())["error"]["code"]) == (400, "compressed_body")


async def test_deeply_nested_json_is_400_whatever_its_letters(client: Any, chat: Any) -> None:
    for depth in (200, 900, 950, 1000, 100_000):
        body = b'{"x": ' + b"[" * depth + b'"\\u0041"' + b"]" * depth + b"}"
        async with client.post(chat.url("messages"), data=body, headers=chat.headers) as response:
            assert response.status in (400, 422)


# whose address counts, and who may pose as a customer


def test_every_line_of_the_forwarding_header_counts(monkeypatch: Any) -> None:
    """A proxy that adds a line below the caller's: the caller's own invention stands to the left."""
    from multidict import CIMultiDict

    headers = CIMultiDict([("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-For", "9.9.9.9")])
    request: Any = SimpleNamespace(remote="10.0.0.1", headers=headers)
    assert TrustedProxies(["10.0.0.0/8"]).of(request) == "9.9.9.9"


def test_a_trusted_proxy_is_known_on_a_dual_stack_socket() -> None:
    assert TrustedProxies(["10.0.0.0/8"]).client("::ffff:10.0.0.1", "9.9.9.9") == "9.9.9.9"


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
async def test_the_demo_is_closed_to_what_comes_through_a_proxy(client: Any, gateway_settings: Settings, name: str) -> None:
    Path(gateway_settings.var / "demo-logins.json").write_text("{}")
    async with client.get("/demo/customers") as response:
        assert response.status == 200
    async with client.get("/demo/customers", headers={name: "for=1.2.3.4"}) as response:
        assert response.status == 404


async def test_the_demo_is_closed_to_a_foreign_name_that_leads_here(client: Any, gateway_settings: Settings) -> None:
    Path(gateway_settings.var / "demo-logins.json").write_text("{}")
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    async with client.post("/demo/login", json={"customer_id": "ada"}, headers=headers) as response:
        assert response.status == 404
    async with client.get("/demo/customers", headers=headers) as response:
        assert response.status == 404


async def test_behind_a_proxy_the_cookie_is_secure(gateway_settings: Settings, storage: Storage) -> None:
    from web.passwords import hash_password

    storage.staff.add("agent", "Agent", "agent", hash_password("a long enough password"))
    behind = replace(gateway_settings, trusted_proxies=("10.0.0.1",))
    async with TestClient(TestServer(make_app(behind, storage=storage))) as client:
        form = {"login": "agent", "password": "a long enough password"}
        async with client.post("/staff/login", data=form, allow_redirects=False) as response:
            assert response.cookies["shoptalk_login"]["secure"]


# sockets


async def test_a_socket_whose_database_fails_is_closed_so_that_the_browser_comes_back(
    client: Any, chat: Any, storage: Storage, monkeypatch: Any
) -> None:
    async with client.ws_connect(f"/ws/conversations/{chat.id}", protocols=protocols(chat)) as socket:
        assert (await socket.receive_json())["type"] == "owner"

        def away(*_: Any, **__: Any) -> None:
            raise Unavailable("away", code="database_unavailable")

        with monkeypatch.context() as patched:
            patched.setattr(storage.conversations, "messages", away)
            await socket.send_json({"type": "message", "client_id": "a", "text": "Hello"})
            kinds = []
            while (frame := await asyncio.wait_for(socket.receive(), 5)).type is aiohttp.WSMsgType.TEXT:
                kinds.append(json.loads(frame.data)["type"])
        assert socket.close_code == aiohttp.WSCloseCode.TRY_AGAIN_LATER
    async with client.ws_connect(f"/ws/conversations/{chat.id}", protocols=protocols(chat)) as socket:
        assert (await asyncio.wait_for(socket.receive_json(), 5))["text"] == "Hello"


async def test_one_who_floods_a_socket_is_refused_and_held_back(
    gateway_settings: Settings, storage: Storage, monkeypatch: Any
) -> None:
    monkeypatch.setattr(customer_socket, "SLOWED_SECONDS", 0.2)
    app = make_app(gateway_settings, storage=storage, rates={"frames": Rate(5, 5)})
    async with TestClient(TestServer(app)) as client:
        async with client.post("/api/conversations", json={}) as response:
            found = await response.json()
        path = f"/ws/conversations/{found['conversation_id']}"
        async with client.ws_connect(path, protocols=("shoptalk.1", f"token.{found['token']}")) as socket:
            for _ in range(20):
                await socket.send_str("{not json")
            started, codes = asyncio.get_running_loop().time(), []
            while len(codes) < 20:
                frame = await asyncio.wait_for(socket.receive_json(), 5)
                codes += [frame["code"]] if frame["type"] == "error" else []
        assert set(codes) == {"invalid_json", "too_many_requests"}
        assert asyncio.get_running_loop().time() - started > 0.5


async def test_a_desk_socket_ends_with_the_login_it_came_with(client: Any, sign_in: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(desk_socket, "LOOK_AGAIN_SECONDS", 0.2)
    agent = await sign_in("agent")
    headers = {"Cookie": f"shoptalk_login={agent.cookie}", "Origin": str(client.make_url("/")).rstrip("/")}
    async with client.ws_connect("/ws/desk", headers=headers) as socket:
        await asyncio.sleep(0.5)
        assert not socket.closed
        await agent.call("POST", "/staff/logout", {})
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE


# turns


async def test_what_a_customer_wrote_unseen_by_the_agent_is_answered_after_the_hand_back(
    chat: Any, rasa: Any, sign_in: Any
) -> None:
    agent, url = await sign_in("agent"), f"/api/staff/conversations/{chat.id}"
    await agent.call("POST", f"{url}/take", {})
    seen = (await chat.say("thank you", ""))["message"]["seq"]
    await chat.say("and one more question", "")
    assert (await agent.call("POST", f"{url}/handback", {"seen_seq": "9"}))[0] == 422
    assert (await agent.call("POST", f"{url}/handback", {"seen_seq": seen}))[0] == 200
    for _ in range(100):
        answers = [m["text"] for m in await chat.messages() if m["author"] == "bot"]
        if answers:
            break
        await asyncio.sleep(0.05)
    assert answers == ["You said: and one more question"]


async def test_two_customers_at_once_cannot_share_a_conversation(client: Any, chat: Any, customer_token: Any) -> None:
    async def claim(name: str) -> int:
        body = {"customer_token": customer_token(name)}
        async with client.put(chat.url("customer"), json=body, headers=chat.headers) as response:
            return int(response.status)

    assert sorted(await asyncio.gather(*(claim(name) for name in ("ada", "ben", "cleo")))) == [200, 409, 409]


async def test_a_redis_that_hangs_holds_nobody_up() -> None:
    """Connected, and silent: each gateway counts for itself and asks again only after a rest."""
    import redis.asyncio

    connections = 0

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    client = redis.asyncio.Redis.from_url(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0", socket_timeout=30)
    limits = Limits({"start": Rate(100, 1)}, redis=client)
    started = asyncio.get_running_loop().time()
    for _ in range(20):
        await limits.take("start", "a")
    assert asyncio.get_running_loop().time() - started < 3
    assert connections == 1
    await client.aclose(close_connection_pool=True)
    server.close()


OUTSIDE = [
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e/app.py",
    "/static/....//app.py",
    "/static/%00",
    "/pictures/..%2f..%2fsecret",
    "/pictures/",
]


@pytest.mark.parametrize("address", OUTSIDE)
async def test_no_file_outside_the_served_folders_is_read(client: Any, address: str) -> None:
    url = URL(str(client.make_url("/")).rstrip("/") + address, encoded=True)
    async with client.session.get(url) as response:
        assert response.status in (400, 403, 404)
