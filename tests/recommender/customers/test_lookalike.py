"""Look-alikes: who is like the members comes first, and no member vouches for itself."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.customers.features import Features
from recommender.customers.lookalike import lift, scores
from shop.errors import InvalidInput


def people(seed: int = 0) -> tuple[Features, np.ndarray]:
    """600 customers, of whom 120 buy far more often than the rest; half of these are told."""
    rng = np.random.default_rng(seed)
    values = rng.lognormal(1, 0.4, (600, 8))
    values[:120, 1] *= 4
    return Features(np.arange(600), values, 0.0), np.arange(0, 120, 2)


def test_hidden_members_are_among_the_first() -> None:
    found, told = people()
    ranking = scores(found, told)
    rest = ~np.isin(found.customer, told)
    hidden = found.customer[rest] < 120
    assert lift(ranking[rest], hidden) > 5
    assert lift(np.random.default_rng(1).random(rest.sum()), hidden) < 2.5


def test_a_group_of_nobody_in_particular_is_like_nobody_in_particular() -> None:
    found, _ = people()
    told = np.random.default_rng(3).permutation(600)[:100]
    ranking = scores(found, told)
    inside = np.isin(found.customer, told)
    assert abs(ranking[inside].mean() - ranking[~inside].mean()) < 0.05


def test_a_handful_of_members_is_refused() -> None:
    found, told = people()
    with pytest.raises(InvalidInput):
        scores(found, told[:5])
    with pytest.raises(InvalidInput):
        scores(found, found.customer)
