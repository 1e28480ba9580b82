"""Tells sockets and waiting requests that a conversation has changed; they then read the database from where they are.

A signal carries no message, so a lost one delays and never loses. In one process it is a set of subscriptions; with Redis the
same signal also goes to the other gateways.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import structlog
from redis.exceptions import RedisError

log = structlog.get_logger("web.fanout")
EVERY = "*"
PUBLISH_SECONDS = 0.5  # a signal may be lost, and nobody waits long for it
Signal = tuple[str, str]  # (conversation id, kind: "changed" | "typing_bot" | "typing_customer" | "typing_agent")


class Subscription:
    """Collects signals until somebody looks; the same signal twice is one."""

    def __init__(self) -> None:
        self._signals: set[Signal] = set()
        self._some = asyncio.Event()

    def add(self, signal: Signal) -> None:
        self._signals.add(signal)
        self._some.set()

    async def wait(self, timeout_seconds: float) -> set[Signal]:
        """What came since the last look; empty when nothing came in time."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._some.wait(), timeout_seconds)
        found, self._signals = self._signals, set()
        self._some.clear()
        return found


class Fanout:
    def __init__(self, redis: Any | None = None, prefix: str = "shoptalk"):
        self._topics: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._redis = redis
        self._channel = f"{prefix}:conversations"
        self._me = secrets.token_hex(8)
        self._listener: asyncio.Task[None] | None = None

    async def start(self) -> None:
        if self._redis is not None:
            self._listener = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        if self._listener is not None:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener

    @contextlib.contextmanager
    def subscribe(self, conversation_id: str = EVERY) -> Iterator[Subscription]:
        """Signals of one conversation, or of every one."""
        subscription = Subscription()
        self._topics[conversation_id].add(subscription)
        try:
            yield subscription
        finally:
            self._topics[conversation_id].discard(subscription)
            if not self._topics[conversation_id]:
                del self._topics[conversation_id]

    async def publish(self, conversation_id: str, kind: str = "changed") -> None:
        self._deliver(conversation_id, kind)
        if self._redis is not None:
            signal = json.dumps({"from": self._me, "conversation_id": conversation_id, "kind": kind})
            try:
                async with asyncio.timeout(PUBLISH_SECONDS):
                    await self._redis.publish(self._channel, signal)
            except (RedisError, OSError):  # TimeoutError among them
                log.warning("redis_unreachable", what="fan-out")

    def _deliver(self, conversation_id: str, kind: str) -> None:
        for topic in (conversation_id, EVERY):
            for subscription in self._topics.get(topic, ()):
                subscription.add((conversation_id, kind))

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as channel:  # type: ignore[union-attr]
                    await channel.subscribe(self._channel)
                    while True:
                        message = await channel.get_message(ignore_subscribe_messages=True, timeout=10)
                        if message is not None:
                            self._receive(message)
            except (RedisError, OSError):
                log.warning("redis_unreachable", what="fan-out")
                await asyncio.sleep(1)

    def _receive(self, message: dict[str, Any]) -> None:
        try:
            signal = json.loads(message["data"])
            conversation_id, kind, sender = str(signal["conversation_id"]), str(signal["kind"]), signal["from"]
        except (ValueError, KeyError, TypeError):
            return
        if sender != self._me:
            self._deliver(conversation_id, kind)
