"""No split lets what is tested, or what chooses, into what is fitted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recommender.candidates.asking import Asking
from recommender.candidates.histories import Histories, of_lists
from recommender.ranker.splits import SPLITS, Asked, plan, plan_for_use
from shop.errors import InvalidInput
from tests.recommender.candidates.made_up_histories import ITEMS, walks


def pairs(found: Histories) -> set[tuple[int, float]]:
    """Deeds without their user: in these histories the time tells whose they are."""
    return set(zip(found.item.tolist(), found.at.tolist(), strict=True))


@pytest.fixture(scope="module")
def past() -> Histories:
    return walks(120, 8)


@pytest.mark.parametrize("split", SPLITS)
def test_what_is_wanted_is_never_in_what_is_fitted_or_asked(split: str, past: Histories) -> None:
    made = plan(past, split)
    parts: list[Asked] = [*made.settings, made.learn, made.choose, made.test]
    for part in parts:
        wanted = pairs(part.holdout.wanted)
        assert wanted
        assert not wanted & pairs(part.fitted_on)
        assert not wanted & pairs(part.holdout.asked)


@pytest.mark.parametrize("split", SPLITS)
def test_nothing_that_is_tested_is_seen_before(split: str, past: Histories) -> None:
    made = plan(past, split)
    tested = pairs(made.test.holdout.wanted)
    for part in (*made.settings, made.learn, made.choose):
        assert not tested & pairs(part.fitted_on)
        assert not tested & pairs(part.holdout.asked)
        assert not tested & pairs(part.holdout.wanted)


def test_leave_last_out_asks_with_all_but_the_last_of_what_was_fitted_on_all_but_the_last_two(past: Histories) -> None:
    test = plan(past, "leave-last-out").test
    assert (test.holdout.wanted.lengths == 1).all()
    np.testing.assert_array_equal(test.holdout.asked.lengths, past.lengths - 1)
    np.testing.assert_array_equal(test.fitted_on.lengths, past.lengths - 2)


def test_a_random_split_holds_out_a_quarter_of_each_user_and_repeats_by_its_seed(past: Histories) -> None:
    first, again, other = (plan(past, "random", seed).test.holdout.wanted for seed in (1, 1, 2))
    assert (np.abs(first.lengths - 0.25 * past.lengths) <= 0.5).all()
    assert pairs(first) == pairs(again) != pairs(other)


def test_in_time_everything_wanted_came_after_everything_fitted(past: Histories) -> None:
    made = plan(past, "time")
    assert made.test.fitted_on.at.max() < made.test.holdout.wanted.at.min()
    assert made.choose.fitted_on.at.max() < made.choose.holdout.wanted.at.min()


def test_too_little_to_test_with_is_said() -> None:
    with pytest.raises(InvalidInput, match="Too few"):
        plan(of_lists([[1], [2]], 5), "leave-last-out")


def test_an_unknown_split_is_refused_with_the_list(past: Histories) -> None:
    with pytest.raises(InvalidInput) as raised:
        plan(past, "weekly")
    assert "leave-last-out, random, time" in str(raised.value.fields)


@pytest.mark.parametrize("split", ["leave-last-out", "random"])
def test_in_the_splits_of_published_tables_the_moment_of_what_is_wanted_is_not_told(split: str, past: Histories) -> None:
    made = plan(past, split)
    for part in (*made.settings, made.learn, made.choose, made.test):
        asked = part.holdout.asked
        assert asked.asking is not None
        np.testing.assert_array_equal(asked.asking.at, asked.at[asked.start[1:] - 1])


def test_who_comes_back_is_asked_at_that_moment(past: Histories) -> None:
    for made in (plan(past, "time"), plan_for_use(past)):
        assert made is not None
        for part in (*made.settings, made.learn, made.choose, made.test):
            wanted = part.holdout.wanted
            assert part.holdout.asked.asking is not None
            np.testing.assert_array_equal(part.holdout.asked.asking.at, wanted.at[wanted.start[:-1]])


def test_where_people_are_is_known_in_every_part() -> None:
    past = walks(220, 8)
    past = replace(past, asking=Asking.of(past.users, region=np.arange(past.users) % 3))
    for split in SPLITS:
        test = plan(past, split).test
        assert test.fitted_on.asking is not None
        assert test.holdout.asked.asking is not None
        assert set(test.holdout.asked.asking.region.tolist()) == {0, 1, 2}


def test_a_moment_at_which_nobody_was_there_to_be_asked_does_not_count() -> None:
    """All but the last seventh is of the very first second: before the earlier moments nothing had happened."""
    both = of_lists([[1, 2]] * 100 + [[1]] * 500, ITEMS)
    late = replace(both, at=np.where(both.item == 2, 9.0, 0.0))
    made = plan_for_use(late)
    assert made is not None
    assert all(draw.holdout.asked.users for draw in made.settings)
