"""Where the bot's conversations are kept: Rasa's SQL tracker store, over the same table, with less work a turn.

Rasa's own opens a connection to the file for each step and closes it, upon which SQLite writes its whole log back; it asks for
everything through the object mapper, and inserts event by event. Measured, that was a quarter of Rasa's time of a turn.
"""

import json
from typing import Any, Dict, List, Optional, Sequence, Text

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

_EVENTS = SQLTrackerStore.SQLEvent.__table__
_OF_SENDER = _EVENTS.c.sender_id == sa.bindparam("sender")
_STORED = sa.select([_EVENTS.c.type_name, _EVENTS.c.timestamp, _EVENTS.c.data]).where(_OF_SENDER).order_by(_EVENTS.c.id)
_WHEN = sa.select([_EVENTS.c.type_name, _EVENTS.c.timestamp]).where(_OF_SENDER)
_INSERT = _EVENTS.insert()


class TrackerDatabase(SQLTrackerStore):
    """Takes what ``SQLTrackerStore`` takes, and stores and gives back the same."""

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        if self.engine.dialect.name == "sqlite":
            self.engine.dispose()
            pool = {"poolclass": sa.pool.QueuePool, "pool_size": 2, "connect_args": {"check_same_thread": False}}
            self.engine = sa.create_engine(self.engine.url, **pool)
            sa.event.listen(self.engine, "connect", _write_ahead)
            self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    async def _retrieve(self, sender_id: Text, fetch_events_from_all_sessions: bool) -> Optional[DialogueStateTracker]:
        with self.engine.connect() as connection:
            rows = connection.execute(_STORED, {"sender": sender_id}).fetchall()
        if not fetch_events_from_all_sessions:
            rows = _of_last_session(rows)
        if not self.domain or not rows:
            return None
        return DialogueStateTracker.from_dict(sender_id, [json.loads(row[2]) for row in rows], self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the events that are not stored yet."""
        await self.stream_events(tracker)
        with self.engine.begin() as connection:
            stored = len(_of_last_session(connection.execute(_WHEN, {"sender": tracker.sender_id}).fetchall()))
            new = [_row(tracker.sender_id, event) for event in list(tracker.events)[stored:]]
            if new:
                connection.execute(_INSERT, new)


def _write_ahead(connection: Any, _record: Any) -> None:
    """A commit need not reach the disk at once: what a lost last turn said is in the gateway's record. The file stays whole."""
    connection.execute("PRAGMA synchronous=NORMAL")


def _of_last_session(rows: Sequence[Any]) -> List[Any]:
    """Rows (type, time, …) from the last start of a session on; all of them when there is none."""
    started = max((row[1] for row in rows if row[0] == SessionStarted.type_name and row[1] is not None), default=None)
    return [row for row in rows if started is None or (row[1] is not None and row[1] >= started)]


def _row(sender_id: Text, event: Any) -> Dict[Text, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
