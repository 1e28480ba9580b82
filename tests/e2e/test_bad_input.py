"""Bad input against the running service: a clear error, nothing lost, nothing leaked.

Tested elsewhere, by name:
- `{` and `{}` in an answer: tests/web/test_staff.py (a_stray_brace_in_an_answer_is_refused_where_it_is_written) and
  tests/worker/test_check_content.py (a_stray_brace_is_refused_with_a_sentence)
- a missing Python: tests/cli/test_setup.py (a_missing_python_is_named_with_how_to_get_it_and_nothing_is_half_made)
- a port in use: tests/e2e/test_outage.py (a_port_in_use_is_named_with_its_setting_before_anything_starts)
- twenty resends at once: tests/web/test_conversations_api.py (twenty_resends_at_once_are_one_message)
"""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest

from retrieval.products import ProductIndex
from shop.errors import Corrupt
from shop.settings import load_settings
from tests.e2e.conftest import Chat, Reply, Stack, cards, words

pytestmark = pytest.mark.e2e
INSIDES = ("Traceback", "sqlalchemy", "sqlite", "psycopg", "SELECT ", "INSERT ", ".py", "Exception", "aiohttp", "/var/", "rasa")


def refused(stack: Stack, reply: Reply, status: int, code: str = "") -> dict[str, Any]:
    """The error, which speaks in a sentence and shows nothing of the inside."""
    assert reply.status == status, (reply.status, reply.body)
    assert set(reply.body) == {"error"}
    error: dict[str, Any] = reply.body["error"]
    assert set(error) == {"code", "message", "fields"}
    assert error["message"].endswith(".")
    assert not code or error["code"] == code
    told = json.dumps(error)
    assert not [word for word in (*INSIDES, str(stack.home), stack.customer_secret) if word in told], told
    return error


@contextmanager
def undisturbed(chat: Chat) -> Iterator[None]:
    """Whatever is refused in the block, the conversation keeps what it had and goes on."""
    assert words(chat.say("hello"))
    before = chat.messages()
    yield
    assert chat.messages() == before
    assert chat.owner() == "bot"
    assert words(chat.say("what can you do?"))


def rows(stack: Stack, table: str) -> int:
    with sqlite3.connect(f"file:{stack.home / 'var' / 'shoptalk.db'}?mode=ro", uri=True) as database:
        found: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    database.close()
    return found


def test_a_text_of_120_000_characters_is_refused_with_the_limit_and_freezes_nobody(stack: Stack):
    chat, other = Chat(stack), Chat(stack)
    with undisturbed(chat):
        error = refused(stack, chat.post(text="tent " * 24_000), 413, "text_too_long")
        assert "2,000" in error["message"]
        started = time.monotonic()
        assert words(other.say("hello"))
        assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "typed", ["/restart", " /restart", "//restart", "/back", '/submit_review{"review_stars": 5}', "/session_start"]
)
def test_a_typed_command_does_what_its_words_do(stack: Stack, typed: str):
    chat, plain = Chat(stack), Chat(stack)
    for each in (chat, plain):
        assert cards(each.say("show me jackets"))
    assert words(chat.say(typed))  # a command that ran would say nothing
    assert words(plain.say(typed.strip().lstrip("/")))
    assert [m["text"] for m in chat.messages() if m["author"] == "customer"][-1] == typed.strip()
    after = [[c["name"] for c in cards(each.say("anything cheaper?"))] for each in (chat, plain)]
    assert after[0] == after[1]  # "restart" starts over, as anybody who says so wants; the slash adds nothing


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"client_id": "a", "text": "\xff\xfe tent"}', "invalid_utf8"),
        (b'{"client_id": "a", "text": "\xed\xa0\x80"}', "invalid_utf8"),
        (b'{"client_id": "a", "text": "\\ud800"}', "invalid_unicode"),
        (b"\x00\x01\x02", "invalid_json"),
    ],
)
def test_invalid_utf_8_is_refused_before_anything_is_stored(stack: Stack, body: bytes, code: str):
    chat = Chat(stack)
    with undisturbed(chat):
        reply = stack.call("POST", chat.path + "/messages", body, token=chat.token)
        refused(stack, reply, 400, code)


