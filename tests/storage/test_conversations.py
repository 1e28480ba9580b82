from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shop.customers import Consent, Customer
from shop.errors import Conflict, NotFound
from shop.events import Event
from storage import Storage, Turn


@pytest.fixture
def chat(storage: Storage, now: datetime) -> str:
    storage.conversations.start("c1", now, visitor_id="v1", page={"product_id": "p1"})
    return "c1"


def ask(storage: Storage, chat: str, now: datetime, text: str = "Hello", client_id: str = "k1") -> int:
    message, _ = storage.conversations.add_customer_message(chat, client_id, text, None, now)
    return message.seq


def claim(storage: Storage, chat: str, now: datetime, worker: str = "w1") -> Turn:
    turn = storage.conversations.claim_turn(chat, worker, now, 30)
    assert turn is not None
    return turn


def test_a_conversation_starts_with_the_bot_and_an_id_is_used_once(storage: Storage, chat: str, now: datetime) -> None:
    found = storage.conversations.get(chat)
    assert found is not None
    assert (found.owner, found.last_seq, found.page, found.created_at) == ("bot", 0, {"product_id": "p1"}, now)
    with pytest.raises(Conflict):
        storage.conversations.start(chat, now, visitor_id="v2")
    assert storage.conversations.get("unknown") is None


def test_a_repeated_client_id_returns_the_first_message(storage: Storage, chat: str, now: datetime) -> None:
    first, created = storage.conversations.add_customer_message(chat, "k1", "Hello", {"intent": "greet"}, now)
    again, created_again = storage.conversations.add_customer_message(chat, "k1", "Other", None, now + timedelta(seconds=9))
    assert (created, created_again) == (True, False)
    assert again == first
    assert first.payload == {"intent": "greet"}
    with pytest.raises(NotFound):
        storage.conversations.add_customer_message("unknown", "k1", "Hello", None, now)


def test_an_agents_client_id_never_swallows_a_customers_message(storage: Storage, chat: str, now: datetime) -> None:
    storage.conversations.take_over(chat, "anna", now)
    storage.conversations.add_staff_message(chat, "anna", "Anna", "Hi", [], "k1", now)
    message, created = storage.conversations.add_customer_message(chat, "k1", "Hello", None, now)
    assert created
    assert message.author == "customer"


def test_the_bot_answers_the_oldest_message_first_and_one_at_a_time(storage: Storage, chat: str, now: datetime) -> None:
    ask(storage, chat, now, "one", "k1")
    ask(storage, chat, now, "two", "k2")
    turn = claim(storage, chat, now)
    assert turn.message.text == "one"
    assert storage.conversations.claim_turn(chat, "w2", now, 30) is None
    replies = storage.conversations.finish_turn(turn, [{"text": "1", "blocks": [{"type": "text"}]}, {"text": "2"}], now)
    assert replies is not None
    assert [(r.seq, r.author, r.text, r.in_reply_to) for r in replies] == [(3, "bot", "1", 1), (4, "bot", "2", 1)]
    second = claim(storage, chat, now)
    assert second.message.text == "two"
    assert storage.conversations.finish_turn(second, [], now) == []
    assert storage.conversations.claim_turn(chat, "w1", now, 30) is None


def test_a_turn_is_finished_once(storage: Storage, chat: str, now: datetime) -> None:
    ask(storage, chat, now)
    turn = claim(storage, chat, now)
    assert storage.conversations.finish_turn(turn, [{"text": "1"}], now) is not None
    assert storage.conversations.finish_turn(turn, [{"text": "1"}], now) is None
    assert len(storage.conversations.messages(chat)) == 2


def test_an_answer_that_comes_after_a_person_took_over_is_dropped(storage: Storage, chat: str, now: datetime) -> None:
    ask(storage, chat, now)
    turn = claim(storage, chat, now)
    taken = storage.conversations.take_over(chat, "anna", now)
    assert (taken.owner, taken.agent_id, taken.owner_epoch) == ("agent", "anna", 1)
    assert storage.conversations.finish_turn(turn, [{"text": "late"}], now) is None
    assert [m.text for m in storage.conversations.messages(chat)] == ["Hello"]


