"""A later basket is halved: one half asks, what the other holds that is new to its customer is wanted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.candidates.histories import Histories, of_lists
from recommender.interactions import Interactions
from recommender.ranker.baskets import OfLastBasket, later_baskets, plan_baskets
from shop.errors import InvalidInput


def deeds(rows: list[tuple[int, int, float]]) -> Interactions:
    table = np.array(sorted(rows, key=lambda r: (r[0], r[2])), dtype=np.float64).reshape(-1, 3)
    return Interactions(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], np.ones(len(table)))


def test_the_basket_comes_last_and_at_one_time_after_what_the_customer_had() -> None:
    found = later_baskets(
        deeds([(0, 1, 1), (0, 2, 2), *((0, n, 9.0) for n in (10, 11, 12, 13))]), 5, 20, np.random.default_rng(1)
    )
    asked, wanted = found.holdout.asked, found.holdout.wanted
    assert asked.item[:2].tolist() == [1, 2]
    assert set(asked.item[2:].tolist()) | set(wanted.item.tolist()) == {10, 11, 12, 13}
    assert asked.lengths.tolist() == [4]
    assert wanted.lengths.tolist() == [2]
    assert asked.at[2] == asked.at[3] > asked.at[1]


def test_what_the_customer_had_before_is_counted_but_not_wanted() -> None:
    rows = [*((0, n, 1.0) for n in (10, 11)), *((0, n, 9.0) for n in (10, 11, 12, 13))]
    seen = [later_baskets(deeds(rows), 5, 20, np.random.default_rng(seed)) for seed in range(30)]
    assert not any(np.isin([10, 11], one.holdout.wanted.item).any() for one in seen)
    assert {one.lines for one in seen} == {2}
    assert {one.again for one in seen} == {0, 1, 2}
    # two known lines in the given half: each stands once, in the basket
    assert all(len(np.unique(one.holdout.asked.item)) == len(one.holdout.asked.item) for one in seen)


def test_small_and_early_orders_do_not_ask() -> None:
    small = [(0, n, 9.0) for n in (1, 2, 3)]
    early = [(1, n, 2.0) for n in (1, 2, 3, 4)]
    assert later_baskets(deeds(small + early), 5, 20, np.random.default_rng(1)).holdout.asked.users == 0


def test_a_customer_asks_once_however_many_orders_they_placed() -> None:
    rows = [(0, 4 * t + n, 10.0 + t) for t in range(6) for n in range(4)]
    found = later_baskets(deeds(rows), 5, 40, np.random.default_rng(2))
    assert found.holdout.asked.users == 1


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 6)), max_size=80), st.integers(0, 5))
def test_nothing_is_both_asked_with_and_wanted(rows: list[tuple[int, int, int]], seed: int) -> None:
    found = later_baskets(deeds([(u, i, float(t)) for u, i, t in set(rows)]), 2.0, 10, np.random.default_rng(seed)).holdout
    for user in range(found.asked.users):
        asked, wanted = found.asked.take([user]).item, found.wanted.take([user]).item
        assert not set(asked.tolist()) & set(wanted.tolist())
        assert len(wanted) > 0
        assert len(asked) > 0


def test_settings_are_chosen_on_baskets_before_those_that_test() -> None:
    rng = np.random.default_rng(3)
    rows = [(u, int(i), float(t)) for u in range(40) for t in range(u % 7, 50, 7) for i in rng.choice(60, 5, replace=False)]
    plan, tested = plan_baskets(deeds(rows), 60, 40)
    assert plan.test.holdout is tested.holdout
    moment = np.quantile([t for _, _, t in rows], 0.8)
    assert plan.test.fitted_on.at.max() <= moment
    assert plan.settings[0].fitted_on.at.max() < plan.test.fitted_on.at.max()
    asking = plan.learn.holdout.asked.users + plan.choose.holdout.asked.users
    assert asking == plan.settings[0].holdout.asked.users


def test_where_nothing_was_taken_together_no_basket_can_be_completed() -> None:
    with pytest.raises(InvalidInput, match="very same time"):
        plan_baskets(deeds([(u, u + t, float(t)) for u in range(20) for t in range(20)]), 40, 20)
    with pytest.raises(InvalidInput):
        plan_baskets(deeds([]), 3, 0)


def test_a_source_can_be_asked_with_the_last_basket_alone() -> None:
    class Heard:
        def score(self, asked: Histories) -> np.ndarray:
            return asked.matrix().toarray()

        def arrays(self) -> dict[str, np.ndarray]:
            return {}

    history = of_lists([[3, 1], []], 5)
    shared = Histories(history.start, history.item, np.array([7.0, 7.0]), 5)
    assert OfLastBasket(Heard()).score(history)[0].nonzero()[0].tolist() == [1]
    assert OfLastBasket(Heard()).score(shared)[0].nonzero()[0].tolist() == [1, 3]
    assert not OfLastBasket(Heard()).score(history)[1].any()
