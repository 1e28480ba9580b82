"""The chance of buying of a category within 7 and 30 days, on the file's last window; those before it are learnt from."""

from __future__ import annotations

from typing import Any

import numpy as np

from cli.evaluate.bootstrap import paired_gain
from recommender.customers.calibration import auc, brier, expected_calibration_error, log_loss, reliability
from recommender.customers.clear_intention import DAYS, chances_by_customer
from recommender.customers.intention import WITHIN, Chances, as_last_period, bought, fit_intention
from recommender.customers.order_lines import Floats, OrderLines


def intention(lines: OrderLines, end: float) -> dict[str, Any]:
    """Per window: both ways' errors and the reliability table. Gains are paired by customer, as the categories of one customer
    are no separate throws."""
    result: dict[str, Any] = {"categories": len(lines.categories)}
    for days in WITHIN:
        at = end - days
        model, learnt = fit_intention(lines.before(at), at, days)
        found = model.of(lines.before(at), at)
        happened = bought(lines, at, end)[found.customer].astype(np.float64)
        before = as_last_period(lines, at, days, model.rates, found.customer)
        result[f"within_{days:.0f}_days"] = {
            **learnt,
            "pairs": int(happened.size),
            "happened": round(float(happened.mean()), 4),
            "shipped": _errors(found.chance, happened),
            "as_last_period": _errors(before, happened),
            "gain": {
                "brier": _gain(brier(found.chance, happened), brier(before, happened)),
                "log_loss": _gain(log_loss(found.chance, happened), log_loss(before, happened)),
            },
            "reliability": [
                {"pairs": b.items, "chance": round(b.chance, 4), "happened": round(b.happened, 4)}
                for b in reliability(found.chance.ravel(), happened.ravel())
            ],
        }
        if days == DAYS:
            result["clear"] = _clear(lines.before(at), found, happened)
    return result


def _clear(lines: OrderLines, found: Chances, happened: Floats) -> dict[str, Any]:
    """Of the customers whose likeliest category stands out: how often that was bought of, and the next likeliest."""
    code_of = {name: code for code, name in enumerate(lines.categories)}
    rows, firsts, seconds = [], [], []
    for row, each in enumerate(chances_by_customer(lines, found)):
        first = each.clear()
        if first is not None:
            others = {name: c for name, c in each.named().items() if name != first.category}
            rows.append(row)
            firsts.append(code_of[first.category])
            seconds.append(code_of[max(others, key=lambda name: others[name])])
    if not rows:
        return {"customers": 0}
    bought_first, bought_second = happened[rows, firsts], happened[rows, seconds]
    return {
        "customers": len(rows),
        "share": round(len(rows) / len(happened), 4),
        "first_bought": round(float(bought_first.mean()), 4),
        "next_bought": round(float(bought_second.mean()), 4),
        "gain": paired_gain(bought_first.tolist(), bought_second.tolist()),
    }


def _errors(chance: Floats, happened: Floats) -> dict[str, float]:
    p, y = chance.ravel(), happened.ravel()
    return {
        "brier": round(float(brier(p, y).mean()), 5),
        "log_loss": round(float(log_loss(p, y).mean()), 5),
        "auc": round(auc(p, y), 4),
        "calibration_error": round(expected_calibration_error(p, y), 4),
    }


def _gain(ours: Floats, baseline: Floats) -> dict[str, float]:
    """By customer (rows); a smaller error is a gain."""
    return paired_gain([float(v) for v in baseline.mean(axis=1)], [float(v) for v in ours.mean(axis=1)])