def tokens(stack: Stack, customer_id: str) -> dict[str, tuple[str, str]]:
    """Customer tokens that the shop did not give, and the code each is refused with."""
    now = int(time.time())
    claims = {"sub": customer_id, "iat": now, "exp": now + 600}
    genuine = stack.customer_token(customer_id)
    head, body, signature = genuine.split(".")
    other = jwt.encode({**claims, "sub": "somebody-else"}, "x" * 32, algorithm="HS256").split(".")[1]
    return {
        "forged": (jwt.encode(claims, "another secret, as long as it is wrong", algorithm="HS256"), "customer_token_invalid"),
        "forged body": (f"{head}.{other}.{signature}", "customer_token_invalid"),
        "unsigned": (jwt.encode(claims, "", algorithm="none"), "customer_token_algorithm"),
        "signature cut off": (f"{head}.{body}.", "customer_token_invalid"),
        "expired": (stack.customer_token(customer_id, iat=now - 900, exp=now - 300), "customer_token_expired"),
        "without end": (jwt.encode({"sub": customer_id, "iat": now}, stack.customer_secret), "customer_token_invalid"),
        "no token": ("administrator", "customer_token_invalid"),
    }


@pytest.mark.parametrize(
    "which", ["forged", "forged body", "unsigned", "signature cut off", "expired", "without end", "no token"]
)
def test_a_customer_token_that_the_shop_did_not_give_opens_nothing(stack: Stack, which: str):
    token, code = tokens(stack, "c1")[which]
    refused(stack, stack.call("POST", "/api/conversations", {"customer_token": token}), 401, code)
    chat = Chat(stack)
    with undisturbed(chat):
        reply = chat.call("PUT", "/customer", {"customer_token": token})
        error = refused(stack, reply, 401, code)
        assert token not in json.dumps(error)
    asked = words(chat.say("where is my order?"))  # still nobody: no order is shown
    assert not [b for m in chat.messages() for b in m["blocks"] if b["type"] == "order"], asked


def test_another_conversations_id_gives_nothing_of_it(stack: Stack):
    mine, other = Chat(stack), Chat(stack)
    secret = f"my garden gate code is {secrets.token_hex(4)}"
    other.say(secret)
    with undisturbed(other):
        for method, rest, body in (
            ("GET", "/messages?after=0", None),
            ("POST", "/messages", {"client_id": "x", "text": "hello"}),
            ("PUT", "/cart", {"lines": []}),
            ("PUT", "/page", {"title": "x"}),
            ("PUT", "/consent", {"profile": True}),
            ("PUT", "/customer", {"customer_token": stack.customer_token("c1")}),
        ):
            reply = stack.call(method, other.path + rest, body, token=mine.token)
            assert secret not in json.dumps(refused(stack, reply, 403, "other_conversation"))
        unknown = stack.call("GET", "/api/conversations/c_doesnotexist00000000/messages", token=mine.token)
        refused(stack, unknown, 403, "other_conversation")
        swapped = f"{other.id}.{mine.token.split('.')[1]}"
        refused(stack, stack.call("GET", other.path + "/messages", token=swapped), 401, "bad_token")


def test_a_duplicate_client_id_gives_the_first_message_and_no_second_answer(stack: Stack):
    chat, client_id = Chat(stack), secrets.token_hex(8)
    first = chat.post(text="hello", client_id=client_id)
    again = chat.post(text="show me tents", client_id=client_id)
    assert (first.status, again.status) == (201, 200)
    assert again.body["message"] == first.body["message"]
    time.sleep(1)
    assert [m["author"] for m in chat.messages()].count("customer") == 1
    assert len({m["in_reply_to"] for m in chat.messages() if m["author"] == "bot"}) == 1


