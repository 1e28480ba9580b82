"""The vectors that training starts from say what is met together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import of_lists
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
