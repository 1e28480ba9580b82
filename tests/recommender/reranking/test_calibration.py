"""How far a list is from a customer's interests."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.profiles.taste import FacetTable
from recommender.reranking.calibration import Calibration, categories_of, interests_of, miscalibration
from shop.customers import Profile
from tests.recommender.reranking.made_up_shelf import made

FACETS = FacetTable.of([made(0, category="tents"), made(1, category="mugs"), made(2, category="")])


def test_interests_are_shares_of_what_speaks_for_a_category_of_the_shop() -> None:
    profile = Profile("ana", affinities={"category": {"tents": 3.0, "mugs": 1.0, "lamps": 5.0}})
    found = interests_of(profile, FACETS)
    assert found is not None
    assert found.tolist() == [0.75, 0.25]
    assert categories_of(FACETS).tolist() == [0, 1, -1]


def test_who_is_unknown_or_likes_nothing_here_has_no_interests() -> None:
    assert interests_of(None, FACETS) is None
    assert interests_of(Profile("ana", affinities={"category": {"tents": -3.0, "lamps": 1.0}}), FACETS) is None


def test_a_list_in_proportion_is_at_no_distance_and_one_of_a_single_kind_is_far() -> None:
    wanted = np.array([0.5, 0.5])
    assert miscalibration(wanted, np.array([0, 1, 1, 0])) == pytest.approx(0.0)
    assert miscalibration(wanted, np.array([0, 0, 0, 0])) > 1.0
    assert miscalibration(wanted, np.array([], dtype=np.intp)) > 4.0


@given(st.lists(st.integers(-1, 3), min_size=1, max_size=12), st.lists(st.floats(0.01, 1), min_size=4, max_size=4))
def test_what_each_place_is_charged_sums_up_to_the_distance_of_the_list(chosen: list[int], weights: list[float]) -> None:
    interests = np.array(weights) / sum(weights)
    codes = np.array(chosen, dtype=np.intp)
    charging = Calibration(interests, codes, 2.0)
    charged = 0.0
    for candidate in range(codes.size):
        charged += charging.cost()[candidate]
        charging.take(candidate)
    empty = miscalibration(interests, codes[:0])
    assert charged == pytest.approx(2.0 * (miscalibration(interests, codes) - empty), abs=1e-9)
