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

    @rule(deed=st.sampled_from(["send", "send", "send unheard", "send again", "reconnect"]))
    def customer(self, deed: str) -> None:
        if deed == "reconnect":
            after = self.seen[-1] if self.seen else 0
            self.seen += [m.seq for m in self.conversations.messages(self.id, after)]
        elif deed == "send again" and self.sent:
            self._send_again(sorted(self.sent)[-1])
        else:
            self._send()
            if deed == "send":  # a gateway looks at once, as it does in life
                self._claim(WORKERS[0])

    def _send(self) -> None:
        client_id = f"k{len(self.sent)}"
        message, created = self.conversations.add_customer_message(self.id, client_id, f"text {client_id}", None, self.now)
        assert created
        self.sent[client_id] = message.seq

    def _send_again(self, client_id: str) -> None:
        message, created = self.conversations.add_customer_message(self.id, client_id, "text, typed anew", None, self.now)
        assert (message.seq, created) == (self.sent[client_id], False)

    # the assistant, in two processes

    @precondition(lambda self: self.sent)
    @rule(
        deed=st.sampled_from(["claim", "stuck", "answer", "answer", "answer", "hand over", "give up", "fail", "die"]),
        which=st.integers(0, 3),
    )
    def assistant(self, deed: str, which: int) -> None:
        if deed == "stuck":  # the first process still waits for its answer, which may yet come
            self.now += timedelta(seconds=LEASE_SECONDS + 1)
            self._claim(WORKERS[1])
        elif deed == "claim" or not self.flying:
            self._claim(WORKERS[which % 2])
        elif deed == "fail":
            self.conversations.release_turn(self._land(which), self.now)
        elif deed == "die":  # nobody gives the lease back: it runs out
            self._land(which)
            self.now += timedelta(seconds=LEASE_SECONDS + 1)
        else:
            self._answer(which, hand_over=deed == "hand over", gives_up=deed == "give up")

    def _claim(self, worker: str) -> None:
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

    def _land(self, which: int) -> Turn:
        return self.flying.pop(which % len(self.flying))[0]

    def _answer(self, which: int, *, hand_over: bool, gives_up: bool) -> None:
        newest = self.flying[-1][0].token
        turn = self._land(which)
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

    # people

    @precondition(lambda self: self.sent)
    @rule(
        agent=st.sampled_from(AGENTS),
        deed=st.sampled_from(
            ["ask", "take", "take", "reply", "reply", "reply again", "note", "hand back", "hand back", "hand back in haste"]
        ),
    )
    def people(self, agent: str, deed: str) -> None:
        if deed == "ask":
            self.conversations.request_person(self.id, "asked", self.now)
            self.owner = "queue" if self.owner == "bot" else self.owner
        elif deed == "take":
            self._take(agent)
        elif deed == "note":
            self.conversations.add_staff_message(
                self.id, agent, agent.title(), "a note", (), None, self.now, visibility="staff"
            )
        elif deed.startswith("hand back"):
            self._hand_back(agent, in_haste=deed == "hand back in haste")
        else:
            self._reply(agent, again=deed == "reply again")

    def _take(self, agent: str) -> None:
        try:
            self.conversations.take_over(self.id, agent, self.now)
        except Conflict:
            assert self.owner == "agent"
            assert self.holder != agent
            return
        assert self.owner != "agent" or self.holder == agent
        self.owner, self.holder = "agent", agent

    def _reply(self, agent: str, *, again: bool) -> None:
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
        self._dealt_with_by_people(message.seq)

    def _hand_back(self, agent: str, *, in_haste: bool = False) -> None:
        """In haste: the customer's newest message had not reached the agent's page."""
        seen = max(self.sent.values()) - 1 if in_haste and self.sent else None
        try:
            back = self.conversations.hand_back(self.id, agent, self.now, seen)
        except Conflict:
            assert (self.owner, self.holder) != ("agent", agent)
            return
        self.owner, self.holder = "bot", None
        self._dealt_with_by_people(max(self.answered, back.last_seq if seen is None else seen))
        turn_steps.tracker_events(turn_steps.since_hand_over(self.conversations.messages(self.id, 0, 500, staff=True)))

    def _dealt_with_by_people(self, upto: int) -> None:
        for seq in self.sent.values():
            if self.answered < seq <= upto:
                self.answered_by[seq] = "agent"
        self.answered = upto

    # time

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 9))
    def timers(self, which: int) -> None:
        """The slow-answer timer of one message rings, and the sweeper looks."""
        self.now += timedelta(seconds=4)
        seq = sorted(self.sent.values())[which % len(self.sent)]
        notice = turn_steps.say_slow(self.storage, self.id, seq, self.now)
        if notice is not None:
            assert seq not in self.told_slow, "told twice"
            assert seq > self.answered, "told after the answer"
            assert self.owner == "bot"
            self.told_slow.add(seq)
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
        self.customer("reconnect")
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
            self._take(AGENTS[0])
        if self.owner == "agent":
            assert self.holder is not None
            self._hand_back(self.holder)
        while self.id in self.conversations.waiting_turns(self.now, 10_000):
            self._claim(WORKERS[0])
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


@pytest.mark.timeout(900)
def test_no_message_is_answered_by_two_owners_none_lost_none_doubled(quick_storage: Storage) -> None:
    machine = type("FencingHere", (Fencing,), {"storage": quick_storage})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(
        max_examples=1000, stateful_step_count=20, deadline=None, database=None, suppress_health_check=checks, print_blob=False
    )
    run_state_machine_as_test(machine, settings=chosen)
