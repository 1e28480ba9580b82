"""Taking one person out of the database, in one transaction: their rows, their part of what was counted, the link to them.

What was built outside the database (recommendations, the assistant's own record of a conversation, the search index) follows by
jobs that are written in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from storage.customer_keys import key_for
from storage.database import Database
from storage.every_table import every_table, table_of
from storage.jobs import add_job
from storage.people import Person, rows_of
from storage.personal import PARTS, THE_KEY, Part
from storage.ratings import without_reviews
from storage.rebuilds import ask_for_rebuilds
from storage.tables_privacy import erasures
from storage.taking_out import take_out

#: By then no turn that was in flight is still going on (the gateway waits for an answer for half a minute).
TURNS_ARE_OVER = timedelta(minutes=2)


@dataclass(frozen=True)
class Erased:
    """``counts``: rows by table that were deleted or made nobody's; empty, and nothing was changed, when there were none.
    ``customer_key`` is for the log alone: without its link it names nobody. None: a visitor."""

    customer_key: str | None
    counts: dict[str, int]
    conversation_ids: tuple[str, ...]


def erase_person(database: Database, connection: Connection, person: Person, now: datetime, door: str) -> Erased:
    """Delete what is theirs, make nobody's what must stay, and write the jobs that follow.

    ``person`` must have been found with ``lock`` in this transaction. ``door`` says how it was asked for.
    """
    if person.customer_id is not None and person.customer_key is None and _any(connection, person):
        key = key_for(database, connection, person.customer_id)  # what stays needs a name that is nobody's
        person = Person(person.customer_id, key, person.conversation_ids, person.visitor_ids, person.review_ids)
    picked = {part.table: (part, rows_of(connection, part, person)) for part in PARTS}
    counts = {
        name: connection.execute(select(func.count()).select_from(table_of(name)).where(theirs)).scalar_one()
        for name, (_, theirs) in picked.items()
    }
    counts = {name: count for name, count in counts.items() if count}
    erased = Erased(person.customer_key, counts, person.conversation_ids)
    if not counts:
        return erased
    rated = without_reviews(database, connection, person.review_ids)
    for table in reversed(every_table().sorted_tables):  # children first
        if table.name in counts:
            part, theirs = picked[table.name]
            if part.kept is None:
                take_out(connection, part, theirs)
            elif part.kept:
                connection.execute(update(table).where(theirs).values(_kept(part, person)))
    connection.execute(
        insert(erasures).values(at=now, customer_key=person.customer_key, door=door, counts=dict(sorted(counts.items())))
    )
    if any(name in counts for name in ("orders", *(part.table for part in PARTS if part.learnt))):
        ask_for_rebuilds(database, connection, now)
    if rated:
        add_job(database, connection, "update_index", {}, "update_index", now, now)
    if person.conversation_ids:
        talks = {"conversation_ids": list(person.conversation_ids)}
        for run_at in (now, now + TURNS_ARE_OVER):  # a turn that is in flight now writes its record when it ends
            add_job(database, connection, "forget_talks", talks, None, now, run_at)
    return erased


def _any(connection: Connection, person: Person) -> bool:
    counted = (
        select(func.count()).select_from(table_of(part.table)).where(rows_of(connection, part, person)) for part in PARTS
    )
    return any(connection.execute(statement).scalar_one() for statement in counted)


def _kept(part: Part, person: Person) -> dict[str, Any]:
    return {name: person.customer_key if value == THE_KEY else value for name, value in (part.kept or {}).items()}
