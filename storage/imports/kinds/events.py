"""What customers and visitors did. Nothing is kept of those who did not agree; a visitor's row says so in ``consent``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from shop.events import EVENT_TYPES, Event
from storage.imports.cells import Cells
from storage.imports.kinds.ids import id_or_made
from storage.imports.kinds.kind import Kind, Stored, one_row
from storage.imports.records import Unfit
from storage.tables import customers

if TYPE_CHECKING:
    from storage.storage import Storage

_CONTENT = ("type", "at", "customer_id", "visitor_id", "sku", "product_id", "query", "value")


@dataclass(frozen=True)
class _Row:
    event: Event
    visitor_agreed: bool


def _make(cells: Cells) -> _Row:
    customer_id, visitor_id = cells.key_or_none("customer_id"), cells.key_or_none("visitor_id")
    if customer_id is None and visitor_id is None:
        raise Unfit("customer_id", "an event needs a customer_id or a visitor_id")
    if not cells.has("type"):
        raise Unfit("type", "missing")
    event = Event(
        event_id=id_or_made(cells, "event_id", _CONTENT),
        type=cells.one_of("type", EVENT_TYPES, ""),
        at=cells.past_time("at"),
        customer_id=customer_id,
        visitor_id=visitor_id,
        sku=cells.key_or_none("sku"),
        product_id=cells.key_or_none("product_id"),
        query=cells.text("query") or None,
        value=cells.real("value", -1e12, 1e12),
        device=cells.text("device") or None,
        channel=cells.text("channel") or None,
    )
    return _Row(event, cells.flag("consent", False))


def _store(storage: Storage, records: list[_Row]) -> Stored:
    ids = sorted({row.event.customer_id for row in records if row.event.customer_id})
    agreed = select(customers.c.customer_id).where(customers.c.customer_id.in_(ids), customers.c.consent_profile.is_(True))
    with storage.database.read() as connection:
        allowed = set(connection.execute(agreed).scalars())
    kept = [r.event for r in records if (r.event.customer_id in allowed if r.event.customer_id else r.visitor_agreed)]
    return Stored(storage.events.add(kept, visitor_consent=True), len(records) - len(kept))


EVENTS = Kind(
    name="events",
    fields={
        "event_id": ("id",),
        "type": ("event_type", "event", "event_name", "action"),
        "at": ("timestamp", "event_time", "time", "date", "created_at", "ts"),
        "customer_id": ("user_id", "client_id"),
        "visitor_id": ("anonymous_id", "cookie_id"),
        "sku": ("variant_id",),
        "product_id": ("item_id", "asin"),
        "query": ("search_term", "search_query", "keyword"),
        "value": ("dwell_seconds", "quantity"),
        "device": ("device_type",),
        "channel": ("source", "utm_source"),
        "consent": ("visitor_consent",),
    },
    needs=[[("type",)], [("at",)], [("customer_id",), ("visitor_id",)]],
    foreign=frozenset({
        "review_id", "review_text", "stars", "placed_at", "lines", "unit_price", "faq_id", "question", "answer", "starts_at",
        "ends_at", "minimum_spend", "chat_id", "messages", "author", "email", "stock", "description",
    }),
    key=lambda cells: id_or_made(cells, "event_id", _CONTENT),
    build=one_row(_make),
    store=_store,
)  # fmt: skip
