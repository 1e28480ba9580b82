"""Whether and how often each customer buys in the next days: what wins on the shop's own past is what is used.

Four ways stand against each other on an earlier window of the shop's orders: as in the last period, BG/NBD, a Poisson and a
logistic regression over what was bought when (BG/NBD's own estimate among the columns), and the mean of these two. A way
that does not beat "as in the last period" for certain is not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recommender.customers.bg_nbd import BgNbd, Purchases, fit_bg_nbd, purchases
from recommender.customers.features import features, straight
from recommender.customers.linear import Linear, fit_logistic, fit_poisson
from recommender.customers.order_lines import Floats, Ints, OrderLines
from shop.errors import InvalidInput

LAST_PERIOD, BG_NBD, REGRESSION, BOTH = "as_last_period", "bg_nbd", "regression", "both"
WINDOWS = 4  # earlier periods that a regression learns from, at most
FEWEST = 100  # customers in a window that a regression learns from
_WITHIN = (7.0, 14.0, 30.0, 60.0)  # days; orders in these last days are columns
_OFTEN = 5  # orders in the last period from which on more make no difference to the chance
SURE = 1.96  # standard errors


@dataclass(frozen=True)
class Outlook:
    """Of ``customer`` (n,): expected orders (days with an order) and the chance of one, in the next ``days``; and P(alive), 1
    where no BG/NBD could be fitted."""

    customer: Ints
    expected: Floats
    buys: Floats
    alive: Floats


@dataclass(frozen=True)
class NextPurchase:
    """``rates`` is the chance of an order by the number of orders in the last period, 0 to 5 and more."""

    days: float
    way: str
    rates: tuple[float, ...]
    bg_nbd: BgNbd | None = None
    count: Linear | None = None
    chance: Linear | None = None

    def of(self, lines: OrderLines, at: float, way: str | None = None) -> Outlook:
        """By ``way``, or by the one that was chosen."""
        seen = purchases(lines, at)
        alive = self.bg_nbd.alive(seen) if self.bg_nbd else np.ones(seen.repeats.size)
        way = way or self.way
        if self.bg_nbd is None or way == LAST_PERIOD:
            last = orders_between(lines, at - self.days, at)[seen.customer]
            return Outlook(seen.customer, last, np.asarray(self.rates)[np.minimum(last, _OFTEN).astype(int)], alive)
        expected, buys = self.bg_nbd.expected(seen, self.days), self.bg_nbd.buys(seen, self.days)
        if way in (REGRESSION, BOTH) and self.count and self.chance:
            columns = _columns(lines, at, self.days, seen, self.bg_nbd)
            part = 0.5 if way == BOTH else 1.0
            expected = part * self.count.amount(columns) + (1 - part) * expected
            buys = part * self.chance.chance(columns) + (1 - part) * buys
        return Outlook(seen.customer, expected, buys, alive)

    @property
    def ways(self) -> list[str]:
        """Those that there was enough past for, the baseline first."""
        found = [LAST_PERIOD] + [BG_NBD] * (self.bg_nbd is not None)
        return found + [REGRESSION, BOTH] * (self.count is not None)


def orders_between(lines: OrderLines, first: float, last: float) -> Floats:
    """Days with an order from ``first`` until before ``last``, one number per name in ``lines.customer_ids``."""
    found = lines.between(first, last)
    people = len(lines.customer_ids)
    days = np.unique(np.floor(found.day).astype(np.int64) * people + found.customer) % people
    return np.bincount(days, minlength=len(lines.customer_ids)).astype(np.float64)


def fit_next_purchase(lines: OrderLines, now: float, days: float) -> tuple[NextPurchase, Mapping[str, float]]:
    """The model at ``now``, of orders before it, and what each way erred by on the last period (mean squared error).

    With too little past for a way it does not take part; with none for all of them "as in the last period" stays.
    """
    origins = _origins(lines, now, days)
    errors: dict[str, float] = {}
    way = LAST_PERIOD
    if origins:
        way, errors = _chosen(lines, origins, days)
    model = _fitted(lines, now, days, origins, way)
    return model, errors


def _origins(lines: OrderLines, now: float, days: float) -> list[float]:
    """Starts of earlier periods, the latest first, each with a whole period before it and enough customers in that."""
    found = []
    begin = float(lines.day.min()) if len(lines) else now
    for back in range(1, WINDOWS + 1):
        origin = now - back * days
        if origin - days < np.floor(begin) or np.unique(lines.customer[lines.day < origin]).size < FEWEST:
            break
        found.append(origin)
    return found


def _chosen(lines: OrderLines, origins: list[float], days: float) -> tuple[str, dict[str, float]]:
    """The way with the smallest squared error over the latest period, from models that end before it."""
    at = origins[0]
    model = _fitted(lines.before(at), at, days, origins[1:], REGRESSION)
    happened = orders_between(lines, at, at + days)
    squared: dict[str, Floats] = {}
    for way in model.ways:
        outlook = model.of(lines, at, way)
        squared[way] = (outlook.expected - happened[outlook.customer]) ** 2
    best = min(model.ways, key=lambda name: float(squared[name].mean()))
    gain = squared[LAST_PERIOD] - squared[best]
    sure = float(gain.mean()) > SURE * float(gain.std()) / np.sqrt(gain.size)
    return best if sure else LAST_PERIOD, {name: float(each.mean()) for name, each in squared.items()}


def _fitted(lines: OrderLines, now: float, days: float, origins: list[float], way: str) -> NextPurchase:
    """Everything that can be fitted on orders before ``now``."""
    rates = _rates(lines, origins, days)
    try:
        bg_nbd = fit_bg_nbd(purchases(lines, now))
    except InvalidInput:
        return NextPurchase(days, LAST_PERIOD, rates)
    columns, counts = [], []
    for origin in origins:
        seen = purchases(lines, origin)
        try:
            then = fit_bg_nbd(seen)
        except InvalidInput:
            continue
        columns.append(_columns(lines, origin, days, seen, then))
        counts.append(orders_between(lines, origin, origin + days)[seen.customer])
    happened = np.concatenate(counts) if counts else np.empty(0)
    if not 0 < (happened > 0).sum() < happened.size:
        return NextPurchase(days, BG_NBD if way in (REGRESSION, BOTH) else way, rates, bg_nbd)
    rows = np.concatenate(columns)
    return NextPurchase(days, way, rates, bg_nbd, fit_poisson(rows, happened), fit_logistic(rows, happened))


def _rates(lines: OrderLines, origins: list[float], days: float) -> tuple[float, ...]:
    """Half a customer who bought and half who did not stand for what was never seen."""
    bought, seen = np.full(_OFTEN + 1, 0.5), np.full(_OFTEN + 1, 1.0)
    for origin in origins:
        customer = np.unique(lines.customer[lines.day < origin])
        last = np.minimum(orders_between(lines, origin - days, origin)[customer], _OFTEN).astype(int)
        after = orders_between(lines, origin, origin + days)[customer] > 0
        bought += np.bincount(last, weights=after, minlength=_OFTEN + 1)
        seen += np.bincount(last, minlength=_OFTEN + 1)
    return tuple(float(rate) for rate in bought / seen)


def _columns(lines: OrderLines, at: float, days: float, seen: Purchases, model: BgNbd) -> Floats:
    """(n, 14): what the regressions see of each customer."""
    found = features(lines, at)
    logs = straight(found.values)[:, [0, 1, 2, 3, 4, 7]]
    lately = np.stack([orders_between(lines, at - back, at)[seen.customer] for back in (*_WITHIN, days)], axis=1)
    rate = np.log1p(found.column("frequency")) - np.log(found.column("tenure") + 30.0)
    expected = np.log(model.expected(seen, days) + 1e-3)
    return np.column_stack([logs, np.log1p(lately), rate, expected, model.alive(seen)])
