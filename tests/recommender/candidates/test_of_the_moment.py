"""The source that looks at when and where it is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recommender.candidates.asking import NOWHERE, Asking
from recommender.candidates.histories import Histories, of_lists
from recommender.candidates.of_the_moment import OfTheMoment
from recommender.candidates.popular import Popular
from tests.recommender.candidates.seasonal_histories import DECEMBER, ITEMS, JULY, NORTH, SOUTH, SUMMER, WINTER, a_year

SETTINGS = {"half_life": 0.0, "pull": 5.0, "hour": 0.0}


@pytest.fixture(scope="module")
def fitted() -> OfTheMoment:
    return OfTheMoment.fit(a_year(), SETTINGS)


def stranger(at: float, region: int) -> Histories:
    return replace(of_lists([[]], ITEMS), asking=Asking.of(1, at, region))


def test_a_stranger_is_shown_what_the_season_wants(fitted: OfTheMoment) -> None:
    december, july = fitted.score(stranger(DECEMBER, NOWHERE))[0], fitted.score(stranger(JULY, NOWHERE))[0]
    assert december.argmax() == WINTER
    assert july.argmax() == SUMMER
    assert december[SUMMER] < july[SUMMER]


def test_a_stranger_is_shown_what_the_region_wants(fitted: OfTheMoment) -> None:
    north, south = fitted.score(stranger(np.nan, 0))[0], fitted.score(stranger(np.nan, 1))[0]
    assert north[NORTH] > north[SOUTH]
    assert south[SOUTH] > south[NORTH]


def test_of_who_tells_nothing_it_knows_what_is_popular_anyway(fitted: OfTheMoment) -> None:
    asked = of_lists([[], [4]], ITEMS)
    popular = Popular.fit(a_year(), {"half_life": 0.0}).score(asked)
    found = fitted.score(asked)
    np.testing.assert_array_equal(found[0], found[1])
    assert np.argsort(-found[0], kind="stable").tolist() == np.argsort(-popular[0], kind="stable").tolist()


def test_what_nobody_had_is_not_proposed(fitted: OfTheMoment) -> None:
    past = a_year()
    wider = Histories(past.start, past.item, past.at, ITEMS + 1, past.asking)
    found = OfTheMoment.fit(wider, SETTINGS).score(replace(of_lists([[]], ITEMS + 1), asking=Asking.of(1, DECEMBER)))
    assert found[0, ITEMS] == 0
    assert (found[0, :ITEMS] > 0).all()
