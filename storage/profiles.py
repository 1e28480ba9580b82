"""What is known of a customer's taste and what moved it; only while the customer agrees to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, select, update

from shop.customers import Behaviour, Move, Profile, Reviewed, Spending
from storage.customers import allows_profile
from storage.database import Database
from storage.refreshing import ask_for_refresh
from storage.tables import profiles
from storage.tables_profiles import profile_moves

#: The form that profiles are stored in. One of another form keeps its facts and is built anew from the events.
FORM = 2


class Profiles:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, customer_id: str) -> Profile | None:
        with self._database.read() as connection:
            return _read(connection, customer_id)

    def put(self, profile: Profile, moves: Sequence[Move] = ()) -> bool:
        """Replace the profile, and write new ``moves`` into the ledger. Its facts stay as they are stored: what was said or
        taken back since the profile was read counts.

        False, and nothing is changed: without consent.profile, or when the profile was set back since it was read.
        """
        with self._database.write() as connection:
            return self._put(connection, profile, moves)

    def put_many(self, items: Iterable[tuple[Profile, Sequence[Move]]]) -> int:
        """Like ``put`` for each, in one transaction; returns how many were kept."""
        with self._database.write() as connection:
            return sum(self._put(connection, profile, moves) for profile, moves in items)

    def put_fact(self, customer_id: str, fact: Mapping[str, str]) -> bool:
        """Add what the customer said; a fact that is known changes nothing. Without consent.profile: nothing, False."""
        with self._database.write() as connection:
            if not allows_profile(connection, customer_id):
                return False
            profile = _read(connection, customer_id, lock=True) or Profile(customer_id)
            if dict(fact) not in profile.facts:
                write_profile(self._database, connection, replace(profile, facts=(*profile.facts, dict(fact))))
        return True

    def remove_facts(self, customer_id: str, facts: Collection[Mapping[str, str]]) -> int:
        """Take out these facts, known by their ``id`` or, without one, by all they say. Returns how many were there."""
        marks = {fact["id"] for fact in facts if fact.get("id")}
        plain = [dict(fact) for fact in facts if not fact.get("id")]
        with self._database.write() as connection:
            profile = _read(connection, customer_id, lock=True)
            if profile is None:
                return 0
            left = tuple(f for f in profile.facts if f.get("id") not in marks and dict(f) not in plain)
            if len(left) < len(profile.facts):
                write_profile(self._database, connection, replace(profile, facts=left))
            return len(profile.facts) - len(left)

    def moves(self, customer_id: str, limit: int = 100) -> list[Move]:
        """What moved this profile, the latest cause first; undone ones are among them."""
        moved = profile_moves.c
        order = moved.at.desc(), moved.cause_id, moved.facet, moved.value
        statement = select(profile_moves).where(moved.customer_id == customer_id).order_by(*order).limit(limit)
        with self._database.read() as connection:
            return [Move(**row) for row in connection.execute(statement).mappings()]

    def undo(self, customer_id: str, cause_id: str, now: datetime) -> int:
        """The cause counts no more: the profile is built anew without it. Returns how many moves went; 0 for none, or again."""
        moved = profile_moves.c
        with self._database.write() as connection:
            stored = _read(connection, customer_id, lock=True)
            if stored is None:
                return 0
            standing = moved.customer_id == customer_id, moved.cause_id == cause_id, moved.undone_at.is_(None)
            undone = connection.execute(update(profile_moves).where(*standing).values(undone_at=now)).rowcount
            if undone:
                set_back(self._database, connection, stored)
            return undone

    def forget(self, customer_id: str) -> None:
        """The profile and its ledger."""
        with self._database.write() as connection:
            connection.execute(delete(profiles).where(profiles.c.customer_id == customer_id))

    def _put(self, connection: Connection, profile: Profile, moves: Sequence[Move]) -> bool:
        if not allows_profile(connection, profile.customer_id):
            return False
        stored = _read(connection, profile.customer_id, lock=True)
        if stored is not None:
            if stored.generation != profile.generation:
                return False
            profile = replace(profile, facts=stored.facts)
        write_profile(self._database, connection, profile)
        if moves:
            made = self._database.insert(profile_moves)
            key = ["customer_id", "cause_id", "facet", "value"]
            connection.execute(made.on_conflict_do_nothing(index_elements=key), [asdict(move) for move in moves])
        return True


def set_back(database: Database, connection: Connection, stored: Profile) -> None:
    """Keep the facts alone; the rest is built anew from the events, by whoever reads it next and by the job asked for here."""
    write_profile(database, connection, Profile(stored.customer_id, facts=stored.facts, generation=stored.generation + 1))
    ask_for_refresh(database, connection, [stored.customer_id])


def relearn(database: Database, connection: Connection, customer_id: str, cause_id: str) -> None:
    """An event has changed: its standing moves go, and the profile is built anew. Inside the caller's transaction."""
    moved = profile_moves.c
    standing = moved.customer_id == customer_id, moved.cause_id == cause_id, moved.undone_at.is_(None)
    connection.execute(delete(profile_moves).where(*standing))
    stored = _read(connection, customer_id, lock=True)
    if stored is not None:
        set_back(database, connection, stored)


def is_undone(customer_id: Any, event_id: Any) -> Any:
    """Whether an event no longer counts for a profile, as a condition on columns."""
    moved = profile_moves.c
    return exists().where(moved.customer_id == customer_id, moved.cause_id == event_id, moved.undone_at.is_not(None))


def write_profile(database: Database, connection: Connection, profile: Profile) -> None:
    made = database.insert(profiles).values(customer_id=profile.customer_id, profile=_to_json(profile))
    replaced = {"profile": made.excluded.profile}
    connection.execute(made.on_conflict_do_update(index_elements=["customer_id"], set_=replaced))


def _read(connection: Connection, customer_id: str, *, lock: bool = False) -> Profile | None:
    found = select(profiles.c.profile).where(profiles.c.customer_id == customer_id)
    stored = connection.execute(found.with_for_update() if lock else found).scalar_one_or_none()
    return None if stored is None else _from_json(customer_id, stored)


def _to_json(profile: Profile) -> dict[str, Any]:
    values = asdict(profile)
    del values["customer_id"]
    at = profile.watermark_at
    return {**values, "watermark_at": at.astimezone(UTC).isoformat() if at else None, "form": FORM}


def _from_json(customer_id: str, stored: Mapping[str, Any]) -> Profile:
    if stored.get("form") != FORM:
        return Profile(customer_id, facts=tuple(stored["facts"]), generation=stored.get("generation", 0))
    values = {name: value for name, value in stored.items() if name != "form"}
    at = stored["watermark_at"]
    values.update(
        watermark_at=datetime.fromisoformat(at) if at else None,
        owned=tuple(stored["owned"]),
        facts=tuple(stored["facts"]),
        reviews={product: _reviewed(value) for product, value in stored["reviews"].items()},
        behaviour=Behaviour(**stored["behaviour"]),
        spending=Spending(**stored["spending"]),
    )
    return Profile(customer_id=customer_id, **values)


def _reviewed(stored: Mapping[str, Any]) -> Reviewed:
    return Reviewed(**{**stored, "facets": tuple((facet, value) for facet, value in stored["facets"])})
