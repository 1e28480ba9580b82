"""The vectors that training starts from say what is met together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from recommender.candidates.histories import of_lists
from recommender.deep import start
from recommender.deep.start import start_vectors

GROUPS = of_lists([[0, 1, 2, 3], [3, 1, 0, 2], [4, 5, 6, 7], [7, 5, 4, 6]] * 10, 9)


def near(dim: int) -> npt.NDArray[np.float32]:
    vector = start_vectors(GROUPS, dim, np.random.default_rng(0))
    assert vector.shape == (9, dim)
    return vector @ vector.T


def test_items_met_together_start_near_each_other() -> None:
    for dim in (2, 4, 40):  # by Lanczos, by the whole table, and with more columns than items
        found = near(dim)
        assert found[:4, :4].min() > found[:4, 4:8].max()
        assert found[4:8, 4:8].min() > found[:4, 4:8].max()


def test_the_start_is_the_same_each_time() -> None:
    first, again = (start_vectors(GROUPS, 2, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(first, again)


def test_without_two_items_of_anyone_the_start_is_small_noise() -> None:
    found = start_vectors(of_lists([[0], [1], []], 4), 3, np.random.default_rng(0))
    assert found.shape == (4, 3)
    assert 0 < np.abs(found).max() < 0.1


def test_with_too_few_rounds_what_was_found_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "_ROUNDS", 1)
    rng = np.random.default_rng(1)
    whole = of_lists([rng.permutation(300)[:6].tolist() for _ in range(400)], 300)
    found = start_vectors(whole, 20, np.random.default_rng(0))
    assert found.shape == (300, 20)
    assert np.isfinite(found).all()
    assert found.any(axis=0).all()
