"""Has every message of a customer read for its sentiment by the action server, beside the answer and never in its way.

Whoever owns the conversation: people in the queue and with an agent get angry too. What could not be read (no model, no action
server) is read with the next message; nothing waits for it and nothing is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog

from shop.errors import ShopError
from storage import Storage
from web.actions_client import ActionsClient
from web.fanout import Fanout
from web.threads import in_thread

log = structlog.get_logger("web.moods")
READ_AT_ONCE = 8
SETTLE_SECONDS = 0.1  # an answer that is ready waits this long at most, so that the offer of a person can come with it


class Moods:
    def __init__(self, storage: Storage, actions: ActionsClient, fanout: Fanout):
        self._storage = storage
        self._actions = actions
        self._fanout = fanout
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    def read(self, conversation_id: str) -> None:
        """A message was stored: have it read, and what was not read before."""
        self._again.add(conversation_id)
        if conversation_id not in self._running:
            self._running[conversation_id] = asyncio.create_task(self._read(conversation_id))

    async def settle(self, conversation_id: str) -> None:
        """Until what is being read has been stored, or ``SETTLE_SECONDS`` are over."""
        running = self._running.get(conversation_id)
        if running is not None:
            await asyncio.wait([running], timeout=SETTLE_SECONDS)

    async def stop(self) -> None:
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, conversation_id: str) -> None:
        try:
            while conversation_id in self._again:
                self._again.discard(conversation_id)
                await self._read_once(conversation_id)
        except ShopError as error:  # also a conversation that was erased meanwhile
            log.info("mood_not_read", code=error.code)
        except Exception:  # the edge of a background task: the next message tries again
            log.exception("mood_broke")
        finally:
            self._again.discard(conversation_id)
            self._running.pop(conversation_id, None)

    async def _read_once(self, conversation_id: str) -> None:
        conversations = self._storage.conversations
        unread = await in_thread(conversations.unread, conversation_id, READ_AT_ONCE)
        if not unread:
            return
        answered = await self._actions.ask("sentiment", {"texts": [text for _, text in unread]})
        values = values_of(answered, len(unread))
        if values is None:
            log.warning("mood_not_understood")
            return
        read = {seq: value for (seq, _), value in zip(unread, values, strict=True)}
        await in_thread(conversations.keep_sentiments, conversation_id, read)
        await self._fanout.publish(conversation_id)


def values_of(answered: Mapping[str, Any], count: int) -> list[float] | None:
    """The ``count`` values of an answer, −1…1; None when they are not there."""
    given = answered.get("sentiments")
    if not isinstance(given, list) or len(given) != count:
        return None
    values = [each.get("value") if isinstance(each, Mapping) else None for each in given]
    if any(isinstance(v, bool) or not isinstance(v, int | float) or not -1 <= v <= 1 for v in values):
        return None
    return [float(v) for v in values if v is not None]
