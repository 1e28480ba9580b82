"""One set of checks on every source of candidates."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.candidates.histories import Histories, of_lists
from recommender.candidates.sources import OPENED, Kind, kinds
from tests.recommender.candidates.made_up_histories import ITEMS, walks

DESCRIBED = np.kron(np.eye(2), np.ones((20, 1)))  # an item is described by its taste
KINDS = {kind.name: kind for kind in kinds(DESCRIBED) if kind.name != "deep"}
FOR_ALL_ALIKE = {"popular", "of_the_moment"}


@pytest.fixture(scope="module")
def past() -> Histories:
    return walks(basket=2)


@pytest.fixture(params=sorted(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def test_a_source_scores_the_whole_catalogue_for_anyone(kind: Kind, past: Histories) -> None:
    assert kind.fits(past)
    found = kind.fit(past, kind.choices[0]).score(of_lists([[1, 2], [25], []], ITEMS))
    assert found.shape == (3, ITEMS)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()


def test_one_who_did_nothing_gets_nothing_but_what_is_popular(kind: Kind, past: Histories) -> None:
    found = kind.fit(past, kind.choices[0]).score(of_lists([[]], ITEMS))
    assert found.any() == (kind.name in FOR_ALL_ALIKE)


@pytest.mark.parametrize("name", sorted(set(KINDS) - FOR_ALL_ALIKE))
def test_a_source_puts_the_own_taste_first(name: str, past: Histories) -> None:
    kind = KINDS[name]
    found = kind.fit(past, kind.choices[0]).score(of_lists([[3, 4, 5], [23, 24, 25]], ITEMS))
    assert found[0, :20].sum() > found[0, 20:].sum()
    assert found[1, :20].sum() < found[1, 20:].sum()


def test_fitted_twice_it_says_the_same(kind: Kind, past: Histories) -> None:
    asked = past.but_last(2).take(range(20))
    first, second = (kind.fit(past, kind.choices[0]).score(asked) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_opened_from_its_arrays_it_says_the_same(kind: Kind, past: Histories) -> None:
    fitted = kind.fit(past, kind.choices[0])
    arrays = fitted.arrays()
    assert all(array.dtype != object for array in arrays.values()), "an npz without pickle holds no objects"
    asked = past.take(range(10))
    np.testing.assert_allclose(OPENED[kind.name](arrays).score(asked), fitted.score(asked), rtol=2e-3, atol=2e-3)


def test_asked_for_some_items_it_says_of_them_what_it_says_of_all(kind: Kind, past: Histories) -> None:
    fitted, some = kind.fit(past, kind.choices[0]), np.array([30, 3, 7])
    asked = of_lists([[1, 2], [25], []], ITEMS)
    np.testing.assert_allclose(fitted.score(asked, some), fitted.score(asked)[:, some], rtol=1e-4, atol=1e-6)


def test_every_choice_of_settings_can_be_fitted(kind: Kind) -> None:
    few = walks(220, 4, basket=2)
    for settings in kind.choices[:: max(1, len(kind.choices) // 6)]:
        assert np.isfinite(kind.fit(few, settings).score(few.take([0, 1]))).all()


def test_rules_go_in_the_direction_of_time(past: Histories) -> None:
    found = KINDS["rules"].fit(past, {**KINDS["rules"].choices[0], "together": 0.0}).score(of_lists([[10]], ITEMS))
    assert found[0, 11] > found[0, 9]


def test_what_is_bought_together_is_asked_with_the_present_basket_alone(past: Histories) -> None:
    fitted = KINDS["together"].fit(past, KINDS["together"].choices[0])
    both = Histories(np.array([0, 2]), np.array([25, 3]), np.array([0.0, 9.0]), ITEMS)
    np.testing.assert_array_equal(fitted.score(both), fitted.score(of_lists([[3]], ITEMS)))


def test_without_baskets_nothing_is_bought_together() -> None:
    assert not KINDS["together"].fits(walks(basket=1))


def test_content_knows_an_item_nobody_had() -> None:
    described = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    content = next(kind for kind in kinds(described) if kind.name == "content")
    found = content.fit(of_lists([[0], [2]], 3), content.choices[0]).score(of_lists([[0]], 3))
    assert found[0, 1] > found[0, 2]


def test_taking_a_user_out_takes_out_their_part_exactly() -> None:
    """Nothing of a user is in what is fitted without them: it equals a fit that never saw them."""
    all_of_them = walks(60, 6, basket=2)
    others = [user for user in range(60) if user != 7]
    for name in ("rules", "item_knn", "ease", "popular", "together"):
        kind = KINDS[name]
        emptied = all_of_them.where(all_of_them.user != 7)
        left, never = kind.fit(emptied, kind.choices[0]), kind.fit(all_of_them.take(others), kind.choices[0])
        asked = of_lists([[1, 2], [30]], ITEMS)
        np.testing.assert_allclose(left.score(asked), never.score(asked), rtol=1e-5, atol=1e-6)