def test_an_answer_from_before_a_hand_over_and_back_is_dropped_too(storage: Storage, chat: str, now: datetime) -> None:
    ask(storage, chat, now)
    turn = claim(storage, chat, now)
    storage.conversations.take_over(chat, "anna", now)
    storage.conversations.hand_back(chat, "anna", now)
    ask(storage, chat, now, "next", "k2")
    assert storage.conversations.claim_turn(chat, "w2", now, 30) is None  # the old turn is still in flight at the bot
    assert storage.conversations.finish_turn(turn, [{"text": "late"}], now) is None
    assert claim(storage, chat, now).message.text == "next"


def test_a_dead_process_loses_its_lease_and_may_not_answer_any_more(storage: Storage, chat: str, now: datetime) -> None:
    ask(storage, chat, now)
    dead = claim(storage, chat, now, "dead")
    later = now + timedelta(seconds=30)
    assert storage.conversations.waiting_turns(now, 10) == []
    assert storage.conversations.waiting_turns(later, 10) == [chat]
    turn = claim(storage, chat, later, "w2")
    storage.conversations.release_turn(dead, later)
    assert storage.conversations.finish_turn(dead, [{"text": "ghost"}], later) is None
    assert storage.conversations.finish_turn(turn, [{"text": "real"}], later) is not None


def test_a_released_turn_is_waiting_again(storage: Storage, chat: str, now: datetime) -> None:
    ask(storage, chat, now)
    storage.conversations.release_turn(claim(storage, chat, now), now)
    assert storage.conversations.waiting_turns(now, 10) == [chat]
    assert claim(storage, chat, now).message.seq == 1


def test_a_turn_can_end_by_asking_for_a_person(storage: Storage, chat: str, now: datetime) -> None:
    ask(storage, chat, now)
    ask(storage, chat, now, "still there", "k2")
    replies = storage.conversations.finish_turn(
        claim(storage, chat, now), [{"text": "A colleague comes."}], now, hand_over="asked"
    )
    assert replies is not None
    found = storage.conversations.get(chat)
    assert found is not None
    assert (found.owner, found.handover_reason, found.waiting_since, found.owner_epoch) == ("queue", "asked", now, 1)
    assert storage.conversations.claim_turn(chat, "w1", now, 30) is None
    assert storage.conversations.waiting_turns(now, 10) == []


def test_asking_for_a_person_again_changes_nothing(storage: Storage, chat: str, now: datetime) -> None:
    first = storage.conversations.request_person(chat, "asked", now)
    assert storage.conversations.request_person(chat, "again", now + timedelta(hours=1)) == first


def test_only_the_agent_who_holds_it_replies_and_a_reply_answers_all(storage: Storage, chat: str, now: datetime) -> None:
    ask(storage, chat, now)
    with pytest.raises(Conflict) as caught:
        storage.conversations.add_staff_message(chat, "anna", "Anna", "Hi", [], "a1", now)
    assert caught.value.code == "not_yours"
    storage.conversations.take_over(chat, "anna", now)
    with pytest.raises(Conflict):
        storage.conversations.take_over(chat, "ben", now)
    with pytest.raises(Conflict):
        storage.conversations.hand_back(chat, "ben", now)
    reply = storage.conversations.add_staff_message(chat, "anna", "Anna", "Hi", [], "a1", now)
    assert storage.conversations.add_staff_message(chat, "anna", "Anna", "Hi", [], "a1", now) == reply
    found = storage.conversations.get(chat)
    assert found is not None
    assert found.answered_seq == found.last_seq == 2


def test_notes_are_for_staff_only_and_anyone_may_write_them(storage: Storage, chat: str, now: datetime) -> None:
    ask(storage, chat, now)
    note = storage.conversations.add_staff_message(chat, "ben", "Ben", "Regular customer", [], None, now, visibility="staff")
    system = storage.conversations.add_system_message(chat, "Anna has joined", [], now)
    assert note.visibility == "staff"
    assert [m.seq for m in storage.conversations.messages(chat)] == [1, 3]
    assert storage.conversations.messages(chat, after=1, staff=True) == [note, system]
    assert claim(storage, chat, now).message.seq == 1


