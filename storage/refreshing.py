"""The jobs that bring stored profiles up to date, written in the transaction of what changed them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from storage.database import Database
from storage.jobs import add_unique_jobs

#: Deeds come in bursts (a view, its dwell, a cart): one fold for what arrives within this time. Answers do not wait for it.
GATHER = timedelta(seconds=0.2)
#: A transaction that moves more customers than this is an import: one job goes through everyone.
MOST_AT_ONCE = 100


def ask_for_refresh(database: Database, connection: Connection, customer_ids: Collection[str]) -> None:
    """``customer_ids`` are those whose events or orders changed; a customer whose job waits already gets no second one."""
    if not customer_ids:
        return
    now = datetime.now(UTC)
    if len(customer_ids) > MOST_AT_ONCE:
        add_unique_jobs(database, connection, "refresh_profiles", [({}, "profiles")], now)
        return
    wanted = [({"customer_id": id_}, f"profile:{id_}") for id_ in sorted(customer_ids)]
    add_unique_jobs(database, connection, "refresh_profile", wanted, now, now + GATHER)
