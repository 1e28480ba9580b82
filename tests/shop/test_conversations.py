"""By which rules a conversation changes hands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.conversations import OWNERS, Ownership, hand_back, request_person, stop_waiting, take_over
from shop.errors import Conflict

BOT = Ownership("bot", 4)
QUEUE = Ownership("queue", 5)
ADA = Ownership("agent", 6, "ada")

owners = st.one_of(
    st.builds(Ownership, st.sampled_from(["bot", "queue"]), st.integers(0, 99)),
    st.builds(Ownership, st.just("agent"), st.integers(0, 99), st.sampled_from(["ada", "milo"])),
)
agents = st.sampled_from(["ada", "milo"])
moves = st.one_of(
    st.just(request_person),
    st.just(stop_waiting),
    agents.map(lambda who: lambda now: take_over(now, who)),
    agents.map(lambda who: lambda now: hand_back(now, who)),
)


def test_asking_for_a_person_puts_it_in_the_queue():
    assert request_person(BOT) == Ownership("queue", 5)


@pytest.mark.parametrize("held", [QUEUE, ADA])
def test_asking_again_changes_nothing(held: Ownership):
    assert request_person(held) == held


def test_who_does_not_want_to_wait_is_with_the_bot_again():
    assert stop_waiting(QUEUE) == Ownership("bot", 6)


@pytest.mark.parametrize("held", [BOT, ADA])
def test_where_nobody_waits_or_a_person_is_there_already_that_changes_nothing(held: Ownership):
    assert stop_waiting(held) == held


@pytest.mark.parametrize("free", [BOT, QUEUE])
def test_an_agent_takes_it_from_the_bot_or_the_queue(free: Ownership):
    assert take_over(free, "ada") == Ownership("agent", free.epoch + 1, "ada")


def test_taking_ones_own_again_changes_nothing():
    assert take_over(ADA, "ada") == ADA


def test_a_colleagues_conversation_is_not_taken():
    with pytest.raises(Conflict) as raised:
        take_over(ADA, "milo")
    assert raised.value.code == "already_taken"


def test_who_holds_it_hands_it_back():
    assert hand_back(ADA, "ada") == Ownership("bot", 7)


@pytest.mark.parametrize(("held", "who"), [(ADA, "milo"), (BOT, "ada"), (QUEUE, "ada")])
def test_nobody_else_hands_it_back(held: Ownership, who: str):
    with pytest.raises(Conflict) as raised:
        hand_back(held, who)
    assert raised.value.code == "not_yours"


@given(owners, st.lists(moves, max_size=20))
def test_there_is_always_one_owner_and_every_change_raises_the_epoch(now: Ownership, steps: list):
    for step in steps:
        before = now
        try:
            now = step(before)
        except Conflict:
            continue
        assert now.owner in OWNERS
        assert (now.agent_id is not None) == (now.owner == "agent")
        assert now.epoch == before.epoch + (now != before)
