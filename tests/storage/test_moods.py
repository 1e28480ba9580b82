"""The mood is kept with the messages, follows them, orders the queue, and goes with the conversation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shop.errors import NotFound
from shop.unclear import Unclear
from storage import Storage


def start(storage: Storage, name: str, now: datetime, *texts: str) -> list[int]:
    storage.conversations.start(name, now, visitor_id=f"v-{name}")
    return [write(storage, name, now, f"{n}", text) for n, text in enumerate(texts)]


def write(storage: Storage, name: str, now: datetime, client_id: str, text: str) -> int:
    return storage.conversations.add_customer_message(name, client_id, text, None, now)[0].seq


def test_what_was_read_is_kept_with_the_message_and_not_asked_again(storage: Storage, now: datetime) -> None:
    first, second = start(storage, "c1", now, "hello", "this is useless")
    talks = storage.conversations
    assert talks.unread("c1", 8) == [(first, "hello"), (second, "this is useless")]
    assert talks.unread("c1", 1) == [(second, "this is useless")]
    found = talks.keep_sentiments("c1", {first: 0.2, second: -0.9})
    assert talks.unread("c1", 8) == []
    assert [m.sentiment for m in talks.messages("c1")] == [0.2, -0.9]
    assert found.anger == pytest.approx(0.6 * (0.9 - 0.25) / 0.75)
    assert (found.anger_rising, found.upset_seq) == (True, second)
    assert talks.get("c1") == found


def test_only_the_customers_own_words_are_read(storage: Storage, now: datetime) -> None:
    start(storage, "c1", now)
    talks = storage.conversations
    talks.add_customer_message("c1", "b", "Show more", {"say": "/more", "label": "Show more"}, now)
    system = talks.add_system_message("c1", "a line", [], now)
    assert talks.unread("c1", 8) == []
    assert talks.keep_sentiments("c1", {system.seq: -1.0}).anger == 0
    assert talks.messages("c1")[-1].sentiment is None


def test_calm_words_let_it_fade(storage: Storage, now: datetime) -> None:
    (seq,) = start(storage, "c1", now, "WHERE IS MY MONEY you idiots!!!")
    talks = storage.conversations
    hot = talks.keep_sentiments("c1", {seq: -1.0}).anger
    for words in ("thanks", "fine then", "do you have a blue jacket"):
        talks.keep_sentiments("c1", {write(storage, "c1", now, words, words): 0.1})
    cooled = talks.get("c1")
    assert cooled is not None
    assert cooled.anger < hot / 10
    assert (cooled.anger_rising, cooled.upset_seq) == (False, None)


def test_being_misunderstood_again_makes_it_worse(storage: Storage, now: datetime) -> None:
    talks = storage.conversations
    levels = []
    for name, reading in (("understood", None), ("lost", Unclear("nlu_fallback"))):
        start(storage, name, now)
        for number, words in enumerate(("a gizmo thing", "the other whatsit")):
            seq = write(storage, name, now, f"{number}", words)
            turn = talks.claim_turn(name, "w", now, 30)
            assert turn is not None
            talks.finish_turn(turn, [{"text": "Sorry?", "blocks": []}], now, unclear=reading)
            talks.keep_sentiments(name, {seq: -0.4})
        found = talks.get(name)
        assert found is not None
        levels.append(found.anger)
    assert levels[1] > levels[0]


def test_the_queue_shows_the_upset_first_and_then_the_longest_waiting(storage: Storage, now: datetime) -> None:
    talks = storage.conversations
    values = {"calm-long": 0.0, "annoyed": -0.7, "calm-short": 0.0, "upset-late": -1.0, "upset-later": -1.0}
    for minute, (name, value) in enumerate(values.items()):
        (seq,) = start(storage, name, now, f"words of {name}!!!" if value <= -1 else f"words of {name}")
        talks.keep_sentiments(name, {seq: value})
        talks.request_person(name, "asked", now + timedelta(minutes=minute))
    found = talks.queue(10)
    assert [s.conversation.conversation_id for s in found] == [
        "upset-late",
        "upset-later",
        "annoyed",
        "calm-long",
        "calm-short",
    ]
    assert [s.upset_text for s in found] == ["words of upset-late!!!", "words of upset-later!!!", "words of annoyed", "", ""]


def test_an_offer_and_a_no_are_remembered(storage: Storage, now: datetime) -> None:
    talks = storage.conversations
    (first,) = start(storage, "c1", now, "grr")
    turn = talks.claim_turn("c1", "w", now, 30)
    assert turn is not None
    talks.finish_turn(turn, [{"text": "A person?", "blocks": []}], now, person="offered")
    assert talks.customer_messages_after("c1", first) == 0
    write(storage, "c1", now, "n", "no")
    assert talks.customer_messages_after("c1", first) == 1
    turn = talks.claim_turn("c1", "w", now, 30)
    assert turn is not None
    assert (turn.conversation.person_offered_seq, turn.conversation.person_declined) == (first, False)
    talks.finish_turn(turn, [], now, person="declined")
    found = talks.get("c1")
    assert found is not None
    assert (found.person_offered_seq, found.person_declined) == (first, True)


def test_a_mood_that_is_read_after_the_conversation_was_erased_finds_nothing(storage: Storage, now: datetime) -> None:
    with pytest.raises(NotFound):
        storage.conversations.keep_sentiments("gone", {1: -1.0})
    assert storage.conversations.unread("gone", 8) == []
