"""Runs the assistant's turns: one at a time per conversation, again after a failure, and for messages a restart left behind."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import structlog

from shop.errors import NotFound, ShopError
from storage import Storage
from storage.conversations import Turn
from web import turn_steps
from web.fanout import Fanout
from web.metrics import Metrics
from web.moods import Moods
from web.payloads import PayloadSigner
from web.rasa_client import RasaClient, RasaDown, RasaStumbled
from web.replies import RasaAnswer, figures_withheld
from web.threads import in_thread, utc_now

log = structlog.get_logger("web.turns")
LEASE_SLACK_SECONDS = 5.0
FIRST_RETRY_SECONDS = 0.5
LAST_RETRY_SECONDS = 8.0
MOST_STUMBLES = 5  # a message on which a living assistant fails this often goes to a person
SWEPT_AT_ONCE = 500
TOLD_AT_MOST = 1000  # messages looked back for what was said while a person answered


class Turns:
    def __init__(
        self,
        storage: Storage,
        rasa: RasaClient,
        fanout: Fanout,
        metrics: Metrics,
        signer: PayloadSigner,
        *,
        moods: Moods | None = None,
        reply_seconds: float,
        sweep_seconds: float = 1.0,
    ):
        self.storage = storage
        self.rasa = rasa
        self.fanout = fanout
        self.metrics = metrics
        self.signer = signer
        self.moods = moods
        self.notice_seconds = reply_seconds * 0.85  # the customer hears within reply_seconds, storing included
        self.sweep_seconds = sweep_seconds
        self.worker = secrets.token_hex(8)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._side: set[asyncio.Task[None]] = set()  # notices and tellings
        self._sweeper: asyncio.Task[None] | None = None
        self._retries: dict[str, tuple[int, float]] = {}  # conversation: failures so far, not before (monotonic)
        self._stumbles: dict[tuple[str, int], int] = {}
        self._untold: dict[str, list[dict[str, Any]]] = {}
        self._watched: dict[tuple[str, int], asyncio.Future[RasaAnswer]] = {}

    async def start(self) -> None:
        self._sweeper = asyncio.create_task(self._sweep_forever())

    async def stop(self) -> None:
        """Stop sweeping, and give every claimed turn back so that another process may take it at once."""
        tasks = [*self._side, *self._running.values(), *([self._sweeper] if self._sweeper else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.moods is not None:
            await self.moods.stop()

    def customer_wrote(self, conversation_id: str, seq: int) -> None:
        """A message was stored: answer it, and tell the customer if that takes long."""
        if self.moods is not None:
            self.moods.read(conversation_id)
        self.wake(conversation_id)
        self._aside(self._notice_later(conversation_id, seq))

    def wake(self, conversation_id: str) -> None:
        """See whether this conversation has a turn to take. Cheap when it has none or one is being taken."""
        self._again.add(conversation_id)
        if conversation_id not in self._running:
            self._running[conversation_id] = asyncio.create_task(self._drain(conversation_id))

    def watch(self, conversation_id: str, seq: int) -> asyncio.Future[RasaAnswer]:
        """Resolves with Rasa's whole answer to one message, if it is given in this process. Cancel it when no longer needed."""
        future: asyncio.Future[RasaAnswer] = asyncio.get_running_loop().create_future()
        self._watched[(conversation_id, seq)] = future
        future.add_done_callback(lambda _: self._watched.pop((conversation_id, seq), None))
        return future

    async def tell_handed_back(self, conversation_id: str) -> None:
        """Tell the tracker what was said while a person answered; what cannot be told now is told before the next turn."""
        conversations = self.storage.conversations
        conversation = await in_thread(conversations.get, conversation_id)
        start = max(0, conversation.last_seq - TOLD_AT_MOST) if conversation else 0
        messages = await in_thread(conversations.messages, conversation_id, start, TOLD_AT_MOST, staff=True)
        self._untold[conversation_id] = turn_steps.tracker_events(turn_steps.since_hand_over(messages))
        self._aside(self._tell(conversation_id))

    async def _tell(self, conversation_id: str) -> None:
        events = self._untold.pop(conversation_id, None)
        if not events:
            return
        try:
            await self.rasa.tell(conversation_id, events)
        except RasaDown:
            self._untold.setdefault(conversation_id, events)

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._side.add(task)
        task.add_done_callback(self._side.discard)

    async def _drain(self, conversation_id: str) -> None:
        try:
            while conversation_id in self._again:
                self._again.discard(conversation_id)
                while await self._take_turn(conversation_id):
                    pass
        except Exception:  # the edge of a background task: the sweeper comes again
            log.exception("turn_broke")
            self._postpone(conversation_id)
        finally:
            self._again.discard(conversation_id)
            self._running.pop(conversation_id, None)

    async def _take_turn(self, conversation_id: str) -> bool:
        """Take the oldest waiting message. False: there was none, or the assistant did not answer."""
        lease = self.rasa.longest_seconds + LEASE_SLACK_SECONDS
        try:
            turn = await in_thread(self.storage.conversations.claim_turn, conversation_id, self.worker, utc_now(), lease)
        except NotFound:  # the customer had the conversation erased
            return self._erased(conversation_id)
        if turn is None:
            return False
        started = time.perf_counter()
        try:
            await self.fanout.publish(conversation_id, "typing_bot")
            await self._tell(conversation_id)
            question = turn_steps.question_of(turn)
            answer = await self.rasa.ask(conversation_id, question.text, question.metadata)
            if self.moods is not None:
                await self.moods.settle(conversation_id)
            stored = await in_thread(turn_steps.complete, self.storage, turn, answer, self.signer, utc_now())
        except NotFound:
            return self._erased(conversation_id)
        except (RasaDown, RasaStumbled) as error:
            return await self._failed(turn, error)
        except BaseException:  # also when this process is told to stop
            await asyncio.shield(in_thread(self.storage.conversations.release_turn, turn, utc_now()))
            raise
        self.metrics.turns.labels("dropped" if stored is None else "answered").inc()
        self.metrics.figures_withheld.inc(figures_withheld(answer.messages))
        self.metrics.turn_seconds.observe(time.perf_counter() - started)
        self._stumbles.pop((conversation_id, turn.message.seq), None)
        if self._retries:  # it answers again: everybody's turn comes with the next sweep
            self._retries.clear()
        watcher = self._watched.get((conversation_id, turn.message.seq))
        if watcher is not None and not watcher.done():
            watcher.set_result(answer)
        await self.fanout.publish(conversation_id)
        return True

    def _erased(self, conversation_id: str) -> bool:
        """The conversation is gone, and with it what is remembered of it here. The answer of a turn in flight is dropped."""
        self.metrics.turns.labels("dropped").inc()
        self._retries.pop(conversation_id, None)
        self._untold.pop(conversation_id, None)
        for key in [key for key in self._stumbles if key[0] == conversation_id]:
            del self._stumbles[key]
        return False

    async def _failed(self, turn: Turn, error: ShopError) -> bool:
        conversation_id, key = turn.conversation.conversation_id, (turn.conversation.conversation_id, turn.message.seq)
        self.metrics.turns.labels("down" if isinstance(error, RasaDown) else "stumbled").inc()
        if isinstance(error, RasaStumbled):
            self._stumbles[key] = self._stumbles.get(key, 0) + 1
        if self._stumbles.get(key, 0) >= MOST_STUMBLES:
            del self._stumbles[key]
            await in_thread(turn_steps.give_up, self.storage, turn, self.signer, utc_now())
            self.metrics.turns.labels("given_up").inc()
        else:
            await in_thread(self.storage.conversations.release_turn, turn, utc_now())
            self._postpone(conversation_id)
            log.warning("turn_failed", code=error.code)
        await self.fanout.publish(conversation_id)
        return False

    def _postpone(self, conversation_id: str) -> None:
        failures = self._retries.get(conversation_id, (0, 0.0))[0] + 1
        pause = min(LAST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** min(failures - 1, 10))
        self._retries[conversation_id] = (failures, time.monotonic() + pause)

    async def _notice_later(self, conversation_id: str, seq: int) -> None:
        await asyncio.sleep(self.notice_seconds)
        with contextlib.suppress(ShopError):
            await self._notice(conversation_id, seq)

    async def _notice(self, conversation_id: str, seq: int) -> None:
        said = await in_thread(turn_steps.say_slow, self.storage, conversation_id, seq, utc_now())
        if said is not None:
            self.metrics.slow_notices.inc()
            await self.fanout.publish(conversation_id)

    async def _sweep_forever(self) -> None:
        while True:
            try:
                await self.sweep()
            except Exception:  # the edge of a background task: a database that is away for a moment comes back
                log.exception("sweep_broke")
            await asyncio.sleep(self.sweep_seconds)

    async def sweep(self) -> None:
        """Wake every conversation that waits for the assistant and whose pause is over; tell those who wait long already."""
        conversations, now = self.storage.conversations, utc_now()
        for conversation_id in await in_thread(conversations.waiting_turns, now, SWEPT_AT_ONCE):
            if conversation_id in self._running:
                continue
            if self._retries.get(conversation_id, (0, 0.0))[1] <= time.monotonic():
                self.wake(conversation_id)
            await self._notice_overdue(conversation_id)

    async def _notice_overdue(self, conversation_id: str) -> None:
        """For messages from before a restart, whose timers went with the process."""
        conversation = await in_thread(self.storage.conversations.get, conversation_id)
        if conversation is None:
            return
        waiting = await in_thread(self.storage.conversations.messages, conversation_id, conversation.answered_seq, 50)
        asked = [message for message in waiting if message.author == "customer"]
        if asked and asked[-1].at + timedelta(seconds=self.notice_seconds) <= utc_now():
            await self._notice(conversation_id, asked[-1].seq)
