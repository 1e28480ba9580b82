"""The gateway on a real database, with Rasa and the action server played by a small server of our own: the only fakes."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from shop.catalogue import Product, Variant
from shop.settings import Settings, load_settings
from storage import Storage
from web.app import make_app
from web.passwords import hash_password

PASSWORD = "a long enough password"
UNDERSTOOD = {"intent": {"name": "greet", "confidence": 0.93}, "ranking": [{"name": "greet", "confidence": 0.93}]}


@dataclass
class FakeRasa:
    """Plays Rasa's two interfaces and the action server's. A test may replace ``answer``; ``down`` refuses everything."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[str, list[dict[str, Any]]]] = field(default_factory=list)
    internal: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    down: bool = False
    failed: bool = False
    delay_seconds: float = 0
    tokens: set[str] = field(default_factory=set)
    hold: asyncio.Event | None = None
    inside_hold: asyncio.Event | None = None
    inside_answer: Callable[[str, dict[str, Any]], dict[str, Any] | None] | None = None
    reading: dict[str, Any] = field(default_factory=lambda: dict(UNDERSTOOD))

    def answer(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"text": f"You said: {body['message']}"}]

    async def webhook(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        self.tokens.add(request.headers.get("Authorization", ""))
        body = await request.json()
        self.asked.append(body)
        messages = self.answer(body)
        if self.hold is not None:
            await self.hold.wait()
        await asyncio.sleep(self.delay_seconds)
        return web.json_response(
            {
                "messages": messages,
                **self.reading,
                "entities": [{"entity": "colour", "value": "blue"}],
                "slots": {},
                "events": [],
                "failed": self.failed,
                "seconds": 0.01,
            }
        )

    async def tracker(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        self.tokens.add(request.headers.get("Authorization", ""))
        self.told.append((request.match_info["id"], await request.json()))
        return web.json_response({})

    async def health(self, request: web.Request) -> web.Response:
        return web.json_response({"model_sha256": "0" * 64, "model_file": "m"}, status=503 if self.down else 200)

    async def ready(self, request: web.Request) -> web.Response:
        return web.json_response({"encoder": True}, status=503 if self.down else 200)

    async def inside(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        name, body = request.match_info["name"], await request.json()
        self.internal.append((name, body))
        if self.inside_hold is not None:
            await self.inside_hold.wait()
        if self.inside_answer is not None:
            found = self.inside_answer(name, body)
            return web.Response(status=503) if found is None else web.json_response(found)
        return web.json_response({"name": name})

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/webhooks/shoptalk/webhook", self.webhook)
        app.router.add_get("/webhooks/shoptalk/health", self.health)
        app.router.add_post("/conversations/{id}/tracker/events", self.tracker)
        app.router.add_get("/internal/ready", self.ready)
        app.router.add_post("/internal/{name}", self.inside)
        return app


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
async def rasa_url(rasa: FakeRasa) -> AsyncIterator[str]:
    async with TestServer(rasa.app()) as server:
        yield str(server.make_url("/")).rstrip("/")


@pytest.fixture
def reply_seconds() -> str:
    """Long enough for a busy machine; a module about slow answers has its own."""
    return "10"


@pytest.fixture
def environ(tmp_path: Path, rasa_url: str, database_url: str, reply_seconds: str) -> dict[str, str]:
    """What a test may change before it asks for ``client``."""
    return {
        "SHOPTALK_HOME": str(tmp_path),
        "DATABASE_URL": database_url,
        "RASA_URLS": rasa_url,
        "ACTIONS_URL": rasa_url,
        "SHOPTALK_DRAFT_PORT": rasa_url.rsplit(":", 1)[1],
        "ALLOWED_ORIGINS": "https://shop.example",
        "SHOPTALK_REPLY_SECONDS": reply_seconds,
        "SHOPTALK_SECRET": "a master secret of the tests, long enough",
    }


@pytest.fixture
def gateway_settings(environ: dict[str, str]) -> Settings:
    return load_settings(environ)


@pytest.fixture
async def client(gateway_settings: Settings, storage: Storage) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(make_app(gateway_settings, storage=storage))) as opened:
        yield opened


@dataclass
class Chat:
    """A customer's browser, over HTTP."""

    client: TestClient
    id: str
    token: str
    sent: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def url(self, rest: str) -> str:
        return f"/api/conversations/{self.id}/{rest}"

    async def post(self, body: dict[str, Any], query: str = "?wait=1") -> tuple[int, dict[str, Any]]:
        async with self.client.post(self.url("messages") + query, json=body, headers=self.headers) as response:
            return response.status, await response.json()

    async def say(self, text: str, query: str = "?wait=1") -> dict[str, Any]:
        self.sent += 1
        status, body = await self.post({"client_id": f"m{self.sent}", "text": text}, query)
        assert status == 201, body
        return body

    async def messages(self, after: int = 0) -> list[dict[str, Any]]:
        async with self.client.get(self.url(f"messages?after={after}"), headers=self.headers) as response:
            assert response.status == 200
            return (await response.json())["messages"]


@pytest.fixture
def start_chat(client: TestClient) -> Callable[..., Any]:
    async def start(**body: Any) -> Chat:
        async with client.post("/api/conversations", json=body) as response:
            found = await response.json()
            assert response.status == 201, found
        return Chat(client, found["conversation_id"], found["token"])

    return start


@pytest.fixture
async def chat(start_chat: Callable[..., Any]) -> Chat:
    return await start_chat()


@pytest.fixture
def customer_token(gateway_settings: Settings) -> Callable[..., str]:
    """A token as the shop signs it; keyword arguments change or (None) take away claims."""

    def make(customer_id: str = "ada", *, secret: str | None = None, algorithm: str = "HS256", **claims: Any) -> str:
        now = datetime.now(UTC)
        given = {"sub": customer_id, "iat": int(now.timestamp()), "exp": int((now + timedelta(hours=1)).timestamp()), **claims}
        kept = {name: value for name, value in given.items() if value is not None}
        return jwt.encode(kept, secret if secret is not None else gateway_settings.customer_jwt_secret, algorithm=algorithm)

    return make


@pytest.fixture
def shop_key(storage: Storage) -> dict[str, str]:
    """Headers of the shop's own server."""
    key = "sk_" + "k" * 40
    storage.keys.add("tests", hashlib.sha256(key.encode()).hexdigest(), key[:9], datetime.now(UTC))
    return {"Authorization": f"Bearer {key}"}


@dataclass
class StaffBrowser:
    client: TestClient
    cookie: str
    csrf: str

    async def call(self, method: str, url: str, body: Any = None, *, csrf: str | None = None) -> tuple[int, dict[str, Any]]:
        headers = {"Cookie": f"shoptalk_login={self.cookie}", "X-CSRF-Token": self.csrf if csrf is None else csrf}
        async with self.client.request(method, url, json=body, headers=headers) as response:
            return response.status, await response.json() if response.content_type == "application/json" else {}


@pytest.fixture
def sign_in(client: TestClient, storage: Storage) -> Callable[..., Any]:
    """``await sign_in("agent")``: a staff member of that role, signed in through the login page."""

    async def enter(role: str, login: str = "") -> StaffBrowser:
        name = login or role
        storage.staff.add(name, name.title(), role, hash_password(PASSWORD))
        form = {"login": name, "password": PASSWORD}
        async with client.post("/staff/login", data=form, allow_redirects=False) as response:
            assert response.status == 303
            cookie = response.cookies["shoptalk_login"].value
        client.session.cookie_jar.clear()
        found = storage.staff.login(hashlib.sha256(cookie.encode()).hexdigest(), datetime.now(UTC))
        assert found is not None
        return StaffBrowser(client, cookie, found.csrf)

    return enter


@pytest.fixture
def products(storage: Storage) -> list[Product]:
    made = [
        Product("p1", "Rain jacket", category="Jackets", brand="Nord", variants=(Variant("p1-s", 12900, stock=3),)),
        Product("p2", "Kettle", category="Kitchen", brand="Fjell", variants=(Variant("p2-1", 4900, stock=1),)),
    ]
    storage.products.upsert(made)
    return made
