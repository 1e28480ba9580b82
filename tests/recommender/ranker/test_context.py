"""Columns that move with the moment and the place of asking, and trees that learn to look at them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recommender.candidates.asking import NOWHERE, Asking
from recommender.candidates.histories import of_lists
from recommender.candidates.lifts import Lifts
from recommender.candidates.popular import Popular
from recommender.ranker.context import NAMES, PULL, context_columns
from recommender.ranker.facts import ItemFacts, columns
from recommender.ranker.lambdarank import LambdaRank
from recommender.ranker.pool import Pool
from tests.recommender.candidates.seasonal_histories import DECEMBER, ITEMS, JULY, SUMMER, WINTER, a_year


def everything_for(users: int) -> Pool:
    popular = Popular.fit(a_year(), {"half_life": 0.0}).score(of_lists([[]], ITEMS))[0]
    start = np.arange(users + 1) * ITEMS
    return Pool(start, np.tile(np.arange(ITEMS), users), np.tile(popular, users)[:, None], ("popular",))


def test_each_candidate_has_its_lift_at_the_moment_and_the_place_of_its_user() -> None:
    lifts = Lifts.of(a_year(), PULL)
    asked = replace(of_lists([[], [], []], ITEMS), asking=Asking(np.array([DECEMBER, JULY, np.nan]), np.array([0, 1, NOWHERE])))
    found = context_columns(everything_for(3), asked, lifts)
    assert found.shape == (3 * ITEMS, len(NAMES))
    assert found[WINTER, 0] > 0 > found[ITEMS + WINTER, 0]
    assert found[SUMMER, 0] < 0 < found[ITEMS + SUMMER, 0]
    assert not found[2 * ITEMS :].any()


def test_trees_that_learn_from_seasons_put_what_is_in_season_first() -> None:
    """Before the season both are wanted alike: what is popular cannot tell who wants which."""
    past, users = a_year(), 400
    lifts, facts = Lifts.of(past, PULL), ItemFacts.of(past)
    moments = np.where(np.arange(users) % 2, DECEMBER, JULY)
    asked = replace(of_lists([[]] * users, ITEMS), asking=Asking.of(users, moments))
    wanted = of_lists([[WINTER if user % 2 else SUMMER] for user in range(users)], ITEMS)
    found = everything_for(users)
    blend = found.scores[:, 0]
    table, names = columns(found, asked, facts, lifts, blend)
    ranker = LambdaRank.fit(found, table, names, blend, wanted)
    assert ranker is not None
    first = found.order(ranker.score(found, table, names, blend), 1)[:, 0]
    assert (first[moments == DECEMBER] == WINTER).mean() > 0.95
    assert (first[moments == JULY] == SUMMER).mean() > 0.95


def test_trees_that_learnt_fewer_columns_take_their_own_by_name() -> None:
    past, users = a_year(), 200
    asked = of_lists([[]] * users, ITEMS)
    found = everything_for(users)
    blend = found.scores[:, 0]
    table, names = columns(found, asked, ItemFacts.of(past), Lifts.of(past, PULL), blend)
    wanted = of_lists([[int(item)] for item in np.random.default_rng(2).integers(0, ITEMS, users)], ITEMS)
    kept = [place for place, name in enumerate(names) if name not in NAMES][::-1]
    ranker = LambdaRank.fit(found, table[:, kept], [names[place] for place in kept], blend, wanted)
    assert ranker is not None
    spoilt = table.copy()
    spoilt[:, [names.index(name) for name in NAMES]] = 99.0
    np.testing.assert_array_equal(ranker.score(found, spoilt, names, blend), ranker.score(found, table, names, blend))
    few = ranker.score(found, table[:, kept], [names[place] for place in kept], blend)
    np.testing.assert_array_equal(few, ranker.score(found, table, names, blend))
