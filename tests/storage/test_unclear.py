"""What was not understood is kept with its message, counted by likeness, and goes when the message goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from shop.unclear import Unclear, likeness
from storage import Storage
from storage.tables_service import conversations, unclear_messages

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LOST = Unclear("nlu_fallback", (("faq", 0.31), ("order_status", 0.28)), ("faq", "order_status"))


def write(storage: Storage, conversation: str, text: str, at: datetime, payload: dict | None = None, **kept: object) -> int:
    """One message with its answer; returns its seq."""
    store = storage.conversations
    if store.get(conversation) is None:
        store.start(conversation, at, visitor_id="v")
    message, _ = store.add_customer_message(conversation, f"{conversation}-{text}-{at}", text, payload, at)
    turn = store.claim_turn(conversation, "w", at, 60)
    assert turn is not None
    assert store.finish_turn(turn, [{"text": "?"}], at, **kept) is not None  # type: ignore[arg-type]
    return message.seq


def test_messages_that_say_the_same_are_one_item_with_a_count(storage: Storage) -> None:
    write(storage, "a", "Wheres my STUFF??", NOW, unclear=LOST)
    write(storage, "b", "wheres my stuff", NOW + timedelta(hours=1), unclear=LOST)
    write(storage, "c", "zzz", NOW + timedelta(hours=2), unclear=Unclear("unclear"))
    newest, repeated = storage.unclear.inbox(10)
    assert (newest.text, newest.count, newest.reading.confidence) == ("zzz", 1, 0.0)
    assert (repeated.text, repeated.count) == ("wheres my stuff", 2)
    assert (repeated.first_at, repeated.last_at) == (NOW, NOW + timedelta(hours=1))
    assert repeated.conversation_id == "b"
    assert repeated.reading == LOST
    assert [item.count for item in storage.unclear.inbox(10, often=True)] == [2, 1]
    assert len(storage.unclear.inbox(1)) == 1


def test_since_leaves_out_what_is_older(storage: Storage) -> None:
    write(storage, "a", "old one", NOW, unclear=LOST)
    write(storage, "a", "new one", NOW + timedelta(days=2), unclear=LOST)
    assert [item.text for item in storage.unclear.inbox(10, since=NOW + timedelta(days=1))] == ["new one"]


def test_the_meaning_that_was_pressed_is_counted_once(storage: Storage) -> None:
    first = write(storage, "a", "wheres my stuff", NOW, unclear=LOST)
    write(storage, "a", "Where is my order?", NOW, payload={"say": "x"}, meant=(first, "order_status"))
    write(storage, "a", "Shipping", NOW, payload={"say": "x"}, meant=(first, "faq"))
    write(storage, "a", "nothing", NOW, payload={"say": "x"}, meant=(99, "faq"))
    (item,) = storage.unclear.inbox(10)
    assert item.chosen == {"order_status": 1}


def test_a_dropped_answer_leaves_nothing_in_the_inbox(storage: Storage) -> None:
    store = storage.conversations
    store.start("a", NOW, visitor_id="v")
    store.add_customer_message("a", "1", "hm", None, NOW)
    turn = store.claim_turn("a", "w", NOW, 60)
    assert turn is not None
    store.request_person("a", "asked", NOW)
    assert store.finish_turn(turn, [{"text": "?"}], NOW, unclear=LOST) is None
    assert storage.unclear.inbox(10) == []


def test_with_a_conversation_goes_what_was_not_understood_in_it(storage: Storage) -> None:
    write(storage, "a", "secret", NOW, unclear=LOST)
    write(storage, "b", "kept", NOW, unclear=LOST)
    with storage.database.write() as connection:
        connection.execute(delete(conversations).where(conversations.c.conversation_id == "a"))
        left = connection.execute(select(func.count()).select_from(unclear_messages)).scalar_one()
    assert left == 1
    assert [item.text for item in storage.unclear.inbox(10)] == ["kept"]


@given(st.text(max_size=60))
def test_case_and_punctuation_make_no_difference(text: str) -> None:
    assert likeness(f" {text}!? ") == likeness(text) or not any(c.isalnum() for c in text)
    assert likeness(likeness(text)) == likeness(text)
