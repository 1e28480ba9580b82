"""What is known of a customer's taste; only while the customer agrees to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from shop.customers import Profile
from storage.customers import allows_profile
from storage.database import Database
from storage.tables import profiles


class Profiles:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, customer_id: str) -> Profile | None:
        with self._database.read() as connection:
            return _read(connection, customer_id)

    def put(self, profile: Profile) -> bool:
        """Replace the profile, but keep facts that were added since it was read. Without consent.profile: nothing, False."""
        with self._database.write() as connection:
            if not allows_profile(connection, profile.customer_id):
                return False
            stored = _read(connection, profile.customer_id, lock=True)
            if stored is not None:
                newer = tuple(fact for fact in stored.facts if fact not in profile.facts)
                profile = replace(profile, facts=(*profile.facts, *newer))
            self._write(connection, profile)
        return True

    def put_fact(self, customer_id: str, fact: Mapping[str, str]) -> bool:
        """Add what the customer said; a fact that is known changes nothing. Without consent.profile: nothing, False."""
        with self._database.write() as connection:
            if not allows_profile(connection, customer_id):
                return False
            profile = _read(connection, customer_id, lock=True) or Profile(customer_id)
            if dict(fact) not in profile.facts:
                self._write(connection, replace(profile, facts=(*profile.facts, dict(fact))))
        return True

    def forget(self, customer_id: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(profiles).where(profiles.c.customer_id == customer_id))

    def _write(self, connection: Connection, profile: Profile) -> None:
        made = self._database.insert(profiles).values(customer_id=profile.customer_id, profile=_to_json(profile))
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
    return {**values, "watermark_at": at.astimezone(UTC).isoformat() if at else None}


def _from_json(customer_id: str, stored: Mapping[str, Any]) -> Profile:
    at = stored["watermark_at"]
    values = {**stored, "watermark_at": datetime.fromisoformat(at) if at else None}
    values.update(owned=tuple(stored["owned"]), facts=tuple(stored["facts"]))
    return Profile(customer_id=customer_id, **values)
