"""Cutting and packing lose no item and look at nothing of another customer's."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.candidates.histories import of_lists
from recommender.deep.pieces import batches

_LISTS = st.lists(st.lists(st.integers(0, 30), unique=True, max_size=9), min_size=1, max_size=12)


@given(lists=_LISTS, length=st.integers(2, 6), horizon=st.integers(1, 3), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_each_place_is_taught_what_follows_it_in_its_own_history(
    lists: list[list[int]], length: int, horizon: int, seed: int
) -> None:
    taught: list[tuple[int, ...]] = []
    for batch in batches(of_lists(lists, 31), length, 8, horizon, 0.5, np.random.default_rng(seed)):
        item, piece, place = batch.item.ravel()[batch.at], batch.piece.ravel()[batch.at], batch.place.ravel()[batch.at]
        row = batch.at // length
        assert np.allclose(batch.weight.sum(axis=1), 1)
        for n in range(len(batch.at)):
            own = np.flatnonzero((row == row[n]) & (piece == piece[n]) & (place <= place[n]))
            follows = batch.target[n][batch.weight[n] > 0]
            taught.append((*item[own].tolist(), -1, *follows.tolist()))
    wanted: list[tuple[int, ...]] = []
    for own in lists:
        end = own[-length - 1 :]
        wanted += [(*end[: n + 1], -1, *end[n + 1 : n + 1 + horizon]) for n in range(len(end) - 1)]
    assert sorted(taught) == sorted(wanted)


@given(lists=_LISTS, seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_shuffled_every_history_of_two_keeps_its_items(lists: list[list[int]], seed: int) -> None:
    seen: list[list[int]] = []
    for batch in batches(of_lists(lists, 31), 10, 20, 1, 0.5, np.random.default_rng(seed), shuffled=True):
        item, piece, row = batch.item.ravel()[batch.at], batch.piece.ravel()[batch.at], batch.at // 10
        for key in sorted(set(zip(row.tolist(), piece.tolist(), strict=True))):
            mine = np.flatnonzero((row == key[0]) & (piece == key[1]))
            seen.append(sorted([*item[mine].tolist(), int(batch.target[mine[-1], 0])]))
    assert sorted(seen) == sorted(sorted(own) for own in lists if len(own) > 1)


def test_short_histories_share_a_row() -> None:
    found = list(batches(of_lists([[1, 2, 3]] * 20, 5), 10, 40, 1, 0.5, np.random.default_rng(0)))
    assert [batch.item.shape for batch in found] == [(4, 10)]
    assert len(found[0].at) == 40
