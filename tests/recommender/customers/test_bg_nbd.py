"""BG/NBD as published, on simulated customers, and at its edges."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.customers.bg_nbd import MOST, BgNbd, Purchases, fit_bg_nbd, log_likelihood, purchases
from shop.errors import InvalidInput
from tests.recommender.customers.made_up_orders import day, shop

#: The paper's estimates for CDNOW, in weeks.
CDNOW = BgNbd(0.243, 4.414, 0.793, 2.426)


def of(repeats: float, last: float, age: float) -> Purchases:
    return Purchases(np.array([0]), np.array([float(repeats)]), np.array([float(last)]), np.array([float(age)]))


def simulated(model: BgNbd, customers: int, age: float, ahead: float, seed: int = 4) -> tuple[Purchases, np.ndarray]:
    """Customers by the model's own story, and how often each bought in ``ahead`` after ``age``."""
    rng = np.random.default_rng(seed)
    rates, leaving = rng.gamma(model.r, 1 / model.alpha, customers), rng.beta(model.a, model.b, customers)
    seen, later = np.zeros((customers, 2)), np.zeros(customers)
    for n in range(customers):
        at = 0.0
        while True:
            at += rng.exponential(1 / rates[n])
            if at > age + ahead:
                break
            if at <= age:
                seen[n] = seen[n, 0] + 1, at
            else:
                later[n] += 1
            if rng.random() < leaving[n]:
                break
    return Purchases(np.arange(customers), seen[:, 0], seen[:, 1], np.full(customers, age)), later


def test_the_published_customer_is_expected_as_published() -> None:
    # x = 2, t_x = 30.43, T = 38.86: 1.226 purchases in the next 39 weeks (Fader, Hardie, Lee 2005)
    assert CDNOW.expected(of(2, 30.43, 38.86), 39.0)[0] == pytest.approx(1.226, abs=0.001)


def test_the_parameters_of_simulated_customers_are_found() -> None:
    true = BgNbd(0.8, 20.0, 0.9, 2.5)
    seen, _ = simulated(true, 6000, 150.0, 0.0)
    found = fit_bg_nbd(seen)
    assert found.r == pytest.approx(true.r, rel=0.15)
    assert found.alpha == pytest.approx(true.alpha, rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(true.a / (true.a + true.b), rel=0.15)
    assert log_likelihood(found, seen).sum() >= log_likelihood(true, seen).sum() - 1


def test_of_many_customers_a_part_is_enough() -> None:
    seen, _ = simulated(BgNbd(0.8, 20.0, 0.9, 2.5), MOST, 150.0, 0.0)
    twice = Purchases(*(np.tile(column, 2) for column in (seen.customer, seen.repeats, seen.last, seen.age)))
    whole, part = fit_bg_nbd(seen), fit_bg_nbd(twice)
    assert part.expected(seen, 60.0).mean() == pytest.approx(whole.expected(seen, 60.0).mean(), rel=0.05)


def test_what_is_expected_comes_true_for_simulated_customers() -> None:
    true = BgNbd(0.8, 20.0, 0.9, 2.5)
    seen, later = simulated(true, 8000, 150.0, 60.0)
    assert true.expected(seen, 60.0).mean() == pytest.approx(later.mean(), rel=0.06)
    assert true.buys(seen, 60.0).mean() == pytest.approx((later > 0).mean(), rel=0.05)
    often = seen.repeats >= 4
    assert true.expected(seen, 60.0)[often].mean() == pytest.approx(later[often].mean(), rel=0.1)


def test_who_stays_away_longer_is_likelier_to_have_left() -> None:
    alive = [CDNOW.alive(of(5, last, 100.0))[0] for last in (20.0, 50.0, 80.0, 100.0)]
    assert alive == sorted(alive)
    assert 0 < alive[0] < alive[-1] < 1


def test_who_bought_once_has_not_left() -> None:
    assert CDNOW.alive(of(0, 0.0, 300.0))[0] == 1.0


def test_a_customer_of_ten_thousand_orders_overflows_nothing() -> None:
    seen = of(10_000, 1000.0, 1000.0)
    assert np.isfinite(CDNOW.expected(seen, 30.0)).all()
    assert CDNOW.expected(seen, 30.0)[0] == pytest.approx(300, rel=0.1)


def test_a_beta_of_exactly_one_is_no_hole() -> None:
    near = [BgNbd(0.5, 10.0, a, 2.0).expected(of(3, 40.0, 50.0), 30.0)[0] for a in (0.999, 1.0, 1.001)]
    assert near[1] == pytest.approx((near[0] + near[2]) / 2, rel=1e-3)


def test_orders_of_one_day_are_one_purchase() -> None:
    lines = shop(60)
    seen = purchases(lines, day(lines))
    assert (seen.last <= seen.age).all()
    assert (seen.repeats[seen.last == 0] == 0).all()


def test_too_few_customers_are_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        fit_bg_nbd(of(3, 4.0, 5.0))
    assert caught.value.code == "too_few"
