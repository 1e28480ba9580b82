"""How sure a rate is: Wilson's interval, Newcombe's for a difference, shrinkage to what others have, and chance."""

from __future__ import annotations

import math
from collections.abc import Sequence

Z95 = 1.959963984540054


def wilson(hits: int, of: int, z: float = Z95) -> tuple[float, float]:
    """Wilson score interval of a share; (0, 1) of nothing."""
    if of <= 0:
        return 0.0, 1.0
    share, square = hits / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(now: tuple[int, int], before: tuple[int, int], z: float = Z95) -> tuple[float, float]:
    """Newcombe's interval of the difference of two shares, each (hits, of); from their Wilson intervals."""
    p, q = now[0] / max(now[1], 1), before[0] / max(before[1], 1)
    (p_low, p_high), (q_low, q_high) = wilson(*now, z), wilson(*before, z)
    return (
        p - q - math.sqrt((p - p_low) ** 2 + (q_high - q) ** 2),
        p - q + math.sqrt((p_high - p) ** 2 + (q - q_low) ** 2),
    )


def beta_prior(counts: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """(alpha, beta) of the rates of many, each (hits, of), by the method of moments; a weak prior where they hardly differ or
    there are too few. Of these the mean is the pooled share."""
    known = [(hits, of) for hits, of in counts if of > 0]
    total = sum(of for _, of in known)
    mean = (sum(hits for hits, _ in known) + 0.5) / (total + 1) if total else 0.5
    weight = 10.0
    if len(known) >= 3:
        between = sum(of * (hits / of - mean) ** 2 for hits, of in known) / total
        chance = mean * (1 - mean) * len(known) / total
        spread = between - chance
        weight = mean * (1 - mean) / spread - 1 if spread > 0 else 1_000.0
        weight = min(max(weight, 2.0), 1_000.0)
    return mean * weight, (1 - mean) * weight


def shrunk(hits: int, of: int, prior: tuple[float, float]) -> float:
    """The mean of the beta-binomial: few cases are drawn to what the others have."""
    return (hits + prior[0]) / (of + prior[0] + prior[1])


def fisher_greater(now: tuple[int, int], before: tuple[int, int]) -> float:
    """One-sided exact p-value that the share now is no larger than before, mid-p (Fisher; Lancaster's half)."""
    a, n, c, m = now[0], now[1], before[0], before[1]
    hits, total = a + c, n + m
    if not hits or not n or not m:
        return 1.0

    def chance(x: int) -> float:
        return math.exp(_choose(n, x) + _choose(m, hits - x) - _choose(total, hits))

    most = min(hits, n)
    return min(1.0, sum(chance(x) for x in range(a + 1, most + 1)) + 0.5 * chance(a))


def _choose(n: int, k: int) -> float:
    if k < 0 or k > n:
        return -math.inf
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def false_discoveries(chances: Sequence[float], share: float = 0.05) -> list[bool]:
    """Benjamini and Hochberg: which of many stand out when at most that share of them may be false."""
    order = sorted(range(len(chances)), key=lambda n: chances[n])
    last = 0
    for place, n in enumerate(order, 1):
        if chances[n] <= share * place / len(order):
            last = place
    out = [False] * len(chances)
    for n in order[:last]:
        out[n] = True
    return out


def poisson_low(count: int, z: float = Z95) -> float:
    """Lower end of the interval of a Poisson mean of which ``count`` were seen (Byar)."""
    if count <= 0:
        return 0.0
    return float(count * max(0.0, 1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3)
