"""Who buys in a period that was held out, and for how much, beside "as in the last period"."""

from __future__ import annotations

from typing import Any

import numpy as np

from cli.evaluate.bootstrap import paired_gain
from recommender.customers.calibration import auc, brier, expected_calibration_error, log_loss
from recommender.customers.gamma_gamma import spending
from recommender.customers.next_purchase import (
    LAST_PERIOD,
    NextPurchase,
    fit_next_purchase,
    orders_between,
)
from recommender.customers.order_lines import Floats, OrderLines
from recommender.customers.value import EXPECTED, fit_worth, money_between


def buying(lines: OrderLines, at: float, days: float) -> tuple[NextPurchase, dict[str, Any]]:
    """Learnt before ``at``, measured on ``days`` from then on. Gains are of what was chosen before ``at`` over the baseline:
    smaller errors are positive."""
    model, earlier = fit_next_purchase(lines.before(at), at, days)
    happened = orders_between(lines, at, at + days)
    found = {way: model.of(lines, at, way) for way in model.ways}
    customer = found[LAST_PERIOD].customer
    count, did = happened[customer], (happened[customer] > 0).astype(np.float64)
    result: dict[str, Any] = {"customers": int(customer.size), "bought_again": round(float(did.mean()), 4), "chosen": model.way}
    result["squared_error_before"] = {way: round(error, 4) for way, error in earlier.items()}
    for way, outlook in found.items():
        error = outlook.expected - count
        result[way] = {
            "mse": round(float((error**2).mean()), 4),
            "mae": round(float(np.abs(error).mean()), 4),
            "expected_over_actual": round(float(outlook.expected.sum() / max(count.sum(), 1.0)), 3),
            "brier": round(float(brier(outlook.buys, did).mean()), 4),
            "log_loss": round(float(log_loss(outlook.buys, did).mean()), 4),
            "auc": round(auc(outlook.buys, did), 4),
            "calibration_error": round(expected_calibration_error(outlook.buys, did), 4),
        }
    for way in model.ways[1:]:
        result[way]["gain"] = _gains(found[way].expected, found[LAST_PERIOD].expected, count) | {
            "brier": paired_gain(_list(brier(found[LAST_PERIOD].buys, did)), _list(brier(found[way].buys, did))),
            "log_loss": paired_gain(_list(log_loss(found[LAST_PERIOD].buys, did)), _list(log_loss(found[way].buys, did))),
        }
    result["shipped"] = result[model.way]
    return model, result


def worth_of(lines: OrderLines, at: float, model: NextPurchase) -> dict[str, Any]:
    """The mean kept value of an order, of those who bought, and the money of the period, of all. ``chosen`` before ``at``."""
    days, before = model.days, lines.before(at)
    forecast = fit_worth(before, at, days)
    found = forecast.of(before, at, model, EXPECTED)
    place = np.full(len(lines.customer_ids), -1, dtype=np.int64)
    place[found.customer] = np.arange(found.customer.size)
    after = spending(lines, at, at + days)
    known = place[after.customer] >= 0
    customer, actual = after.customer[known], after.mean[known]
    last, own = spending(lines, at - days, at), spending(before, -np.inf, at)
    everyone = float(own.mean.mean())
    before_that = np.full(len(lines.customer_ids), everyone)
    before_that[own.customer] = own.mean
    lately = before_that.copy()
    lately[last.customer] = last.mean
    ours = found.order_value[place[customer]]
    order_value = {
        "customers": int(customer.size),
        "gamma_gamma": _money_errors(ours, actual),
        "as_last_period": _money_errors(lately[customer], actual) | {"gain": _gains(ours, lately[customer], actual)},
        "own_mean": _money_errors(before_that[customer], actual) | {"gain": _gains(ours, before_that[customer], actual)},
        "everyones_mean": _money_errors(np.full(customer.size, everyone), actual),
    }
    spent, spent_before = (money_between(lines, *period)[found.customer] for period in ((at, at + days), (at - days, at)))
    money = {
        "chosen": forecast.way,
        "orders_times_value": _money_errors(found.value, spent) | {"top_tenth_share": _top_share(found.value, spent)},
        "as_last_period": _money_errors(spent_before, spent) | {"top_tenth_share": _top_share(spent_before, spent)},
        "gain": _gains(found.value, spent_before, spent),
    }
    return {"order_value": order_value, "money": money}


def _money_errors(guess: Floats, actual: Floats) -> dict[str, float]:
    error = guess - actual
    return {"mae": round(float(np.abs(error).mean()), 2), "rmse": round(float(np.sqrt((error**2).mean())), 2)}


def _gains(ours: Floats, baseline: Floats, actual: Floats) -> dict[str, Any]:
    """How much smaller the absolute and the squared error is."""
    return {
        "absolute_error": paired_gain(_list(np.abs(baseline - actual)), _list(np.abs(ours - actual))),
        "squared_error": paired_gain(_list((baseline - actual) ** 2), _list((ours - actual) ** 2)),
    }


def _top_share(guess: Floats, actual: Floats) -> float:
    """The share of the money that the tenth of customers with the highest guess brought."""
    top = np.argsort(-guess, kind="stable")[: max(1, guess.size // 10)]
    return round(float(actual[top].sum() / max(float(actual.sum()), 1e-9)), 4)


def _list(values: Floats) -> list[float]:
    return [float(v) for v in values]