async def _handshake(stack: Stack, path: str, origin: str, protocols: tuple[str, ...], headers: dict[str, str]) -> int:
    async with aiohttp.ClientSession() as session:
        try:
            async with session.ws_connect(stack.base + path, origin=origin, protocols=protocols, headers=headers) as socket:
                await asyncio.wait_for(socket.receive(), 5)
                return 101
        except aiohttp.WSServerHandshakeError as error:
            return error.status


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://127.0.0.1:1"])
def test_a_socket_from_an_origin_that_is_not_allowed_is_refused_at_the_handshake(stack: Stack, origin: str):
    chat, agent = Chat(stack), stack.staff("agent")
    path, protocols = f"/ws/conversations/{chat.id}", ("shoptalk.1", f"token.{chat.token}")
    assert asyncio.run(_handshake(stack, path, origin, protocols, {})) == 403
    assert asyncio.run(_handshake(stack, path, stack.base, protocols, {})) == 101
    assert asyncio.run(_handshake(stack, "/ws/desk", origin, (), {"Cookie": agent.cookie})) == 403


@pytest.mark.parametrize("kind", ["purchase", "return", "review"])
def test_what_only_the_shop_knows_is_not_taken_from_a_customer(stack: Stack, kind: str):
    customer = f"greedy-{secrets.token_hex(4)}"
    chat = Chat(stack, customer_token=stack.customer_token(customer), consent={"profile": True, "marketing": False})
    before = rows(stack, "shop_events")
    event = {"event_id": secrets.token_hex(8), "type": kind, "product_id": "p1", "value": 999, "customer_id": "c1"}
    refused(stack, stack.call("POST", "/api/events", event, token=chat.token), 403, "forbidden_event")
    mixed = {"events": [{"type": "view", "product_id": "p1"}, event]}
    refused(stack, stack.call("POST", "/api/events", mixed, token=chat.token), 403, "forbidden_event")
    assert rows(stack, "shop_events") == before
    for method, path in (("GET", "/api/customers/c1/profile"), ("POST", "/api/quotes"), ("GET", "/api/orders")):
        refused(stack, stack.call(method, path, {} if method == "POST" else None, token=chat.token), 401)


WRONG_FILES = {
    "customers": b"customer_id,name,email\nc1,Ada,ada@example.org\nc2,Ben,ben@example.org\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "an archive": b"PK\x03\x04" + b"\x00" * 200,
    "a page": b"<!doctype html><html><body><h1>Products</h1></body></html>",
    "nothing": b"",
}


@pytest.mark.parametrize("which", list(WRONG_FILES))
def test_a_product_file_of_the_wrong_kind_is_refused_and_changes_nothing(stack: Stack, tmp_path: Path, which: str):
    file = tmp_path / "products.csv"
    file.write_bytes(WRONG_FILES[which])
    before = {table: rows(stack, table) for table in ("products", "variants", "customers", "jobs")}
    ended = stack.command("import", "products", str(file))
    told = " ".join((ended.stdout + ended.stderr).split())
    assert ended.returncode != 0
    assert "Traceback" not in told
    assert len(told) > 20
    assert "ada@example.org" not in told
    assert {table: rows(stack, table) for table in before} == before
    assert [path.name for path in tmp_path.iterdir()] == ["products.csv"], "a rejects file for a file that was refused"


def test_a_corrupt_index_is_refused_and_the_last_good_one_goes_on_answering(stack: Stack):
    assert cards(Chat(stack).say("show me tents"))
    artifacts = stack.home / "artifacts"
    folder = artifacts / "index" / "products"
    pointer = folder / "CURRENT"
    good = pointer.read_bytes()
    damaged = folder / "damaged"
    shutil.copytree(folder / good.decode().split()[0], damaged)
    victim = max((p for p in damaged.iterdir() if p.name != "manifest.json"), key=lambda p: p.stat().st_size)
    try:
        content = victim.read_bytes()
        middle = len(content) // 2
        victim.write_bytes(content[:middle] + bytes(255 - b for b in content[middle : middle + 64]) + content[middle + 64 :])
        pointer.write_text("damaged\n", encoding="ascii")  # a new version, with flipped bytes
        with pytest.raises(Corrupt) as caught:
            ProductIndex.open(artifacts)
        assert "shoptalk build" in caught.value.message
        for _ in range(3):
            assert cards(Chat(stack).say("show me tents"))
        assert stack.call("GET", "/readyz").status == 200
    finally:
        pointer.write_bytes(good)
        shutil.rmtree(damaged)
    ProductIndex.open(artifacts)
    assert cards(Chat(stack).say("show me tents"))
    logged = (stack.home / "var" / "log" / "actions.log").read_text(encoding="utf-8", errors="replace")
    assert "refused" in logged


