"""Gamma-gamma finds what simulated orders were made from, and pulls few orders towards everybody's mean."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.customers.gamma_gamma import GammaGamma, Spending, fit_gamma_gamma, spending
from shop.errors import InvalidInput
from tests.recommender.customers.made_up_orders import day, shop

MODEL = GammaGamma(6.0, 4.0, 30.0)


def test_the_parameters_of_simulated_orders_are_found() -> None:
    rng = np.random.default_rng(2)
    n = 5000
    nu, count = rng.gamma(MODEL.q, 1 / MODEL.gamma, n), rng.integers(1, 12, n)
    mean = np.array([rng.gamma(MODEL.p, 1 / nu[i], count[i]).mean() for i in range(n)])
    seen = Spending(np.arange(n), count.astype(float), mean)
    found = fit_gamma_gamma(seen)
    assert found.p == pytest.approx(MODEL.p, rel=0.25)  # means alone say little of how orders of one customer scatter
    assert found.q == pytest.approx(MODEL.q, rel=0.15)
    assert found.of_anyone == pytest.approx(MODEL.of_anyone, rel=0.1)
    assert found.expected(seen) == pytest.approx(MODEL.expected(seen), rel=0.1)


def test_more_orders_weigh_more_against_everybodys_mean() -> None:
    seen = Spending(np.arange(3), np.array([1.0, 5.0, 500.0]), np.full(3, 200.0))
    found = MODEL.expected(seen)
    assert MODEL.of_anyone < found[0] < found[1] < found[2] < 200.0
    assert found[2] == pytest.approx(200.0, rel=0.01)


def test_orders_sent_back_whole_do_not_count() -> None:
    lines = shop(80)
    seen = spending(lines, -np.inf, day(lines))
    assert (seen.mean > 0).all()
    assert seen.count.sum() == len(lines.order_ids) - int((lines.returned == lines.value).sum())


def test_too_few_customers_are_refused() -> None:
    with pytest.raises(InvalidInput):
        fit_gamma_gamma(Spending(np.arange(3), np.full(3, 2.0), np.full(3, 9.0)))
