"""Talks to Rasa: one question through our channel, and what was said while a person answered."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import jwt

from shop.errors import Unavailable
from web.replies import RasaAnswer

ANSWER_SECONDS = 25.0
CONNECT_SECONDS = 1.5
_HEALTH = aiohttp.ClientTimeout(total=2.5)


class RasaDown(Unavailable):
    """No server took the question: asking again is harmless."""

    code = "assistant_down"


class RasaStumbled(Unavailable):
    """A server took the question and gave no answer in time, or a turn that failed."""

    code = "assistant_failed"


class RasaClient:
    """One conversation stays with one server (a hash of its id chooses), and goes to the next while that one is gone."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        urls: Sequence[str],
        *,
        channel_token: str,
        jwt_secret: str,
        answer_seconds: float = ANSWER_SECONDS,
    ):
        self.http = http
        self.urls = tuple(urls)
        self.channel_token = channel_token
        self.jwt_secret = jwt_secret
        self.timeout = aiohttp.ClientTimeout(total=answer_seconds, sock_connect=CONNECT_SECONDS)

    @property
    def longest_seconds(self) -> float:
        """How long ``ask`` may take before it answers or raises."""
        return (self.timeout.total or 0) + CONNECT_SECONDS * len(self.urls)

    def order(self, conversation_id: str) -> list[str]:
        """The servers, the conversation's own first (rendezvous hashing: another server moves only its share)."""
        return sorted(self.urls, key=lambda url: hashlib.sha256(f"{url} {conversation_id}".encode()).digest())

    async def ask(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> RasaAnswer:
        """One turn. Raises RasaDown when no server took it, RasaStumbled when one took it and failed."""
        body = {"sender": conversation_id, "message": text, "metadata": dict(metadata)}
        for url in self.order(conversation_id):
            try:
                return await self._ask_one(url, body)
            except RasaDown:
                continue
        raise RasaDown("The assistant does not answer at the moment.")

    async def _ask_one(self, url: str, body: dict[str, Any]) -> RasaAnswer:
        headers = {"Authorization": f"Bearer {self.channel_token}"}
        failed = RasaStumbled("The assistant could not answer this message.")
        try:
            async with self.http.post(
                f"{url}/webhooks/shoptalk/webhook", json=body, headers=headers, timeout=self.timeout
            ) as response:
                if response.status in (401, 403, 404, 502, 503):
                    raise RasaDown(f"The assistant refuses with status {response.status}.")
                if response.status != 200:
                    raise failed
                found = await response.json()
        except (aiohttp.ClientConnectorError, aiohttp.ServerTimeoutError) as error:
            if isinstance(error, aiohttp.SocketTimeoutError):
                raise failed from error
            raise RasaDown("The assistant cannot be reached.") from error
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            raise failed from error
        if not isinstance(found, dict) or found.get("failed") or not found.get("messages"):
            raise failed
        return RasaAnswer(
            messages=found["messages"],
            intent=found.get("intent") or {},
            ranking=found.get("ranking") or (),
            entities=found.get("entities") or (),
            slots=found.get("slots") or {},
            seconds=float(found.get("seconds") or 0),
        )

    async def tell(self, conversation_id: str, events: Sequence[Mapping[str, Any]]) -> None:
        """Append events to the tracker without asking for a prediction. Raises RasaDown."""
        claims = {"user": {"username": "gateway", "role": "admin"}, "exp": int(time.time()) + 60}
        token = jwt.encode(claims, self.jwt_secret, algorithm="HS256")
        for url in self.order(conversation_id):
            try:
                async with self.http.post(
                    f"{url}/conversations/{conversation_id}/tracker/events",
                    params={"include_events": "NONE", "execute_side_effects": "false"},
                    json=list(events),
                    headers={"Authorization": f"Bearer {token}"},
                    timeout=aiohttp.ClientTimeout(total=10, sock_connect=CONNECT_SECONDS),
                ) as response:
                    if response.status == 200:
                        return
            except (aiohttp.ClientError, TimeoutError):
                continue
        raise RasaDown("The assistant was not told what was said.")

    async def health(self) -> dict[str, Any]:
        """What each server says of its model: ``{url: {"model_sha256", "model_file"}}``. Raises RasaDown if one is silent."""
        found: dict[str, Any] = {}
        headers = {"Authorization": f"Bearer {self.channel_token}"}
        for url in self.urls:
            try:
                async with self.http.get(f"{url}/webhooks/shoptalk/health", headers=headers, timeout=_HEALTH) as response:
                    if response.status != 200:
                        raise RasaDown("The assistant is not ready.")
                    found[url] = await response.json()
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                raise RasaDown("The assistant is not ready.") from error
        return found