def test_what_was_said_to_a_person_is_not_answered_by_the_bot_afterwards(storage: Storage, chat: str, now: datetime) -> None:
    storage.conversations.take_over(chat, "anna", now)
    ask(storage, chat, now)
    back = storage.conversations.hand_back(chat, "anna", now)
    assert (back.owner, back.agent_id, back.answered_seq) == ("bot", None, 1)
    assert storage.conversations.claim_turn(chat, "w1", now, 30) is None


def test_what_the_agent_has_not_seen_is_the_bots_to_answer(storage: Storage, chat: str, now: datetime) -> None:
    storage.conversations.take_over(chat, "anna", now)
    seen = ask(storage, chat, now)
    unseen = ask(storage, chat, now, "one more", "k2")
    assert storage.conversations.hand_back(chat, "anna", now, seen).answered_seq == seen
    assert claim(storage, chat, now).message.seq == unseen
    storage.conversations.take_over(chat, "anna", now)
    back = storage.conversations.hand_back(chat, "anna", now, 0)  # nothing that was answered becomes unanswered
    assert back.answered_seq == seen


def test_a_conversation_stays_with_its_customer(storage: Storage, chat: str) -> None:
    for customer in ("ada", "ada"):
        assert storage.conversations.set_customer(chat, customer).customer_id == "ada"
    with pytest.raises(Conflict) as caught:
        storage.conversations.set_customer(chat, "ben")
    assert caught.value.code == "other_customer"


def test_the_slow_notice_is_sent_once_per_message(storage: Storage, chat: str, now: datetime) -> None:
    seq = ask(storage, chat, now)
    assert storage.conversations.mark_slow(chat, seq, now)
    assert not storage.conversations.mark_slow(chat, seq, now)
    assert storage.conversations.mark_slow(chat, ask(storage, chat, now, "next", "k2"), now)


def test_the_desk_sees_the_longest_waiting_first(storage: Storage, ada: Customer, now: datetime) -> None:
    for number, name in enumerate(("new", "old", "held", "bots")):
        storage.conversations.start(name, now, visitor_id=f"v{number}", customer_id="ada" if name == "old" else None)
        ask(storage, name, now + timedelta(minutes=number), f"I am {name}")
    storage.conversations.request_person("new", "asked", now + timedelta(minutes=10))
    storage.conversations.request_person("old", "asked", now + timedelta(minutes=5))
    storage.conversations.take_over("held", "anna", now)
    queue = storage.conversations.queue(10)
    assert [s.conversation.conversation_id for s in queue] == ["old", "new", "held"]
    assert (queue[0].customer_name, queue[0].last_text, queue[1].customer_name) == ("Ada", "I am old", "")
    assert [s.conversation.conversation_id for s in storage.conversations.recent(2)] == ["bots", "held"]


def test_page_cart_and_customer_are_kept(storage: Storage, chat: str) -> None:
    storage.conversations.set_page(chat, {"product_id": "p2"})
    storage.conversations.set_cart(chat, [{"sku": "s1", "quantity": 2}])
    storage.conversations.set_customer(chat, "ada")
    found = storage.conversations.get(chat)
    assert found is not None
    assert (found.page, found.cart, found.customer_id) == ({"product_id": "p2"}, ({"sku": "s1", "quantity": 2},), "ada")
    with pytest.raises(NotFound):
        storage.conversations.set_page("unknown", {})


def test_consent_in_the_widget_reaches_the_customer(storage: Storage, ada: Customer, chat: str, now: datetime) -> None:
    storage.events.add([Event("e1", "view", now, "ada")])
    withdrawn = Consent(False, False, now, "widget")
    storage.conversations.set_consent(chat, withdrawn)
    assert storage.customers.get("ada") == ada
    storage.conversations.set_customer(chat, "ada")
    found = storage.conversations.set_consent(chat, withdrawn)
    assert found.consent == {"profile": False, "marketing": False, "at": now.isoformat(), "source": "widget"}
    stored = storage.customers.get("ada")
    assert stored is not None
    assert stored.consent == withdrawn
    assert storage.events.count() == 0
