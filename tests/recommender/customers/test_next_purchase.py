"""Who buys next: learnt from the past alone, and never worse on paper than 'as in the last period'."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from recommender.customers.next_purchase import LAST_PERIOD, fit_next_purchase, orders_between
from recommender.customers.order_lines import OrderLine, order_lines
from recommender.customers.value import EXPECTED, fit_worth, money_between
from tests.recommender.customers.made_up_orders import BEGIN, day, shop


def test_on_customers_with_rates_of_their_own_the_chosen_way_beats_the_last_period() -> None:
    lines = shop(900, seed=6)
    at, days = day(lines) - 30, 30.0
    model, errors = fit_next_purchase(lines.before(at), at, days)
    assert model.way != LAST_PERIOD
    assert errors[model.way] < errors[LAST_PERIOD]
    happened = orders_between(lines, at, at + days)
    ours, base = model.of(lines, at), model.of(lines, at, LAST_PERIOD)
    error = [float(((o.expected - happened[o.customer]) ** 2).mean()) for o in (ours, base)]
    assert error[0] < error[1]


def test_where_the_last_period_says_all_it_stays() -> None:
    """Everyone buys once every 30 days, to the day."""
    rows = [
        OrderLine(f"c{n}", f"o{n}-{m}", BEGIN + timedelta(days=30 * m + n % 20), 10.0) for n in range(300) for m in range(8)
    ]
    lines = order_lines(rows)
    at = float(np.floor(lines.day.min())) + 210
    model, _ = fit_next_purchase(lines.before(at), at, 30.0)
    assert model.way == LAST_PERIOD


def test_orders_to_come_do_not_change_what_is_learnt_or_said() -> None:
    lines = shop(300)
    at = day(lines) - 40
    whole, early = fit_next_purchase(lines, at, 30.0)[0], fit_next_purchase(lines.before(at), at, 30.0)[0]
    assert whole == early
    assert np.array_equal(whole.of(lines, at).expected, early.of(lines.before(at), at).expected)


@pytest.mark.parametrize("customers", [1, 5, 40])
def test_a_small_shop_gets_numbers_all_the_same(customers: int) -> None:
    lines = shop(customers)
    model, _ = fit_next_purchase(lines, day(lines), 30.0)
    found = model.of(lines, day(lines))
    assert ((found.buys >= 0) & (found.buys <= 1)).all()
    assert (found.expected >= 0).all()
    assert ((found.alive >= 0) & (found.alive <= 1)).all()
    money = fit_worth(lines, day(lines), 30.0).of(lines, day(lines), model)
    assert np.isfinite(money.value).all()
    assert (money.value >= 0).all()


def test_worth_is_orders_times_their_value_or_what_the_last_period_brought() -> None:
    lines = shop(300)
    now = day(lines)
    model, _ = fit_next_purchase(lines, now, 30.0)
    worth = fit_worth(lines, now, 30.0)
    money = worth.of(lines, now, model, EXPECTED)
    assert money.value == pytest.approx(money.order_value * model.of(lines, now).expected)
    last = worth.of(lines, now, model, LAST_PERIOD)
    assert last.value.sum() == pytest.approx(money_between(lines, now - 30, now).sum())
