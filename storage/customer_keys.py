"""The random key that stands for a customer in ledgers and logs; deleting the link makes them nobody's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, select

from storage.database import Database
from storage.tables import customer_keys
from storage.upserts import chunks


def keys_for(database: Database, connection: Connection, customer_ids: Iterable[str]) -> dict[str, str]:
    """The key of each customer id, made where there is none, inside the caller's writing transaction."""
    keys: dict[str, str] = {}
    for ids in chunks(sorted(set(customer_ids))):
        found = select(customer_keys.c.customer_id, customer_keys.c.customer_key).where(customer_keys.c.customer_id.in_(ids))
        keys.update((id_, key) for id_, key in connection.execute(found))
        missing = [{"customer_id": id_, "customer_key": secrets.token_hex(16)} for id_ in ids if id_ not in keys]
        if missing:
            made = database.insert(customer_keys).on_conflict_do_nothing(index_elements=["customer_id"])
            connection.execute(made, missing)
            keys.update((id_, key) for id_, key in connection.execute(found))  # another writer may have been first
    return keys


def key_for(database: Database, connection: Connection, customer_id: str) -> str:
    return keys_for(database, connection, [customer_id])[customer_id]
