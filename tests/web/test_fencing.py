"""Who answers whom, under everything that can happen at once: no message answered by two owners, none lost, none doubled.

A state machine plays a customer (send, resend, reconnect), two gateway processes that take turns of the assistant (the answer
comes, comes late, fails, hands over, or the process dies), two agents, the slow-answer timer and the sweeper, on the real
storage and the gateway's own turn steps. The model beside it is a handful of plain Python values.
"""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from shop.errors import Conflict
from storage import Storage, Turn, open_storage
from web import turn_steps
from web.payloads import PayloadSigner
from web.replies import RasaAnswer

LEASE_SECONDS = 30
AGENTS = ("ada", "ben")
WORKERS = ("gateway-1", "gateway-2")
SIGNER = PayloadSigner("a secret of the test")
NUMBERS = count(1)


def answer(words: str, *, hand_over: bool = False) -> RasaAnswer:
    messages: list[dict[str, object]] = [{"text": words, "buttons": [{"title": "More", "payload": "/more"}]}]
    if hand_over:
        messages.append({"custom": {"blocks": [], "effects": [{"type": "hand_over", "reason": "asked"}]}})
    return RasaAnswer(messages=messages)


class Fencing(RuleBasedStateMachine):
    storage: Storage  # given by the test

    @initialize()
    def open_the_conversation(self) -> None:
        self.now = datetime(2026, 5, 1, 12, tzinfo=UTC)
        self.id = f"c_{next(NUMBERS)}"
        self.conversations = self.storage.conversations
        self.conversations.start(self.id, self.now, visitor_id="visitor")
        self.owner, self.holder = "bot", None
        self.sent: dict[str, int] = {}  # client id → seq
        self.said: dict[str, int] = {}  # an agent's client id → seq
        self.answered = 0  # customer messages up to here were dealt with
        self.answered_by: dict[int, str] = {}
        self.flying: list[tuple[Turn, datetime]] = []  # claimed turns and when their lease ends
        self.seen: list[int] = []  # what the customer's browser has
        self.told_slow: set[int] = set()

    # the customer

    @rule()
    def customer_sends(self) -> None:
        client_id = f"k{len(self.sent)}"
        message, created = self.conversations.add_customer_message(self.id, client_id, f"text {client_id}", None, self.now)
        assert created
        self.sent[client_id] = message.seq

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def customer_sends_again(self, data: st.DataObject) -> None:
        client_id = data.draw(st.sampled_from(sorted(self.sent)))
        message, created = self.conversations.add_customer_message(self.id, client_id, "text, typed anew", None, self.now)
        assert (message.seq, created) == (self.sent[client_id], False)

    @rule()
    def customer_reconnects(self) -> None:
        after = self.seen[-1] if self.seen else 0
        self.seen += [m.seq for m in self.conversations.messages(self.id, after)]

    # the assistant, in two processes

    @rule(worker=st.sampled_from(WORKERS))
    def assistant_claims(self, worker: str) -> None:
        turn = self.conversations.claim_turn(self.id, worker, self.now, LEASE_SECONDS)
        live = [t for t, until in self.flying if until > self.now]
        unanswered = sorted(seq for seq in self.sent.values() if seq > self.answered)
        if turn is None:
            assert self.owner != "bot" or live or not unanswered
            return
        assert self.owner == "bot"
        assert not live, "two turns of one conversation at once"
        assert turn.message.seq == unanswered[0]
        assert turn_steps.question_of(turn).text == turn.message.text
        self.flying.append((turn, self.now + timedelta(seconds=LEASE_SECONDS)))

    @precondition(lambda self: self.flying and self.owner == "bot")
    @rule()
    def a_stuck_turn_goes_to_another_process(self) -> None:
        """The first process still waits for its answer, which may yet come."""
        self.now += timedelta(seconds=LEASE_SECONDS + 1)
        self.assistant_claims(WORKERS[1])

    def _land(self, data: st.DataObject) -> Turn:
        return self.flying.pop(data.draw(st.integers(0, len(self.flying) - 1)))[0]

    @precondition(lambda self: self.flying)
    @rule(data=st.data(), hand_over=st.booleans(), gives_up=st.booleans())
    def answer_arrives(self, data: st.DataObject, hand_over: bool, gives_up: bool) -> None:
        newest = self.flying[-1][0].token
        turn = self._land(data)
        if gives_up:
            stored = turn_steps.give_up(self.storage, turn, SIGNER, self.now)
        else:
            given = answer(f"answer to {turn.message.seq}", hand_over=hand_over)
            stored = turn_steps.complete(self.storage, turn, given, SIGNER, self.now)
        if stored is None:
            return
        assert turn.token == newest, "an answer under a lease that somebody else has"
        assert self.owner == "bot", "the assistant spoke while a person had the conversation"
        assert turn.message.seq > self.answered, "answered a second time"
        assert [m.author for m in stored] == ["bot"]
        assert "/more" not in repr(stored[0].blocks), "a payload reached the customer unsigned"
        self.answered = turn.message.seq
        self.answered_by[turn.message.seq] = "bot"
        if hand_over or gives_up:
            self.owner = "queue"

    @precondition(lambda self: self.flying)
    @rule(data=st.data())
    def turn_fails(self, data: st.DataObject) -> None:
        self.conversations.release_turn(self._land(data), self.now)

    @precondition(lambda self: self.flying)
    @rule(data=st.data())
    def process_dies(self, data: st.DataObject) -> None:
        """Nobody gives the lease back: it runs out."""
        turn = self._land(data)
        self.now = self.now + timedelta(seconds=LEASE_SECONDS + 1)

    # people

    @rule()
    def customer_asks_for_a_person(self) -> None:
        self.conversations.request_person(self.id, "asked", self.now)
        if self.owner == "bot":
            self.owner = "queue"

    @rule(agent=st.sampled_from(AGENTS))
    def agent_takes(self, agent: str) -> None:
        try:
            self.conversations.take_over(self.id, agent, self.now)
        except Conflict:
            assert self.owner == "agent"
            assert self.holder != agent
            return
        assert self.owner != "agent" or self.holder == agent
        self.owner, self.holder = "agent", agent

    @rule(agent=st.sampled_from(AGENTS), again=st.booleans())
    def agent_replies(self, agent: str, again: bool) -> None:
        client_id = f"a{len(self.said) - 1}" if again and self.said else f"a{len(self.said)}"
        try:
            message = self.conversations.add_staff_message(self.id, agent, agent.title(), "Hello", (), client_id, self.now)
        except Conflict:
            assert (self.owner, self.holder) != ("agent", agent)
            return
        if client_id in self.said:
            assert message.seq == self.said[client_id]
            return
        assert (self.owner, self.holder) == ("agent", agent)
        self.said[client_id] = message.seq
        for seq in self.sent.values():
            if self.answered < seq < message.seq:
                self.answered_by[seq] = "agent"
        self.answered = message.seq

    @rule(agent=st.sampled_from(AGENTS))
    def agent_notes(self, agent: str) -> None:
        self.conversations.add_staff_message(self.id, agent, agent.title(), "a note", (), None, self.now, visibility="staff")

    @rule(agent=st.sampled_from(AGENTS))
    def agent_hands_back(self, agent: str) -> None:
        try:
            back = self.conversations.hand_back(self.id, agent, self.now)
        except Conflict:
            assert (self.owner, self.holder) != ("agent", agent)
            return
        for seq in self.sent.values():
            if seq > self.answered:
                self.answered_by[seq] = "agent"
        self.owner, self.holder, self.answered = "bot", None, back.last_seq
        turn_steps.tracker_events(turn_steps.since_hand_over(self.conversations.messages(self.id, 0, 500, staff=True)))

    # time

    @rule(seconds=st.sampled_from([1, 5, LEASE_SECONDS + 1]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def slow_timer_rings(self, data: st.DataObject) -> None:
        seq = data.draw(st.sampled_from(sorted(self.sent.values())))
        notice = turn_steps.say_slow(self.storage, self.id, seq, self.now)
        if notice is not None:
            assert seq not in self.told_slow, "told twice"
            assert seq > self.answered, "told after the answer"
            assert self.owner == "bot"
            self.told_slow.add(seq)

    @rule()
    def sweeper_looks(self) -> None:
        waiting = self.id in self.conversations.waiting_turns(self.now, 10_000)
        if waiting:
            assert self.owner == "bot"
            assert any(seq > self.answered for seq in self.sent.values())
        elif self.owner == "bot" and not self.flying:
            assert all(seq <= self.answered for seq in self.sent.values())

    # what always holds

    @invariant()
    def the_row_agrees_with_the_model(self) -> None:
        row = self.conversations.get(self.id)
        assert row is not None
        assert (row.owner, row.agent_id) == (self.owner, self.holder)

    def teardown(self) -> None:
        if not hasattr(self, "id"):
            return
        self._let_it_end()
        self.customer_reconnects()
        everything = self.conversations.messages(self.id, 0, 1000, staff=True)
        assert [m.seq for m in everything] == list(range(1, len(everything) + 1)), "a gap or a double in the numbers"
        customer = [m for m in everything if m.author == "customer"]
        assert {m.client_id: m.seq for m in customer} == self.sent, "a message lost or changed"
        assert len(customer) == len(self.sent), "a message doubled"
        replied = [m.in_reply_to for m in everything if m.author == "bot"]
        assert len(replied) == len(set(replied)), "answered twice by the assistant"
        assert all(self.answered_by[seq] == "bot" for seq in replied), "answered by two owners"
        assert set(self.answered_by) == set(self.sent.values()), "a message that nobody answered"
        assert self.seen == [m.seq for m in everything if m.visibility == "all"], "the browser missed or doubled something"

    def _let_it_end(self) -> None:
        """Whatever happened: when all processes live and everybody does their work, every message gets its answer."""
        self.flying.clear()
        self.now += timedelta(seconds=LEASE_SECONDS + 1)
        if self.owner == "queue":
            self.agent_takes(AGENTS[0])
        if self.owner == "agent":
            assert self.holder is not None
            self.agent_hands_back(self.holder)
        while self.id in self.conversations.waiting_turns(self.now, 10_000):
            self.assistant_claims(WORKERS[0])
            turn, _ = self.flying.pop()
            assert turn_steps.complete(self.storage, turn, answer("at last"), SIGNER, self.now)
            self.answered = turn.message.seq
            self.answered_by[turn.message.seq] = "bot"
        assert all(seq <= self.answered for seq in self.sent.values())


@pytest.fixture
def quick_storage(migrated_file: Path) -> Storage:
    """SQLite in memory-backed files where the machine has them: the rules are tested here, not the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        shutil.copy(migrated_file, Path(folder) / "fencing.db")
        storage = open_storage(f"sqlite:///{folder}/fencing.db")
        yield storage
        storage.close()


def test_no_message_is_answered_by_two_owners_none_lost_none_doubled(quick_storage: Storage) -> None:
    machine = type("FencingHere", (Fencing,), {"storage": quick_storage})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(
        max_examples=1000, stateful_step_count=25, deadline=None, database=None, suppress_health_check=checks, print_blob=False
    )
    run_state_machine_as_test(machine, settings=chosen)
