"""Histories: repeats, order, and every cut of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.candidates.histories import Histories, histories, joined, of_lists
from recommender.interactions import Interactions

lists = st.lists(st.lists(st.integers(0, 9), max_size=8, unique=True), min_size=1, max_size=6)


def as_lists(found: Histories) -> list[list[int]]:
    return [found.item[found.start[u] : found.start[u + 1]].tolist() for u in range(found.users)]


def test_of_a_users_repeats_of_an_item_the_first_counts() -> None:
    user, item = np.array([0, 0, 0, 0, 2]), np.array([5, 3, 5, 1, 5])
    found = histories(Interactions(user, item, np.arange(5.0), np.ones(5)), 6, 4)
    assert as_lists(found) == [[5, 3, 1], [], [5], []]
    assert found.at.tolist() == [0.0, 1.0, 3.0, 4.0]


@given(lists, st.integers(0, 3))
def test_the_last_and_all_but_the_last_make_up_the_whole(given_lists: list[list[int]], cut: int) -> None:
    whole = of_lists(given_lists, 10)
    heads, tails = as_lists(whole.but_last(cut)), as_lists(whole.last(cut))
    assert [h + t for h, t in zip(heads, tails, strict=True)] == given_lists
    assert all(len(tail) == min(cut, len(one)) for tail, one in zip(tails, given_lists, strict=True))


@given(lists, st.data())
def test_taking_users_gives_their_histories_in_the_order_asked(given_lists: list[list[int]], data: st.DataObject) -> None:
    whole = of_lists(given_lists, 10)
    users = data.draw(st.lists(st.integers(0, len(given_lists) - 1), max_size=5))
    assert as_lists(whole.take(users)) == [given_lists[u] for u in users]


@given(lists, lists)
def test_joined_histories_hold_the_users_one_after_the_other(first: list[list[int]], second: list[list[int]]) -> None:
    assert as_lists(joined([of_lists(first, 10), of_lists(second, 10)])) == first + second


@given(lists, st.sampled_from([0.5, 0.9, 1.0]))
def test_each_step_back_is_worth_the_decay(given_lists: list[list[int]], decay: float) -> None:
    faded = of_lists(given_lists, 10).fading(decay).toarray()
    for user, one in enumerate(given_lists):
        expected = np.zeros(10)
        for steps_back, item in enumerate(reversed(one)):
            expected[item] = decay**steps_back
        np.testing.assert_allclose(faded[user], expected, rtol=1e-6)
