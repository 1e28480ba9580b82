"""One turn of a conversation as an action sees it: what was said, by whom, what was shown, and how to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from actions.services.held_facts import NOTHING_HELD, Change, Held
from actions.services.named import NOBODY, Named
from actions.services.pointing import NOTHING, Pointed
from actions.sources import Source
from actions.words import Words
from shop.blocks import Block
from shop.catalogue import Product

Event = dict[str, Any]


class TrackerLike(Protocol):
    sender_id: str
    slots: dict[str, Any]
    latest_message: dict[str, Any]
    events: list[dict[str, Any]]
    active_loop: dict[str, Any]


class DispatcherLike(Protocol):
    messages: list[dict[str, Any]]

    def utter_message(self, *args: Any, **kwargs: Any) -> None: ...


@dataclass(frozen=True)
class Metadata:
    """What the gateway says of the conversation. ``customer_id`` is there only when a signed token proved it."""

    customer_id: str | None = None
    visitor_id: str = ""
    page_product: str | None = None
    cart: tuple[Mapping[str, Any], ...] = ()
    conversation_id: str = ""
    seq: int = 0
    part: int = 1  # of a message with several wishes, each of which is a turn

    @property
    def turn_id(self) -> str:
        """The same for the same wish of the same message, however often it is asked."""
        return f"{self.conversation_id}:{self.seq}" + (f".{self.part}" if self.part > 1 else "")


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def read_metadata(tracker: TrackerLike) -> Metadata:
    """Read from the latest message; Rasa keeps it there and in the last user event."""
    given = tracker.latest_message.get("metadata")
    if not isinstance(given, Mapping) or not given:
        last: dict[str, Any] = next((e for e in reversed(tracker.events or []) if e.get("event") == "user"), {})
        given = last.get("metadata")
    if not isinstance(given, Mapping):
        return Metadata(conversation_id=tracker.sender_id)
    page = given.get("page")
    cart = given.get("cart")
    seq, part = given.get("seq"), given.get("part")
    return Metadata(
        customer_id=_string(given.get("customer_id")) or None,
        visitor_id=_string(given.get("visitor_id")),
        page_product=(_string(page.get("product_id")) or None) if isinstance(page, Mapping) else None,
        cart=tuple(line for line in cart if isinstance(line, Mapping)) if isinstance(cart, list) else (),
        conversation_id=_string(given.get("conversation_id")) or tracker.sender_id,
        seq=seq if isinstance(seq, int) else 0,
        part=part if isinstance(part, int) else 1,
    )


def mark_of(metadata: object) -> str:
    """Names a turn within its conversation, by what the gateway said of it; "" when it said nothing."""
    if not isinstance(metadata, Mapping) or not metadata.get("seq"):
        return ""
    part = metadata.get("part") or 1
    return str(metadata["seq"]) if part == 1 else f"{metadata['seq']}.{part}"


@dataclass
class Turn:
    """``events`` collects what Rasa shall remember; the action's base class returns them."""

    dispatcher: DispatcherLike
    tracker: TrackerLike
    words: Words
    now: datetime
    metadata: Metadata
    events: list[Event] = field(default_factory=list)
    named: Named = NOBODY  # products that the message names in full
    pointed: Pointed = NOTHING  # which of the products shown the words point at; for actions that ask for it
    seen: tuple[Product, ...] = ()  # the products shown, read with ``pointed``
    held: Held = NOTHING_HELD  # what the customer said of themselves or of a gift, and holds
    learnt: Change = field(default_factory=lambda: Change(NOTHING_HELD))  # what this message makes of it
    heard: bool = False  # answered by what it said of the customer, or waved away: it asks about no product
    sources: dict[int, tuple[Source, ...]] = field(default_factory=dict)  # of each message, by its identity

    @property
    def text(self) -> str:
        """The customer's words; "" when a button was pressed (its payload is not something they said), except one that says
        what an earlier message meant: then the words of that one."""
        text = _string(self.tracker.latest_message.get("text"))
        return _string(self._meant.get("text")) if text.startswith("/") else text

    @property
    def _meant(self) -> Mapping[str, Any]:
        """What was read in the earlier message that a pressed button explains (its entity ``meant`` names the turn)."""
        found = self.tracker.latest_message.get("entities")
        said = next((e.get("value") for e in found or () if isinstance(e, dict) and e.get("entity") == "meant"), None)
        if said is None:
            return {}
        for event in reversed(self.tracker.events or []):
            if event.get("event") == "user" and mark_of(event.get("metadata")) == str(said):
                read = event.get("parse_data") or {}
                return read if not _string(read.get("text")).startswith("/") else {}
        return {}

    @property
    def mark(self) -> str:
        """Names this turn within its conversation, for buttons that come back to it."""
        return mark_of({"seq": self.metadata.seq, "part": self.metadata.part})

    @property
    def pressed(self) -> bool:
        return _string(self.tracker.latest_message.get("text")).startswith("/")

    @property
    def intent(self) -> str:
        intent = self.tracker.latest_message.get("intent")
        return _string(intent.get("name")) if isinstance(intent, Mapping) else ""

    @property
    def entities(self) -> list[dict[str, Any]]:
        found = self.tracker.latest_message.get("entities")
        meant = self._meant.get("entities") if self.pressed else None
        given = [*(found if isinstance(found, list) else []), *(meant if isinstance(meant, list) else [])]
        return [e for e in given if isinstance(e, dict) and e.get("entity") != "meant" and not self._in_name(e)]

    def _in_name(self, entity: Mapping[str, Any]) -> bool:
        """The "28 L" of a product that is named in full is no size that is asked for."""
        start = entity.get("start")
        return isinstance(start, int) and any(first <= start < end for first, end in self.named.spans)

    def entity(self, name: str) -> Any:
        """The first value of that entity in the latest message, negated ones left out; None when there is none."""
        return next((e.get("value") for e in self.entities if e.get("entity") == name and e.get("role") != "not"), None)

    @property
    def ranking(self) -> list[tuple[str, float]]:
        """Intents with their confidence, likeliest first."""
        given = self.tracker.latest_message.get("intent_ranking") or []
        return [(str(i["name"]), float(i.get("confidence") or 0)) for i in given if isinstance(i, Mapping) and i.get("name")]

    def slot(self, name: str) -> Any:
        return self.tracker.slots.get(name)

    @property
    def shown(self) -> list[str]:
        """Product ids in the order shown last."""
        shown = self.slot("shown")
        return [p for p in shown if isinstance(p, str)] if isinstance(shown, list) else []

    @property
    def focus(self) -> str | None:
        return _string(self.slot("focus")) or None

    @property
    def active_form(self) -> str | None:
        return _string((self.tracker.active_loop or {}).get("name")) or None

    def say(self, response: str, *, about: Sequence[Source] = (), **values: object) -> None:
        """A sentence by its name in the domain; Rasa puts the values in. ``about``: the records in which every figure of the
        values must stand when the reply leaves."""
        self.dispatcher.utter_message(response=response, **values)
        self._name(about)

    def send(self, *blocks: Block, about: Sequence[Source] = (), effects: Sequence[Mapping[str, Any]] = ()) -> None:
        message: dict[str, Any] = {"blocks": list(blocks)}
        if effects:
            message["effects"] = [dict(e) for e in effects]
        self.dispatcher.utter_message(json_message=message)
        self._name(about)

    def _name(self, about: Sequence[Source]) -> None:
        if about:
            self.sources[id(self.dispatcher.messages[-1])] = tuple(about)

    def begin_again(self, slots: Mapping[str, Any]) -> None:
        """Take back what was said and remembered; ``slots`` are those before it."""
        self.dispatcher.messages.clear()
        self.sources.clear()
        self.events.clear()
        self.tracker.slots.clear()
        self.tracker.slots.update(slots)

    def remember(self, name: str, value: Any) -> None:
        """Set a slot, now and in Rasa's tracker."""
        self.tracker.slots[name] = value
        self.events.append({"event": "slot", "timestamp": None, "name": name, "value": value})
