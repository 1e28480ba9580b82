"""The chance of buying of a category: between 0 and 1, calibrated, of the past alone."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.customers import intention as module
from recommender.customers.calibration import auc, brier, expected_calibration_error, log_loss, reliability
from recommender.customers.intention import as_last_period, bought, fit_intention
from tests.recommender.customers.made_up_orders import day, shop


def test_on_customers_with_a_kind_of_their_own_it_beats_the_last_period_and_is_calibrated() -> None:
    lines = shop(900, seed=3)
    at = day(lines) - 30
    model, learnt = fit_intention(lines.before(at), at, 30.0)
    assert learnt["windows"] == 4
    found = model.of(lines, at)
    happened = bought(lines, at, at + 30)[found.customer].astype(float)
    base = as_last_period(lines, at, 30.0, model.rates, found.customer)
    assert brier(found.chance, happened).mean() < brier(base, happened).mean()
    assert log_loss(found.chance, happened).mean() < log_loss(base, happened).mean()
    assert expected_calibration_error(found.chance.ravel(), happened.ravel()) < 0.02


def test_orders_to_come_do_not_change_it() -> None:
    lines = shop(300)
    at = day(lines) - 30
    whole, early = fit_intention(lines, at, 7.0)[0], fit_intention(lines.before(at), at, 7.0)[0]
    assert whole == early
    assert np.array_equal(whole.of(lines, at).chance, early.of(lines.before(at), at).chance)


@pytest.mark.parametrize("customers", [1, 30])
def test_a_small_shop_gets_the_rates_of_the_last_period(customers: int) -> None:
    lines = shop(customers)
    model, learnt = fit_intention(lines, day(lines), 30.0)
    assert learnt == {"windows": 0, "rows": 0}
    found = model.of(lines, day(lines))
    assert found.chance.shape == (customers, len(lines.categories))
    assert ((found.chance > 0) & (found.chance < 1)).all()


def test_a_large_shop_is_learnt_from_a_part_of_its_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shop(500)
    monkeypatch.setattr(module, "MOST_ROWS", 1600)
    model, learnt = fit_intention(lines, day(lines), 30.0)
    assert learnt["rows"] <= 1600
    assert model.linear is not None


def test_reliability_holds_every_item_once_and_auc_is_that_of_ranks() -> None:
    rng = np.random.default_rng(0)
    p = rng.random(500)
    happened = (rng.random(500) < p).astype(float)
    bins = reliability(p, happened)
    assert sum(b.items for b in bins) == 500
    assert sum(b.items * b.happened for b in bins) == pytest.approx(happened.sum())
    pairs = [(x > y) + 0.5 * (x == y) for x in p[happened > 0] for y in p[happened == 0]]
    assert auc(p, happened) == pytest.approx(float(np.mean(pairs)))
    assert auc(p, np.ones(500)) == 0.5
