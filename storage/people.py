"""Everything that is kept of one person, found by the ids that stand for them. Read by export and erase alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, and_, false, or_, select, tuple_, type_coerce

from storage.every_table import table_of
from storage.personal import PARTS, WHOSE, Part
from storage.tables import customer_keys, customers, reviews
from storage.tables_service import conversations

#: Names under which JSON holds an id. Another string that happens to be the same is not theirs.
_NAMED = ("customer_id", "visitor_id", "conversation_id", "review_id")


@dataclass(frozen=True)
class Person:
    """A customer, or a visitor (``customer_id`` None). ``conversation_ids`` are theirs alone."""

    customer_id: str | None = None
    customer_key: str | None = None
    conversation_ids: tuple[str, ...] = ()
    visitor_ids: tuple[str, ...] = ()
    review_ids: tuple[str, ...] = ()

    def ids(self, name: str) -> tuple[str, ...]:
        """The values of a column or JSON field of this name that stand for this person."""
        single = {"customer_id": self.customer_id, "customer_key": self.customer_key}
        if name in single:
            value = single[name]
            return () if value is None else (value,)
        many: tuple[str, ...] = getattr(self, name + "s")
        return many


def customer_as_person(connection: Connection, customer_id: str, *, lock: bool = False) -> Person:
    """A customer with all their conversations, and with the visitor ids under which they came before they signed in.

    ``lock``: what writes for this customer at the same moment comes before or after the caller's transaction, never between.
    Locks are taken as everywhere: conversations, then the customer, then the key.
    """
    talks = _conversations(connection, conversations.c.customer_id == customer_id, lock)
    link = select(customer_keys.c.customer_key).where(customer_keys.c.customer_id == customer_id)
    if lock:
        connection.execute(select(customers.c.customer_id).where(customers.c.customer_id == customer_id).with_for_update())
        link = link.with_for_update()
    return _with_reviews(connection, Person(customer_id, connection.execute(link).scalar_one_or_none(), *talks))


def visitor_as_person(connection: Connection, conversation_id: str, visitor_id: str, *, lock: bool = False) -> Person:
    """A visitor: this conversation, and the others of the same browser in which nobody signed in."""
    mine = conversations.c.visitor_id == visitor_id if visitor_id else false()
    theirs = or_(conversations.c.conversation_id == conversation_id, mine) & conversations.c.customer_id.is_(None)
    return _with_reviews(connection, Person(None, None, *_conversations(connection, theirs, lock)))


def rows_of(connection: Connection, part: Part, person: Person) -> ColumnElement[bool]:
    """The condition that picks this person's rows of a part's table."""
    table = table_of(part.table)
    if part.within is not None:
        parent, column = part.within
        owned = rows_of(connection, next(p for p in PARTS if p.table == parent), person)
        return table.c[column].in_(select(table_of(parent).c[column]).where(owned))
    if part.mentions:
        keys = list(table.primary_key.columns)
        which = _mentioning(connection, table, part.mentions, person)
        return keys[0].in_([key for (key,) in which]) if len(keys) == 1 else tuple_(*keys).in_(which)
    found = []
    for name in part.by or tuple(n for n in WHOSE if n in table.c):
        values = person.ids(name)
        if not values:
            continue
        one: ColumnElement[bool] = table.c[name].in_(values)
        if name in ("visitor_id", "conversation_id") and "customer_id" in table.c and part.by != (name,):
            # The browser may have been somebody else's: a row that names another customer is that customer's.
            one = and_(one, or_(table.c.customer_id.is_(None), table.c.customer_id.in_(person.ids("customer_id"))))
        found.append(one)
    return or_(*found) if found else false()


def named_in(value: Any) -> Iterator[tuple[str, str]]:
    """Every ``(name, id)`` in a JSON value, ``{"customer_ids": ["a"]}`` as ``("customer_id", "a")``."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            single = str(name).removesuffix("s")
            if single in _NAMED:
                yield from ((single, one) for one in (inner if isinstance(inner, list) else [inner]) if isinstance(one, str))
            yield from named_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from named_in(inner)


def _conversations(connection: Connection, theirs: ColumnElement[bool], lock: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of conversations, and the visitor ids in them."""
    found = select(conversations.c.conversation_id, conversations.c.visitor_id).where(theirs)
    found = found.order_by(conversations.c.conversation_id)
    rows = connection.execute(found.with_for_update() if lock else found).all()
    return tuple(row[0] for row in rows), tuple(sorted({row[1] for row in rows if row[1]}))


def _with_reviews(connection: Connection, person: Person) -> Person:
    found = connection.execute(select(reviews.c.review_id).where(rows_of(connection, Part("reviews"), person)))
    return Person(person.customer_id, person.customer_key, person.conversation_ids, person.visitor_ids, tuple(found.scalars()))


def _mentioning(connection: Connection, table: Table, columns: tuple[str, ...], person: Person) -> list[tuple[Any, ...]]:
    """Primary keys of rows whose JSON names an id of this person; asked of the database as text first, then read exactly."""
    wanted = {(name, id_) for name in _NAMED for id_ in person.ids(name)}
    keys = list(table.primary_key.columns)
    found: dict[tuple[Any, ...], None] = {}
    for column in (table.c[name] for name in columns):
        for _, id_ in sorted(wanted):
            like = type_coerce(column, Text).contains(json.dumps(id_), autoescape=True)
            for row in connection.execute(select(*keys, column.label("json")).where(like)):
                if wanted & set(named_in(row.json)):
                    found[tuple(row[: len(keys)])] = None
    return list(found)
