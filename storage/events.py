"""What customers and visitors did, in the order of storing. Nothing is kept of those who did not agree to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, RowMapping, func, select

from shop.dismissals import HOLDS, in_force
from shop.events import Event
from storage.database import Database
from storage.profiles import is_undone
from storage.refreshing import ask_for_refresh
from storage.tables import customers, shop_events, variants
from storage.tables_service import conversations
from storage.upserts import CHUNK, Row, chunks

_c = shop_events.c


class Events:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, items: Iterable[Event], *, visitor_consent: bool = False, conversation_id: str | None = None) -> int:
        """Store new events and return how many were new. One transaction per 1,000.

        Dropped: repeated event ids, events of a customer without ``consent.profile`` (unknown customers have none), and
        events of a visitor unless ``visitor_consent``, or unless the visitor agreed in the conversation ``conversation_id``,
        as it stands when the events are stored.
        """
        added = 0
        for chunk in chunks(items):
            with self._database.write() as connection:
                if conversation_id is not None:
                    visitor_consent = _agreed_in(connection, conversation_id)
                added += add_events(self._database, connection, chunk, visitor_consent=visitor_consent)
        return added

    def of_customer(self, customer_id: str, after_seq: int = 0) -> list[Event]:
        """In the order of ``seq``, those above ``after_seq``; without those that the profile's ledger says are undone."""
        return self._of(shop_events.c.customer_id, customer_id, after_seq, ~is_undone(customer_id, shop_events.c.event_id))

    def of_visitor(self, visitor_id: str, after_seq: int = 0) -> list[Event]:
        """In the order of ``seq``, those above ``after_seq``."""
        return self._of(shop_events.c.visitor_id, visitor_id, after_seq)

    def dismissed(self, customer_id: str | None, visitor_id: str | None, now: datetime) -> dict[str, datetime]:
        """Product id to when the customer, else the visitor, said that it does not interest them; the latest first. Without
        what they took back and what is too long ago to hold."""
        column, who = (_c.customer_id, customer_id) if customer_id else (_c.visitor_id, visitor_id)
        if not who:
            return {}
        statement = select(shop_events).where(column == who, _c.type == "dismiss", _c.at > now - HOLDS).order_by(_c.seq)
        with self._database.read() as connection:
            said = [_event(row) for row in connection.execute(statement).mappings()]
            unnamed = sorted({event.sku for event in said if event.sku and not event.product_id})
            owners = select(variants.c.sku, variants.c.product_id).where(variants.c.sku.in_(unnamed[:CHUNK]))
            product_of = {row.sku: row.product_id for row in connection.execute(owners)} if unnamed else {}
        return in_force(said, product_of, now)

    def lately(self, customer_id: str | None, visitor_id: str | None, since: datetime, limit: int = 200) -> list[Event]:
        """Of a customer, else of a visitor, since then: the last ``limit``, in the order of ``seq``."""
        column, who = (shop_events.c.customer_id, customer_id) if customer_id else (shop_events.c.visitor_id, visitor_id)
        if not who:
            return []
        statement = select(shop_events).where(column == who, shop_events.c.at >= since)
        with self._database.read() as connection:
            rows = connection.execute(statement.order_by(shop_events.c.seq.desc()).limit(limit)).mappings().all()
        return [_event(row) for row in reversed(rows)]

    def all(self, after_seq: int = 0) -> Iterator[Event]:
        """Streams in the order of ``seq``, 1,000 at a time; no transaction stays open between them."""
        while True:
            statement = select(shop_events).where(shop_events.c.seq > after_seq).order_by(shop_events.c.seq).limit(CHUNK)
            with self._database.read() as connection:
                page = [_event(row) for row in connection.execute(statement).mappings()]
            if not page:
                return
            yield from page
            after_seq = page[-1].seq

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(shop_events)).scalar_one()

    def _of(self, column: Column[str], who: str, after_seq: int, *more: ColumnElement[bool]) -> list[Event]:
        statement = select(shop_events).where(column == who, shop_events.c.seq > after_seq, *more).order_by(shop_events.c.seq)
        with self._database.read() as connection:
            return [_event(row) for row in connection.execute(statement).mappings()]


def _agreed_in(connection: Connection, conversation_id: str) -> bool:
    stated = select(conversations.c.consent).where(conversations.c.conversation_id == conversation_id)
    consent = connection.execute(stated.with_for_update(read=True)).scalar_one_or_none()
    return consent is not None and consent.get("profile") is True


def add_events(database: Database, connection: Connection, items: Sequence[Event], *, visitor_consent: bool = False) -> int:
    """Inside the caller's writing transaction, at most some thousand, with the jobs that fold them in.

    Returns how many were new."""
    ids = sorted({item.customer_id for item in items if item.customer_id})
    agreed = select(customers.c.customer_id).where(customers.c.customer_id.in_(ids), customers.c.consent_profile.is_(True))
    allowed = set(connection.execute(agreed.order_by(customers.c.customer_id).with_for_update(read=True)).scalars())
    kept = {
        item.event_id: _row(item)
        for item in reversed(items)
        if (item.customer_id in allowed if item.customer_id else visitor_consent)
    }
    if not kept:
        return 0
    database.order_events(connection)
    known = connection.execute(select(shop_events.c.event_id).where(shop_events.c.event_id.in_(list(kept)))).scalars()
    for event_id in known:
        del kept[event_id]
    if kept:
        connection.execute(shop_events.insert(), list(reversed(kept.values())))
        ask_for_refresh(database, connection, {row["customer_id"] for row in kept.values() if row["customer_id"]})
    return len(kept)


def _row(item: Event) -> Row:
    value = None if item.value is None or math.isnan(item.value) else item.value
    return {
        "event_id": item.event_id,
        "type": item.type,
        "at": item.at,
        "customer_id": item.customer_id,
        "visitor_id": item.visitor_id,
        "sku": item.sku,
        "product_id": item.product_id,
        "query": item.query,
        "value": value,
        "device": item.device,
        "channel": item.channel,
    }


def _event(row: RowMapping) -> Event:
    return Event(**row)
