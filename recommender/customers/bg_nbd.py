"""BG/NBD: how often customers come while they are customers, and whether they still are.

P. S. Fader, B. G. S. Hardie, K. L. Lee, "Counting your customers the easy way: an alternative to the Pareto/NBD model",
Marketing Science 24(2), 2005. While alive a customer buys as a Poisson process with a rate λ ~ Gamma(r, α); after each repeat
purchase they leave for good with the chance p ~ Beta(a, b).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, expit, gammaln, hyp2f1

from recommender.customers.order_lines import Floats, Ints, OrderLines, orders
from shop.errors import InvalidInput

FEWEST = 30  # customers; with fewer, four parameters say nothing
MOST = 10_000  # customers that the parameters are fitted to, drawn where there are more
_SEED = 2
_STARTS = ((0.0, 0.0, 0.0, 0.0), (-1.0, 1.0, -0.5, 1.0), (0.5, 2.0, 0.5, 2.0))  # logarithms of r, α, a, b
_BOUND = 12.0  # |logarithm| of a parameter
_SAME = 1e-7  # of two ends: mean log likelihoods that are the same maximum
_EXACT = {"ftol": 1e-12, "gtol": 1e-8, "maxiter": 1000}
#: Of a and b; without it data in which nobody ever leaves drives them to infinity. Weak: one part in a thousand customers.
_RIDGE = 1e-3


@dataclass(frozen=True)
class Purchases:
    """What the model needs of each customer (n,): repeat purchases, days from first to last one, days from first to now."""

    customer: Ints
    repeats: Floats
    last: Floats
    age: Floats


@dataclass(frozen=True)
class BgNbd:
    r: float
    alpha: float  # days
    a: float
    b: float

    def alive(self, seen: Purchases) -> Floats:
        """The chance (n,) that each still is a customer; 1 for those who bought once, as they can leave only after a repeat."""
        x = seen.repeats
        odds = np.log(self.a) - np.log(self.b + np.maximum(x, 1.0) - 1.0)
        odds = odds + (self.r + x) * (np.log(self.alpha + seen.age) - np.log(self.alpha + seen.last))
        return np.where(x > 0, expit(-odds), 1.0)

    def expected(self, seen: Purchases, days: float) -> Floats:
        """Expected number of purchases (n,) in the next ``days``; equation 10 of the paper.

        The hypergeometric function is taken after Euler's transformation, so that no term overflows for frequent customers.
        """
        x, a = seen.repeats, self.a if abs(self.a - 1.0) > 1e-6 else self.a + 1e-5
        z = days / (self.alpha + seen.age + days)
        inner = hyp2f1(a + self.b - 1.0 - self.r, a - 1.0, a + self.b + x - 1.0, z)
        left = np.exp((a - 1.0) * np.log1p(-z)) * inner
        return np.asarray(np.maximum((a + self.b + x - 1.0) / (a - 1.0) * (1.0 - left), 0.0) * self.alive(seen))

    def buys(self, seen: Purchases, days: float) -> Floats:
        """The chance (n,) of at least one purchase in the next ``days``: alive, and λ ~ Gamma(r + x, α + T) brings one."""
        none = (self.r + seen.repeats) * (np.log(self.alpha + seen.age) - np.log(self.alpha + seen.age + days))
        return np.asarray(self.alive(seen) * -np.expm1(none))


def purchases(lines: OrderLines, now: float) -> Purchases:
    """Of every customer with an order before ``now``, by customer; orders of the same day count once."""
    seen = orders(lines.before(now))
    day = np.floor(seen.day)
    new = np.ones(day.size, dtype=bool)
    new[1:] = (seen.customer[1:] != seen.customer[:-1]) | (day[1:] != day[:-1])
    customer, first, count = np.unique(seen.customer[new], return_index=True, return_counts=True)
    start, end = day[new][first], day[new][first + count - 1]
    return Purchases(customer, (count - 1).astype(np.float64), end - start, np.maximum(np.floor(now) - start, 0.0))


def log_likelihood(model: BgNbd, seen: Purchases) -> Floats:
    """Of each customer (n,); equation 6 of the paper."""
    x, r, alpha, a, b = seen.repeats, model.r, model.alpha, model.a, model.b
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stays = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + seen.age)
    leaves = betaln(a + 1.0, b + np.maximum(x, 1.0) - 1.0) - betaln(a, b) - (r + x) * np.log(alpha + seen.last)
    return np.asarray(common + np.where(x > 0, np.logaddexp(stays, leaves), stays))


def fit_bg_nbd(seen: Purchases) -> BgNbd:
    """Maximum likelihood, from up to three starts until two agree.

    Raises InvalidInput ``too_few``: below ``FEWEST`` customers, or none who bought again.
    """
    if seen.repeats.size < FEWEST or not (seen.repeats > 0).any():
        raise InvalidInput(f"This needs {FEWEST} customers, some of whom bought again.", code="too_few")
    if seen.repeats.size > MOST:
        drawn = np.random.default_rng(_SEED).choice(seen.repeats.size, MOST, replace=False)
        seen = Purchases(seen.customer[drawn], seen.repeats[drawn], seen.last[drawn], seen.age[drawn])
    scale = max(float(seen.age.mean()), 1.0)  # days → a unit in which α is near 1
    scaled = Purchases(seen.customer, seen.repeats, seen.last / scale, seen.age / scale)

    def loss(logs: Floats) -> float:
        return float(-log_likelihood(BgNbd(*np.exp(logs)), scaled).mean() + _RIDGE * (logs[2:] ** 2).sum())

    best, least = np.zeros(4), np.inf
    for start in _STARTS:
        found = minimize(loss, np.array(start), method="L-BFGS-B", bounds=[(-_BOUND, _BOUND)] * 4, options=_EXACT)
        agreed = abs(float(found.fun) - least) < _SAME
        if float(found.fun) < least:
            best, least = found.x, float(found.fun)
        if agreed:
            break
    r, alpha, a, b = np.exp(best)
    return BgNbd(float(r), float(alpha * scale), float(a), float(b))
