"""Customers and their consent. Withdrawing consent to a profile deletes what was learnt under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, case, func, or_, select, update

from shop.customers import Consent, Customer
from shop.errors import NotFound
from storage.customer_keys import key_for, keys_for
from storage.database import Database
from storage.tables import customers
from storage.upserts import Row, changed_rows, chunks, content_hash, write_rows
from storage.withdrawing import forget_learnt


class Customers:
    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Customer]) -> int:
        """Insert or replace by id; returns how many changed. One transaction per 1,000.

        A stored consent stays unless the given one is newer: a consent without time never replaces one with a time.
        """
        changed = 0
        for chunk in chunks(items):
            with self._database.write() as connection:
                agreed = _agreeing_after(connection, chunk)
                rows = [_row(item, item.customer_id in agreed) for item in chunk]
                different = changed_rows(connection, customers, rows)
                withdrawn = _keep_newer_consent(connection, different)
                write_rows(self._database, connection, customers, list(different.values()))
                keys_for(self._database, connection, different)
                forget_learnt(self._database, connection, withdrawn)
            changed += len(different)
        return changed

    def get(self, customer_id: str) -> Customer | None:
        with self._database.read() as connection:
            row = connection.execute(select(customers).where(customers.c.customer_id == customer_id)).mappings().first()
        return _customer(row) if row else None

    def set_consent(self, customer_id: str, consent: Consent) -> None:
        """Raises NotFound. Without ``consent.profile`` the customer's events and profile are deleted at once."""
        with self._database.write() as connection:
            if not write_consent(self._database, connection, customer_id, consent):
                raise NotFound("There is no such customer.", code="unknown_customer")

    def page(self, after: str | None, limit: int) -> list[Customer]:
        """Customers after this id, by id."""
        statement = select(customers).order_by(customers.c.customer_id).limit(limit)
        if after is not None:
            statement = statement.where(customers.c.customer_id > after)
        with self._database.read() as connection:
            return [_customer(row) for row in connection.execute(statement).mappings()]

    def find(self, text: str, limit: int) -> list[Customer]:
        """Whose id, name or e-mail holds ``text``, whatever the case; an exact id first, then who came last. All for ""."""
        words, kept = text.strip().lower(), customers.c
        statement = select(customers)
        if words:
            fields = (kept.customer_id, kept.name, kept.email)
            statement = statement.where(or_(*(func.lower(field).contains(words, autoescape=True) for field in fields)))
            statement = statement.order_by(case((func.lower(kept.customer_id) == words, 0), else_=1))
        statement = statement.order_by(kept.created_at.desc().nulls_last(), kept.customer_id).limit(limit)
        with self._database.read() as connection:
            return [_customer(row) for row in connection.execute(statement).mappings()]

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(customers)).scalar_one()

    def key_of(self, customer_id: str) -> str:
        """The random key that stands for this customer in ledgers; made at the first call."""
        with self._database.write() as connection:
            return key_for(self._database, connection, customer_id)


def allows_profile(connection: Connection, customer_id: str) -> bool:
    """Read with a shared lock, so that a withdrawal at the same moment comes before or after, never between."""
    found = select(customers.c.consent_profile).where(customers.c.customer_id == customer_id)
    return bool(connection.execute(found.with_for_update(read=True)).scalar_one_or_none())


def agreeing(connection: Connection, customer_ids: Iterable[str]) -> set[str]:
    """Those of ``customer_ids`` (at most some thousand) who agreed to a profile."""
    found = customers.c.customer_id.in_(sorted(customer_ids)), customers.c.consent_profile.is_(True)
    return set(connection.execute(select(customers.c.customer_id).where(*found)).scalars())


def write_consent(database: Database, connection: Connection, customer_id: str, consent: Consent) -> bool:
    """Inside the caller's transaction; False when the customer is unknown."""
    this = customers.c.customer_id == customer_id
    agreed = connection.execute(select(customers.c.consent_profile).where(this).with_for_update()).scalar_one_or_none()
    if agreed is None:
        return False
    connection.execute(update(customers).where(this).values(**consent_columns(consent)))
    if agreed and not consent.profile:
        told = update(customers).where(this, customers.c.attributes != {})
        connection.execute(told.values(attributes={}, content_hash=""))  # the hash is of them, too
        forget_learnt(database, connection, [customer_id])
    return True


def consent_columns(consent: Consent) -> dict[str, Any]:
    return {
        "consent_profile": consent.profile,
        "consent_marketing": consent.marketing,
        "consent_at": consent.at,
        "consent_source": consent.source,
    }


def _keep_newer_consent(connection: Connection, rows: dict[str, Row]) -> list[str]:
    """Put the stored consent into rows whose own is not newer; returns the ids whose consent to a profile ends here."""
    withdrawn = []
    names = ("consent_profile", "consent_marketing", "consent_at", "consent_source")
    stored = connection.execute(
        select(customers).where(customers.c.customer_id.in_(list(rows))).order_by(customers.c.customer_id).with_for_update()
    )
    for known in stored.mappings():
        row = rows[known["customer_id"]]
        given_at, known_at = row["consent_at"], known["consent_at"]
        if _keeps(known_at, given_at):
            row.update({name: known[name] for name in names})
        elif known["consent_profile"] and not row["consent_profile"]:
            withdrawn.append(known["customer_id"])
    return withdrawn


def _agreeing_after(connection: Connection, items: Sequence[Customer]) -> set[str]:
    """Who agrees to a profile once these are stored: the newer consent counts."""
    ids = sorted({item.customer_id for item in items})
    stored = connection.execute(
        select(customers.c.customer_id, customers.c.consent_profile, customers.c.consent_at)
        .where(customers.c.customer_id.in_(ids))
        .order_by(customers.c.customer_id)
        .with_for_update()
    )
    known = {row.customer_id: (row.consent_profile, row.consent_at) for row in stored}
    agreed = set()
    for item in items:
        profile, at = known.get(item.customer_id, (False, None))
        if profile if _keeps(at, item.consent.at) else item.consent.profile:
            agreed.add(item.customer_id)
    return agreed


def _keeps(known_at: datetime | None, given_at: datetime | None) -> bool:
    """Whether the stored consent stays: it has a time, and the given one is not newer."""
    return known_at is not None and (given_at is None or given_at < known_at)


def _row(item: Customer, agreed: bool) -> Row:
    """``agreed``: without it no attribute is stored, not even in the hash."""
    row: Row = {
        "customer_id": item.customer_id,
        "name": item.name,
        "email": item.email,
        "region": item.region,
        "channel": item.channel,
        "tier": item.tier,
        "subscribed": item.subscribed,
        "created_at": item.created_at,
        **consent_columns(item.consent),
    }
    attributes = dict(item.attributes) if agreed else {}
    row["content_hash"] = content_hash(row, attributes) if attributes else content_hash(row)
    row["attributes"] = attributes
    return row


def _customer(row: RowMapping) -> Customer:
    return Customer(
        customer_id=row["customer_id"],
        name=row["name"],
        email=row["email"],
        region=row["region"],
        channel=row["channel"],
        tier=row["tier"],
        subscribed=row["subscribed"],
        consent=Consent(row["consent_profile"], row["consent_marketing"], row["consent_at"], row["consent_source"]),
        created_at=row["created_at"],
        attributes=row["attributes"],
    )
