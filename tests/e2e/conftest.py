"""The whole service, started as a user starts it (``shoptalk up``), on free ports and in a folder of its own."""

from __future__ import annotations

import copy
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
import urllib3

from cli.bench.service import Service

HTTP = urllib3.PoolManager(num_pools=50, maxsize=256, retries=False, timeout=urllib3.Timeout(connect=5, read=60))


class Reply:
    """What came back from one HTTP call."""

    def __init__(self, status: int, body: Any, headers: Any):
        self.status, self.body, self.headers = status, body, headers

    def ok(self) -> Any:
        assert self.status < 300, (self.status, self.body)
        return self.body


class Chat:
    """One customer's conversation over HTTP."""

    def __init__(self, stack: Stack, **opening: Any):
        self.stack = stack
        body = stack.call("POST", "/api/conversations", opening).ok()
        self.id, self.token = body["conversation_id"], body["token"]
        self.path = f"/api/conversations/{self.id}"

    def call(self, method: str, path: str, body: Any = None, **kwargs: Any) -> Reply:
        return self.stack.call(method, self.path + path, body, token=self.token, **kwargs)

    def post(self, *, client_id: str | None = None, wait: bool = True, **content: Any) -> Reply:
        return self.call(
            "POST", "/messages" + ("?wait=1" if wait else ""), {"client_id": client_id or secrets.token_hex(8), **content}
        )

    def say(self, text: str) -> list[dict[str, Any]]:
        """The bot's answers to one sentence; waits for a late one too."""
        body = self.post(text=text).ok()
        return self.answers(body["message"]["seq"], body["replies"])

    def press(self, payload: str) -> list[dict[str, Any]]:
        body = self.post(payload=payload).ok()
        return self.answers(body["message"]["seq"], body["replies"])

    def answers(self, seq: int, replies: list[dict[str, Any]], seconds: float = 30) -> list[dict[str, Any]]:
        deadline = time.monotonic() + seconds
        found = [r for r in replies if r["author"] == "bot"]
        while not found and time.monotonic() < deadline:
            time.sleep(0.2)
            found = [m for m in self.messages(after=seq) if m["author"] == "bot"]
        return found

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.call("GET", f"/messages?after={after}").ok()["messages"]
        return messages

    def owner(self) -> str:
        return str(self.call("GET", "/messages?after=0").ok()["owner"])


def words(messages: list[dict[str, Any]]) -> str:
    return "\n".join(m["text"] for m in messages)


def blocks(messages: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [b for m in messages for b in m["blocks"] if b["type"] == kind]


def cards(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [card for block in blocks(messages, "products") for card in block["cards"]]


class Staff:
    """A signed-in person: cookie and CSRF token."""

    def __init__(self, stack: Stack, role: str):
        login = json.loads((stack.home / "var" / "demo-logins.json").read_text())[role]
        page = HTTP.request("GET", stack.base + "/staff/login")
        cookie = _cookies(page)
        found = re.search(r'name="csrf[_-]?token" (?:value|content)="([^"]+)"', page.data.decode())
        fields = {"login": login["login"], "password": login["password"]}
        if found:
            fields["csrf_token"] = found.group(1)
        answer = HTTP.request(
            "POST",
            stack.base + "/staff/login",
            fields=fields,
            encode_multipart=False,
            headers={"Cookie": cookie},
            redirect=False,
        )
        assert answer.status in (302, 303), (answer.status, answer.data[:300])
        self.cookie = _cookies(answer) or cookie
        self.stack = stack
        page = HTTP.request(
            "GET", stack.base + ("/console" if role == "marketer" else "/desk"), headers={"Cookie": self.cookie}
        )
        token = re.search(r'name="csrf-token" content="([^"]+)"', page.data.decode())
        assert token, page.data[:500]
        self.csrf = token.group(1)

    def call(self, method: str, path: str, body: Any = None) -> Reply:
        return self.stack.call(method, path, body, headers={"Cookie": self.cookie, "X-CSRF-Token": self.csrf})


def _cookies(response: Any) -> str:
    return "; ".join(c.split(";")[0] for c in response.headers.getlist("Set-Cookie"))


class Stack(Service):
    """A running service with HTTP calls as tests make them."""

    def __init__(
        self, home: Path, environment: dict[str, str] | None = None, scale: float = 0.25, arguments: tuple[str, ...] = ()
    ):
        super().__init__(home, environment, scale, arguments)
        self._staff: dict[str, Staff] = {}

    def checked(self, *arguments: str) -> str:
        """Run ``shoptalk …``; it must succeed."""
        ended = self.command(*arguments)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def call(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, headers: dict[str, str] | None = None
    ) -> Reply:
        sent = {"Content-Type": "application/json", **(headers or {})}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        response = HTTP.request(method, self.base + path, body=data, headers=sent)
        try:
            found = response.json()
        except ValueError:
            found = response.data.decode(errors="replace")
        return Reply(response.status, found, response.headers)

    def customer_token(self, customer_id: str, **claims: Any) -> str:
        now = int(time.time())
        return jwt.encode({"sub": customer_id, "iat": now, "exp": now + 600, **claims}, self.customer_secret, algorithm="HS256")

    def api_key(self) -> str:
        told = self.checked("key", "add", "tests")
        return told.split("shown once:")[1].strip()

    def staff(self, role: str) -> Staff:
        """Signed in once for all tests: five sign-ins at once under one login are all that the throttle allows."""
        if role not in self._staff:
            self._staff[role] = Staff(self, role)
        return copy.copy(self._staff[role])

    def wait_ready(self, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.call("GET", "/readyz").status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                pass
            time.sleep(0.3)
        pytest.fail(f"not ready again: {self.call('GET', '/readyz').body}")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Embedded: SQLite, no Redis, one machine. Shared by all tests; each uses conversations of its own."""
    running = Stack(tmp_path_factory.mktemp("stack"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def api_key(stack: Stack) -> str:
    return stack.api_key()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a browser; without one the test skips with the reason, and fails where CI is set."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium on this machine: install the package `chromium`, or run `playwright install chromium`")


@pytest.fixture
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        yield opened
        opened.close()
