"""The bot's store of conversations keeps and gives back what Rasa's own does, in the same table."""

import asyncio
import contextlib
import random
import sqlite3
import time

import pytest
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig
from tracker_database import TrackerDatabase

DOMAIN = Domain.from_dict(
    {
        "intents": ["greet"],
        "slots": {"shown": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}},
    }
)


def some_events(chance: random.Random, number: int):
    """Events of a conversation, sessions started and conversations started over among them."""
    when = time.time()
    for _ in range(number):
        when += chance.choice([0.0, 0.5])
        parsed = {"intent": {"name": "greet", "confidence": 0.9}, "entities": [], "text": "hi – “ok” 🙂"}
        said = UserUttered("hi – “ok” 🙂", parsed["intent"], [], parsed, timestamp=when, metadata={"seq": 3})
        answered = BotUttered("hello", {"custom": {"blocks": [{"type": "text"}]}}, timestamp=when)
        moved = [ActiveLoop(None, timestamp=when), SessionStarted(timestamp=when), Restarted(timestamp=when)]
        done = [ActionExecuted("action_listen", timestamp=when), SlotSet("shown", ["p1", "p2"], timestamp=when)]
        yield chance.choice([said, answered, *done, *moved])


def rows(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        columns = "sender_id, type_name, timestamp, intent_name, action_name, data"
        return connection.execute(f"SELECT {columns} FROM events ORDER BY id").fetchall()


def state(tracker):
    return None if tracker is None else tracker.current_state(EventVerbosity.ALL)


@pytest.mark.parametrize("seed", range(12))
def test_rows_and_trackers_are_those_of_rasas_own_store(tmp_path, seed):
    chance = random.Random(seed)
    stores = {
        "rasa": SQLTrackerStore(DOMAIN, db=str(tmp_path / "rasa.db")),
        "ours": TrackerDatabase(DOMAIN, db=str(tmp_path / "ours.db")),
    }

    async def talk():
        for _ in range(4):
            for sender in ("a", "b"):
                new = list(some_events(chance, chance.randrange(0, 7)))
                for store in stores.values():
                    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
                    for event in new:
                        tracker.update(event)
                    await store.save(tracker)
                for read in ("retrieve", "retrieve_full_tracker"):
                    rasas, ours = [await getattr(store, read)(sender) for store in stores.values()]
                    assert state(ours) == state(rasas)

    asyncio.run(talk())
    assert rows(tmp_path / "ours.db") == rows(tmp_path / "rasa.db")


def test_a_file_that_rasas_own_store_wrote_is_read_on(tmp_path):
    before = SQLTrackerStore(DOMAIN, db=str(tmp_path / "rasa.db"))
    tracker = DialogueStateTracker.from_events("a", list(some_events(random.Random(3), 9)), DOMAIN.slots)
    asyncio.run(before.save(tracker))
    assert state(asyncio.run(TrackerDatabase(DOMAIN, db=str(tmp_path / "rasa.db")).retrieve_full_tracker("a"))) == state(
        tracker
    )


def test_nobody_unknown_has_a_tracker(tmp_path):
    assert asyncio.run(TrackerDatabase(DOMAIN, db=str(tmp_path / "rasa.db")).retrieve("nobody")) is None


def test_rasa_finds_it_by_the_name_in_its_endpoints(tmp_path):
    """Of a name that it does not find Rasa makes a store in memory, and says so only in its log."""
    given = EndpointConfig(type="tracker_database.TrackerDatabase", dialect="sqlite", db=str(tmp_path / "rasa.db"))
    assert isinstance(TrackerStore.create(given, DOMAIN), TrackerDatabase)


def test_a_conversation_that_was_erased_in_the_database_is_known_no_more(tmp_path):
    """``storage.rasa_trackers`` deletes the rows of a sender while the store is open; the next turn begins from nothing."""
    store = TrackerDatabase(DOMAIN, db=str(tmp_path / "rasa.db"))

    async def talk():
        for sender in ("erased", "other"):
            tracker = DialogueStateTracker.from_events(sender, list(some_events(random.Random(1), 4)), DOMAIN.slots)
            await store.save(tracker)
        with contextlib.closing(sqlite3.connect(tmp_path / "rasa.db")) as connection, connection:
            connection.execute("DELETE FROM events WHERE sender_id = ?", ("erased",))
        assert await store.retrieve("erased") is None
        assert await store.retrieve("other") is not None
        await store.save(DialogueStateTracker.from_events("erased", [UserUttered("hi")], DOMAIN.slots))
        found = await store.retrieve("erased")
        assert [event.text for event in found.events if isinstance(event, UserUttered)] == ["hi"]

    asyncio.run(talk())
