"""How good chances are: of each item (n,), the chance ``p`` and what ``happened``, 0 or 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from recommender.customers.order_lines import Floats

BINS = 10
_LEAST = 1e-6  # a chance below is taken as this, so that one surprise is not infinite


@dataclass(frozen=True)
class Bin:
    """Items of about the same chance: how many, the mean chance, and the share of which it happened."""

    items: int
    chance: float
    happened: float


def brier(p: Floats, happened: Floats) -> Floats:
    return np.asarray((p - happened) ** 2)


def log_loss(p: Floats, happened: Floats) -> Floats:
    p = np.clip(p, _LEAST, 1 - _LEAST)
    return np.asarray(-np.where(happened > 0, np.log(p), np.log1p(-p)))


def auc(p: Floats, happened: Floats) -> float:
    """The chance that one of which it happened is ranked above one of which it did not; 0.5 where all are of one kind."""
    yes = happened > 0
    if not 0 < yes.sum() < yes.size:
        return 0.5
    ranks = rankdata(p)
    return float((ranks[yes].sum() - yes.sum() * (yes.sum() + 1) / 2) / (yes.sum() * (~yes).sum()))


def reliability(p: Floats, happened: Floats) -> list[Bin]:
    """``BINS`` parts of as many items each, the smallest chances first; items of one chance are never parted."""
    edges = np.unique(np.quantile(p, np.linspace(0, 1, BINS + 1))[1:-1])
    place = np.searchsorted(edges, p, side="left")
    parts = [place == part for part in range(edges.size + 1)]
    return [Bin(int(m.sum()), float(p[m].mean()), float(happened[m].mean())) for m in parts if m.any()]


def expected_calibration_error(p: Floats, happened: Floats) -> float:
    """The mean distance of chance and share over the bins of ``reliability``, by items."""
    return sum(b.items * abs(b.chance - b.happened) for b in reliability(p, happened)) / max(p.size, 1)
