"""Threads with stores of their own, as the gateway's processes have, all at one conversation."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from shop.errors import Conflict
from storage import Storage, open_storage

THREADS = 8


def together(url: str, work: Callable[[Storage, int], Any]) -> list[Any]:
    """Run ``work(store, number)`` in threads that start at the same moment, half of them on a store of their own."""
    start = threading.Barrier(THREADS)
    stores = [open_storage(url) for _ in range(THREADS // 2)]

    def run(number: int) -> Any:
        start.wait()
        return work(stores[number % len(stores)], number)

    try:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(run, range(THREADS)))
    finally:
        for store in stores:
            store.close()


def test_client_ids_never_double_and_sequence_numbers_have_no_gaps(storage: Storage, database_url: str, now: datetime) -> None:
    storage.conversations.start("c1", now, visitor_id="v1")

    def write(store: Storage, number: int) -> list[tuple[int, bool]]:
        ids = [f"k{n}" for n in range(12)]
        random.Random(number).shuffle(ids)
        made = []
        for client_id in ids:  # every thread sends the same messages, as a widget does that resends on a weak network
            message, created = store.conversations.add_customer_message("c1", client_id, f"text {client_id}", None, now)
            assert message.text == f"text {client_id}"
            made.append((message.seq, created))
            store.conversations.add_system_message("c1", f"{number} {client_id}", [], now)
        return made

    results = [pair for made in together(database_url, write) for pair in made]

    stored = storage.conversations.messages("c1", limit=1000)
    assert [m.seq for m in stored] == list(range(1, 12 + 12 * THREADS + 1))
    assert Counter(m.client_id for m in stored if m.author == "customer") == {f"k{n}": 1 for n in range(12)}
    assert sum(created for _, created in results) == 12
    conversation = storage.conversations.get("c1")
    assert conversation is not None
    assert conversation.last_seq == len(stored)


def test_only_one_claim_wins_and_every_message_is_answered_once(storage: Storage, database_url: str, now: datetime) -> None:
    storage.conversations.start("c1", now, visitor_id="v1")
    for number in range(10):
        storage.conversations.add_customer_message("c1", f"k{number}", str(number), None, now)
    first = together(database_url, lambda store, number: store.conversations.claim_turn("c1", f"w{number}", now, 30))
    won = [turn for turn in first if turn is not None]
    assert len(won) == 1
    storage.conversations.release_turn(won[0], now)

    in_flight = threading.Semaphore(1)

    def answer(store: Storage, number: int) -> None:
        for _ in range(2000):
            if not store.conversations.waiting_turns(now, 1):
                found = store.conversations.get("c1")
                assert found is not None
                if found.answered_seq >= 10:
                    return
                continue
            turn = store.conversations.claim_turn("c1", f"w{number}", now, 30)
            if turn is None:
                continue
            assert in_flight.acquire(blocking=False), "two turns in flight"
            time.sleep(0.002)  # the bot thinks
            in_flight.release()
            assert store.conversations.finish_turn(turn, [{"text": f"re {turn.message.text}"}], now) is not None

    together(database_url, answer)
    replies = [m for m in storage.conversations.messages("c1") if m.author == "bot"]
    assert [(m.in_reply_to, m.text) for m in replies] == [(n + 1, f"re {n}") for n in range(10)]


def test_of_several_agents_one_takes_the_conversation(storage: Storage, database_url: str, now: datetime) -> None:
    storage.conversations.start("c1", now, visitor_id="v1")
    storage.conversations.request_person("c1", "asked", now)

    def take(store: Storage, number: int) -> bool:
        try:
            store.conversations.take_over("c1", f"agent{number}", now)
        except Conflict:
            return False
        return True

    assert sum(together(database_url, take)) == 1
    conversation = storage.conversations.get("c1")
    assert conversation is not None
    assert conversation.owner_epoch == 2


def test_bot_and_agent_never_both_answer_a_message(storage: Storage, database_url: str, now: datetime) -> None:
    """An agent takes over while bots answer: each customer message gets one bot reply at most, none after the take-over."""
    for round_number in range(6):
        chat = f"c{round_number}"
        storage.conversations.start(chat, now, visitor_id="v1")
        storage.conversations.add_customer_message(chat, "k1", "Hello", None, now)

        def race(store: Storage, number: int, chat: str = chat) -> None:
            if number == 0:
                store.conversations.take_over(chat, "anna", now)
                store.conversations.add_staff_message(chat, "anna", "Anna", "Hi", [], "a1", now)
                return
            turn = store.conversations.claim_turn(chat, f"w{number}", now + timedelta(seconds=number), 0.5)
            if turn is not None:
                store.conversations.finish_turn(turn, [{"text": "Hi"}], now)

        together(database_url, race)
        authors = [m.author for m in storage.conversations.messages(chat)]
        assert authors in (["customer", "bot", "agent"], ["customer", "agent"])
        conversation = storage.conversations.get(chat)
        assert conversation is not None
        assert (conversation.owner, conversation.answered_seq) == ("agent", len(authors))
