"""Jobs that count anew what was counted with somebody's deeds, written in the transaction that takes the deeds away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from storage.database import Database
from storage.jobs import add_unique_jobs
from storage.personal import BUILT_OF_DEEDS


def ask_for_rebuilds(database: Database, connection: Connection, now: datetime) -> None:
    """Every kind of ``BUILT_OF_DEEDS``; one that is queued already is enough."""
    for kind in BUILT_OF_DEEDS:
        add_unique_jobs(database, connection, kind, [({}, kind)], now)
