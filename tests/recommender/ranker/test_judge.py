"""Counting places gives what sorting gives, ties included."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.candidates.histories import of_lists
from recommender.ranker.holdout import AT, gains
from recommender.ranker.judge import Judge
from recommender.ranker.pool import Pool

items = st.lists(st.integers(0, 30), max_size=25, unique=True)


@given(st.lists(st.tuples(items, items), min_size=1, max_size=5), st.data())
def test_counting_places_equals_sorting(users: list[tuple[list[int], list[int]]], data: st.DataObject) -> None:
    candidates = [sorted(own) for own, _ in users]
    start = np.concatenate([[0], np.cumsum([len(own) for own in candidates])]).astype(np.int64)
    item = np.concatenate([np.zeros(0, dtype=np.int64), *(np.array(own, dtype=np.int64) for own in candidates)])
    found = Pool(start, item, np.zeros((len(item), 1), dtype=np.float32), ("one",))
    wanted = of_lists([taken for _, taken in users], 31)
    worth = np.array(data.draw(st.lists(st.integers(-2, 2), min_size=len(item), max_size=len(item))), dtype=np.float64)
    np.testing.assert_allclose(Judge(found, wanted).gains(worth), gains(found.order(worth, AT), wanted))
