from __future__ import annotations

import numpy as np

from tests.recommender.spark.conftest import Frames, Single


def test_the_people_on_whom_settings_are_chosen_come_with_their_whole_histories(single: Single, frames: Frames) -> None:
    from recommender.spark.choosing import sampled

    whole = {tuple(single.past.take([user]).item) for user in range(single.past.users)}
    some = sampled(frames.past, 50)
    again = sampled(frames.past, 50)
    assert some.users == 50
    assert all(tuple(some.take([user]).item) in whole for user in range(50))
    assert np.array_equal(some.item, again.item)
    everybody = sampled(frames.past)
    assert everybody.users == single.past.users
    assert sorted(everybody.at) == sorted(single.past.at)


def test_where_order_tells_most_the_rules_are_chosen_and_popularity_is_little(frames: Frames) -> None:
    from recommender.spark.choosing import chosen

    found = chosen(frames.past)
    assert found.ranker is None
    assert set(found.settings) == set(found.weights) <= {"rules", "item_knn", "together", "popular", "of_the_moment", "als"}
    assert found.weights["rules"] > 5 * found.weights.get("popular", 0.0)
