"""The chance that a customer buys of a category within some days: a logistic regression over earlier windows of orders.

Each window gives one row per customer and category. The intercept is that at which the latest window comes out right, as what
people buy moves with the season.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recommender.customers.bg_nbd import fit_bg_nbd, purchases
from recommender.customers.features import features
from recommender.customers.linear import Linear, fit_logistic
from recommender.customers.order_lines import Floats, Ints, OrderLines
from shop.errors import InvalidInput

WITHIN = (7.0, 30.0)  # days
WINDOWS = {7.0: 8, 30.0: 4}  # that are learnt from, at most
FEWEST = 100  # customers in a window
MOST_ROWS = 1_000_000  # learnt from in all windows together; customers are drawn where there would be more
_SEED = 5
_LATELY, _BEFORE = 30.0, 90.0
_NEVER = 30.0  # days added to the tenure where a category was never bought
_PULL = 3.0  # orders' worth of everybody's taste in one customer's


@dataclass(frozen=True)
class Chances:
    """``chance`` (n, categories) for ``customer`` (n,)."""

    customer: Ints
    chance: Floats


@dataclass(frozen=True)
class Intention:
    """``rates``: the chance for who did not and who did buy of the category in the last period, for want of a regression."""

    days: float
    rates: tuple[float, float]
    linear: Linear | None = None

    def of(self, lines: OrderLines, at: float) -> Chances:
        customer = np.unique(lines.customer[lines.day < at])
        if self.linear is None:
            return Chances(customer, as_last_period(lines, at, self.days, self.rates, customer))
        columns = _columns(lines, at, self.days)
        return Chances(customer, self.linear.chance(columns).reshape(customer.size, len(lines.categories)))


def as_last_period(lines: OrderLines, at: float, days: float, rates: tuple[float, float], customer: Ints) -> Floats:
    """The baseline: whoever bought of it in the last period does so again, as often as that has been so."""
    return np.asarray(np.where(bought(lines, at - days, at)[customer], rates[1], rates[0]))


def bought(lines: OrderLines, first: float, last: float) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """(customers, categories): whether an order from ``first`` until before ``last`` held the category."""
    found = lines.between(first, last)
    out = np.zeros((len(lines.customer_ids), len(lines.categories)), dtype=bool)
    out[found.customer, found.category] = True
    return out


def fit_intention(lines: OrderLines, now: float, days: float) -> tuple[Intention, Mapping[str, int]]:
    """From orders before ``now``. Returns also how many windows and rows were learnt from."""
    columns, happened = [], []
    seen, again = np.full(2, 2.0), np.full(2, 1.0)
    begin = np.floor(lines.day.min()) if len(lines) else now
    for back in range(1, WINDOWS.get(days, 4) + 1):
        origin = now - back * days
        if origin - _BEFORE / 3 < begin or np.unique(lines.customer[lines.day < origin]).size < FEWEST:
            break
        customer = np.unique(lines.customer[lines.day < origin])
        after = bought(lines, origin, origin + days)[customer]
        before = bought(lines, origin - days, origin)[customer]
        for value in (0, 1):
            seen[value] += (before == value).sum()
            again[value] += after[before == value].sum()
        try:
            wide = _columns(lines.before(origin), origin, days).reshape(*after.shape, -1)
        except InvalidInput:
            continue
        drawn = _drawn(customer.size, MOST_ROWS // (WINDOWS.get(days, 4) * len(lines.categories)))
        columns.append(wide[drawn].reshape(-1, wide.shape[-1]))
        happened.append(after[drawn].ravel().astype(np.float64))
    rates = (float(again[0] / seen[0]), float(again[1] / seen[1]))
    rows = sum(part.size for part in happened)
    if not rows or not 0 < sum(part.sum() for part in happened) < rows:
        return Intention(days, rates), {"windows": 0, "rows": 0}
    linear = fit_logistic(np.concatenate(columns), np.concatenate(happened))
    if 0 < happened[0].mean() < 1:
        linear = linear.moved_to(columns[0], float(happened[0].mean()))
    return Intention(days, rates, linear), {"windows": len(columns), "rows": rows}


def _drawn(customers: int, most: int) -> Ints:
    if customers <= most:
        return np.arange(customers)
    return np.sort(np.random.default_rng(_SEED).choice(customers, most, replace=False))


def _columns(lines: OrderLines, at: float, days: float) -> Floats:
    """(customers × categories, 14), a customer's categories one after the other. Raises InvalidInput ``too_few``."""
    lines = lines.before(at)
    seen = purchases(lines, at)
    buys = fit_bg_nbd(seen).buys(seen, days)[:, None]
    found = features(lines, at)
    who, kinds = found.customer, len(lines.categories)
    count, tenure = found.column("frequency")[:, None], found.column("tenure")[:, None]
    last = np.full((len(lines.customer_ids), kinds), -np.inf)
    np.maximum.at(last, (lines.customer, lines.category), lines.day)
    had = np.isfinite(last[who])
    since = np.where(had, at - np.where(had, last[who], 0.0), tenure + _NEVER)
    lately, before, ever = (_orders_with(lines, at - back)[who] for back in (_LATELY, _BEFORE, np.inf))
    popular = bought(lines, at - _LATELY, at)[who].mean(axis=0, keepdims=True) + 1e-4
    share = (ever + _PULL * popular / popular.sum()) / (count + _PULL)
    recent = _orders_lately(lines, at, _LATELY)[who][:, None], _orders_lately(lines, at, days)[who][:, None]
    own = [np.log(buys), np.log((count + 0.5) / (tenure + 45.0)), np.log1p(found.column("recency"))[:, None], np.log1p(count)]
    own += [np.log1p(recent[0]), np.log1p(recent[1]), np.log1p(found.column("gap"))[:, None]]
    wide = np.ones((who.size, kinds))
    each = (np.log1p(since), had.astype(np.float64), np.log1p(lately), np.log1p(before), np.log1p(ever), np.log(share))
    columns = (*each, np.log(popular) * wide, *(column * wide for column in own))
    return np.stack(columns, axis=-1).reshape(-1, len(columns))


def _orders_with(lines: OrderLines, first: float) -> Floats:
    """(customers, categories): orders since ``first`` that hold the category."""
    found = lines.where(lines.day >= first)
    out = np.zeros((len(lines.customer_ids), len(lines.categories)))
    once = np.unique(np.stack([found.customer, found.category, found.order], axis=1), axis=0)
    np.add.at(out, (once[:, 0], once[:, 1]), 1.0)
    return out


def _orders_lately(lines: OrderLines, at: float, back: float) -> Floats:
    found = lines.between(at - back, at)
    once = np.unique(np.stack([found.customer, found.order], axis=1), axis=0)
    return np.bincount(once[:, 0], minlength=len(lines.customer_ids)).astype(np.float64)
