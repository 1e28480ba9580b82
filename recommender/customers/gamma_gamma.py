"""Gamma-gamma: what a customer's next orders are worth on average, between their own mean and everybody's.

P. S. Fader, B. G. S. Hardie, "The gamma-gamma model of monetary value", 2013. An order's value ~ Gamma(p, ν), ν ~ Gamma(q, γ)
over customers, independent of how often they buy. All orders of a customer count here, the first as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from recommender.customers.order_lines import Floats, Ints, OrderLines, orders
from shop.errors import InvalidInput

FEWEST = 30  # customers with two orders or more
MOST = 10_000  # customers that the parameters are fitted to, drawn where there are more
_SEED = 2
_BOUND = 10.0
_EXACT = {"ftol": 1e-12, "gtol": 1e-8, "maxiter": 1000}  # the likelihood is flat along a ridge


@dataclass(frozen=True)
class Spending:
    """Customers (n,) with an order of which something was kept: how many such orders, and their mean value net of returns."""

    customer: Ints
    count: Floats
    mean: Floats


@dataclass(frozen=True)
class GammaGamma:
    p: float
    q: float
    gamma: float

    def expected(self, seen: Spending) -> Floats:
        """The mean value (n,) of each one's orders to come."""
        x = seen.count
        return np.asarray(self.p * (self.gamma + x * seen.mean) / (self.p * x + self.q - 1.0))

    @property
    def of_anyone(self) -> float:
        """The mean order of a customer nothing is known of."""
        return self.p * self.gamma / (self.q - 1.0)


def spending(lines: OrderLines, first: float, last: float) -> Spending:
    """Of the orders placed from ``first`` until before ``last``; orders sent back whole do not count."""
    found = orders(lines.between(first, last))
    kept = found.kept > 0
    customer, place = np.unique(found.customer[kept], return_inverse=True)
    count = np.bincount(place, minlength=customer.size).astype(np.float64)
    money = np.bincount(place, weights=found.kept[kept], minlength=customer.size)
    return Spending(customer, count, money / np.maximum(count, 1.0))


def fit_gamma_gamma(seen: Spending) -> GammaGamma:
    """Maximum likelihood, q above 1 so that a mean exists. Raises InvalidInput ``too_few``."""
    again = seen.count > 1
    if again.sum() < FEWEST:
        raise InvalidInput(f"This needs {FEWEST} customers with two orders or more.", code="too_few")
    if seen.count.size > MOST:
        drawn = np.random.default_rng(_SEED).choice(seen.count.size, MOST, replace=False)
        seen = Spending(seen.customer[drawn], seen.count[drawn], seen.mean[drawn])
    scale = float(np.median(seen.mean))
    x, z = seen.count, seen.mean / scale

    def loss(logs: Floats) -> float:
        p, q, gamma = np.exp(logs[0]), 1.0 + np.exp(logs[1]), np.exp(logs[2])
        each = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma)
        each = each + (p * x - 1.0) * np.log(z) + p * x * np.log(x) - (p * x + q) * np.log(gamma + x * z)
        return float(-each.mean())

    tries = [
        minimize(loss, np.array(start), method="L-BFGS-B", bounds=[(-_BOUND, _BOUND)] * 3, options=_EXACT)
        for start in ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (2.0, 1.5, 2.0))
    ]
    p, q, gamma = np.exp(min(tries, key=lambda found: float(found.fun)).x)
    return GammaGamma(float(p), float(1.0 + q), float(gamma * scale))
