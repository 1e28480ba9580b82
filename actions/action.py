"""The base of every action: a time budget, a fallback reply, and nothing raised out of it.

An exception in an action would lose the turn's events and answer nothing.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

import structlog
from rasa_sdk import Action

from actions.guard import Guard, report
from actions.hearing import hear
from actions.obeying import obey
from actions.other_currency import say_own_currency
from actions.pending import SLOT, close_question
from actions.review_form import left_just_now, offer_back
from actions.services.pointing import point
from actions.services.search_state import SearchState
from actions.services.wiring import Services
from actions.topic import close_when_products_came
from actions.turn import DispatcherLike, Event, TrackerLike, Turn, read_metadata
from actions.words import Words

log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


class ShopAction(Action):  # type: ignore[misc]
    """Subclasses set ``action_name`` and write ``answer``. ``seconds`` is the time budget of one answer."""

    action_name: ClassVar[str] = ""
    seconds: float = 3.0
    offers_back: ClassVar[bool] = True  # a review that this wish has interrupted can be finished afterwards
    about_a_product: ClassVar[bool] = False  # what it answers shows interest in the product in focus
    lost: ClassVar[bool] = False  # answers what was not understood, or has nothing to do with the shop
    may_be_told: ClassVar[bool] = False  # a mere "I wear a size 9" may land here, and is answered by what was noted
    points: ClassVar[bool] = False  # reads "the red one" among the products shown; all that are about a product do

    def __init__(self, services: Services, now: Callable[[], datetime] = utc_now):
        self.services = services
        self._guard = Guard(services.storage, services.told, services.currency)
        self._now = now

    def name(self) -> str:
        return self.action_name

    @abstractmethod
    async def answer(self, turn: Turn) -> None:
        """Say and send through ``turn``; set slots by ``turn.remember``. May raise: the caller gets the fallback reply."""

    async def goes_on(self, turn: Turn) -> bool:
        """True when the message was answered as the continuation of what came before; then ``answer`` is not asked."""
        return False

    def goes_on_when_told(self, turn: Turn, search: SearchState | None) -> bool:
        """After a message that only told a fact: has this action more to say to it than that it is noted?"""
        return False

    def when_failed(self, turn: Turn) -> None:
        turn.say("utter_technical")

    async def run(self, dispatcher: DispatcherLike, tracker: TrackerLike, domain: Mapping[str, Any]) -> list[Event]:
        turn = Turn(
            dispatcher=dispatcher,
            tracker=tracker,
            words=Words.of_domain(domain, self.services.words),
            now=self._now(),
            metadata=read_metadata(tracker),
        )
        try:
            async with asyncio.timeout(self.seconds):
                if turn.text:
                    turn.named = await asyncio.to_thread(self.services.names.find, turn.text)
                if (self.points or self.about_a_product) and turn.shown and turn.text:
                    await self.point(turn)
                await self._answer(turn)
        except TimeoutError:
            log.warning("action_out_of_time", action=self.action_name, seconds=self.seconds)
            self._fail(turn)
        except Exception as error:  # noqa: BLE001 - the edge: a customer gets a sentence, the log the error's class
            log.error("action_failed", action=self.action_name, error=type(error).__name__)
            self._fail(turn)
        else:
            await self._learn(turn)
            if self.offers_back and left_just_now(turn):
                offer_back(turn)
        return turn.events

    async def _answer(self, turn: Turn) -> None:
        """A reply whose records have changed on the way is made again from them; what is wrong then too is withheld."""
        slots = dict(turn.tracker.slots)
        await self._say(turn)
        if not await self._wrong(turn):
            return
        turn.begin_again(slots)
        await self._say(turn)
        if wrong := await self._wrong(turn):
            report(turn, wrong)

    async def _say(self, turn: Turn) -> None:
        asked = turn.slot(SLOT)
        turn.heard = await hear(self, turn)
        if not turn.heard and not await self.goes_on(turn):
            await self.answer(turn)
        await obey(self, turn)
        say_own_currency(turn, self.services.currency)
        close_question(turn, asked)
        close_when_products_came(turn)

    async def _wrong(self, turn: Turn) -> int:
        return await asyncio.to_thread(self._guard.check, turn) if self._guard.has_work(turn) else 0

    async def point(self, turn: Turn) -> None:
        """Reads the products shown, and which of them the words point at."""
        found = await asyncio.to_thread(self.services.catalogue.products, turn.shown)
        turn.seen = tuple(sorted(found, key=lambda product: turn.shown.index(product.product_id)))
        turn.pointed = point(turn.text, turn.seen, turn.focus)

    async def _learn(self, turn: Turn) -> None:
        """What was said of taste, and the product asked about, for the next recommendation."""
        customer_id, tastes = turn.metadata.customer_id, self.services.chat_tastes
        if customer_id is None:
            return
        try:
            if turn.learnt.added or turn.learnt.removed:
                await asyncio.to_thread(self.services.facts.learn, customer_id, turn.learnt)
            if self.about_a_product and turn.focus is not None and not turn.heard:
                await asyncio.to_thread(tastes.asked_about, customer_id, turn.focus, turn.metadata.turn_id, turn.now)
        except Exception as error:  # noqa: BLE001 - the answer stands, whatever becomes of what was learnt
            log.warning("not_learnt", action=self.action_name, error=type(error).__name__)

    def _fail(self, turn: Turn) -> None:
        turn.dispatcher.messages.clear()
        turn.events.clear()
        self.when_failed(turn)