def test_no_log_holds_what_people_wrote_nor_any_secret(stack: Stack, api_key: str):
    marker = f"heron{secrets.token_hex(6)}"
    email = f"{marker}@example.org"
    shop = {"Authorization": f"Bearer {api_key}"}
    customer = f"log-{secrets.token_hex(4)}"
    body = {"customer_id": customer, "name": f"Name {marker}", "email": email, "consent": {"profile": True, "marketing": True}}
    assert stack.call("PUT", f"/api/customers/{customer}", body, headers=shop).status == 200
    customer_token = stack.customer_token(customer)
    chat = Chat(stack, customer_token=customer_token, page={"title": marker, "url": f"https://shop.example/{marker}"})
    for text in (f"hello, I am {email} {marker}", f"show me tents {marker}", f"{{{marker}}} {{}}", f"/restart {marker}"):
        chat.say(text)
    for text in ("I want to leave a review", marker):
        chat.say(text)
    product = stack.call("GET", "/api/products?limit=1", headers=shop).ok()["items"][0]["product_id"]
    review = {"product_id": product, "text": f"Awful. {marker} {email}"}
    assert stack.call("POST", "/api/reviews", review, token=chat.token).status == 201
    assert stack.call("POST", "/api/events", {"type": "search", "query": marker}, token=chat.token).status == 202
    # errors on the way, which quote nothing either
    stack.call("POST", "/api/events", {"type": marker, "query": email}, token=chat.token)
    stack.call("POST", "/api/conversations", {"customer_token": f"{marker}.{marker}.{marker}"})
    stack.call("POST", f"{chat.path}/messages", f'{{"text": "{marker}'.encode(), token=chat.token)
    stack.call("GET", f"/api/products/{marker}%00", headers=shop)
    stack.call("GET", f"/{marker}?token={chat.token}")
    stack.call("POST", "/staff/login", f"login={marker}&password={marker}".encode(),
               headers={"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
    chat.say("I want to talk to a person")
    agent = stack.staff("agent")
    path = f"/api/staff/conversations/{chat.id}"
    agent.call("POST", f"{path}/take", {}).ok()
    note = {"client_id": secrets.token_hex(8), "text": f"note {marker}", "visibility": "staff"}
    agent.call("POST", f"{path}/messages", note).ok()
    agent.call("POST", f"{path}/messages", {**note, "client_id": secrets.token_hex(8), "visibility": "all"}).ok()
    agent.call("POST", f"{path}/handback", {}).ok()
    chat.say(f"thanks {marker}")
    deadline = time.monotonic() + 20
    due = f"run_at <= '{(datetime.now(UTC) + timedelta(hours=1)).isoformat()}'"  # not what is asked for tomorrow
    while rows(stack, f"jobs WHERE status IN ('queued', 'running') AND {due}") and time.monotonic() < deadline:
        time.sleep(0.2)

    settings = load_settings(stack.environment)
    forbidden = {
        "a customer's words or e-mail": marker,
        "a conversation's token": chat.token.split(".")[1],
        "a customer's token": customer_token.split(".")[2],
        "the shop's key": api_key,
        "a staff cookie": agent.cookie.split("=", 1)[1],
        "a csrf token": agent.csrf,
        "the master secret": settings.master_secret,
        "the shop's secret": stack.customer_secret,
        **{f"the secret for {p}": settings.secret(p) for p in ("channel", "rasa-jwt", "internal", "payload", "conversation")},
        **{
            f"the {role}'s password": login["password"]
            for role, login in json.loads((stack.home / "var" / "demo-logins.json").read_text()).items()
        },
    }
    logs = [path for path in (stack.home / "var" / "log").rglob("*") if path.is_file()]
    assert {"web.log", "rasa.log", "actions.log", "worker.log"} <= {path.name for path in logs}
    for path in logs:
        text = path.read_bytes()
        for what, secret in forbidden.items():
            at = text.find(secret.encode())
            assert at < 0, f"{path.name} holds {what}: {text[max(0, at - 300) : at + 100]!r}"
