"""Audiences and who is in them: only customers who agree to a profile; who withdraws is in none from that moment on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import RowMapping, Select, delete, func, insert, select, update

from shop.audiences import Audience
from storage.database import Database
from storage.tables import customers
from storage.tables_audiences import audience_members, audiences
from storage.upserts import chunks


class Audiences:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, audience: Audience, members: Iterable[str]) -> int:
        """Store the audience with these members in the place of those it had, in one transaction. Returns how many there are:
        unknown customers and those who did not agree to a profile are left out, whatever ``audience.size`` says."""
        wanted = sorted(set(members))
        row = {
            "audience_id": audience.audience_id,
            "name": audience.name,
            "kind": audience.kind,
            "definition": dict(audience.definition),
            "made_at": audience.made_at,
            "size": 0,
        }
        size = 0
        with self._database.write() as connection:
            made = self._database.insert(audiences).values(**row)
            replaced = {name: made.excluded[name] for name in row if name != "audience_id"}
            connection.execute(made.on_conflict_do_update(index_elements=["audience_id"], set_=replaced))
            connection.execute(delete(audience_members).where(audience_members.c.audience_id == audience.audience_id))
            for ids in chunks(wanted):
                agreed = select(customers.c.customer_id).where(
                    customers.c.customer_id.in_(ids), customers.c.consent_profile.is_(True)
                )
                found = connection.execute(agreed.order_by(customers.c.customer_id).with_for_update(read=True)).scalars().all()
                if found:
                    rows = [{"audience_id": audience.audience_id, "customer_id": id_} for id_ in found]
                    connection.execute(insert(audience_members), rows)
                size += len(found)
            connection.execute(update(audiences).where(audiences.c.audience_id == audience.audience_id).values(size=size))
        return size

    def all(self) -> list[Audience]:
        """By kind, then the largest first, then by id."""
        statement = select(audiences).order_by(audiences.c.kind, audiences.c.size.desc(), audiences.c.audience_id)
        with self._database.read() as connection:
            return [_audience(row) for row in connection.execute(statement).mappings()]

    def get(self, audience_id: str) -> Audience | None:
        with self._database.read() as connection:
            row = connection.execute(select(audiences).where(audiences.c.audience_id == audience_id)).mappings().first()
        return _audience(row) if row else None

    def count(self, audience_id: str) -> int:
        """Members as of now: those of ``size`` who have neither withdrawn nor been erased since."""
        statement = select(func.count()).select_from(_members(audience_id).subquery())
        with self._database.read() as connection:
            return connection.execute(statement).scalar_one()

    def members(self, audience_id: str, after: str | None = None, limit: int = 1000) -> list[str]:
        """Customer ids after this one, by id."""
        statement = _members(audience_id).order_by(audience_members.c.customer_id).limit(limit)
        if after is not None:
            statement = statement.where(audience_members.c.customer_id > after)
        with self._database.read() as connection:
            return list(connection.execute(statement).scalars())

    def of_customer(self, customer_id: str) -> list[str]:
        """The ids of the audiences that a customer is in, by id."""
        member = audience_members.c
        statement = select(member.audience_id).join(customers, customers.c.customer_id == member.customer_id)
        statement = statement.where(member.customer_id == customer_id, customers.c.consent_profile.is_(True))
        with self._database.read() as connection:
            return list(connection.execute(statement.order_by(member.audience_id)).scalars())

    def delete(self, audience_id: str) -> bool:
        """False when there was none."""
        with self._database.write() as connection:
            return bool(connection.execute(delete(audiences).where(audiences.c.audience_id == audience_id)).rowcount)

    def keep(self, kinds: Collection[str], audience_ids: Collection[str]) -> int:
        """Delete the audiences of these kinds that are not among ``audience_ids``. Returns how many went."""
        gone = delete(audiences).where(
            audiences.c.kind.in_(sorted(kinds)), audiences.c.audience_id.not_in(sorted(audience_ids))
        )
        with self._database.write() as connection:
            return int(connection.execute(gone).rowcount)


def _members(audience_id: str) -> Select[Any]:
    joined = select(audience_members.c.customer_id).join(customers, customers.c.customer_id == audience_members.c.customer_id)
    return joined.where(audience_members.c.audience_id == audience_id, customers.c.consent_profile.is_(True))


def _audience(row: RowMapping) -> Audience:
    return Audience(
        audience_id=row["audience_id"],
        name=row["name"],
        kind=row["kind"],
        made_at=row["made_at"],
        definition=row["definition"],
        size=row["size"],
    )
