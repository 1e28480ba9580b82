"""Customers like those of a chosen group: a logistic score of the group against everybody else, on the scaled features."""

from __future__ import annotations

import numpy as np

from recommender.customers.features import Features, fit_scale
from recommender.customers.linear import fit_logistic
from recommender.customers.order_lines import Floats, Ints
from shop.errors import InvalidInput

FEWEST = 10  # members; fewer are described by chance
FOLDS = 5
_STRENGTH = 0.003  # few members and many columns: chosen on two earlier months of the public set


def scores(found: Features, members: Ints, more: Floats | None = None) -> Floats:
    """How like the group each customer (n,) of ``found`` is, 0 to 1. ``members`` are customer codes; ``more`` (n, m) are
    columns beside the features (what was bought of each category, say). Members are scored by models that did not see them.

    Raises InvalidInput ``too_few`` for fewer than ``FEWEST`` members among these customers, or fewer others.
    """
    inside = np.isin(found.customer, members)
    if inside.sum() < FEWEST or (~inside).sum() < FEWEST:
        raise InvalidInput(f"A group of {FEWEST} customers or more, and as many others, is needed.", code="too_few")
    columns = fit_scale(found.values).of(found.values)
    if more is not None:
        columns = np.column_stack([columns, more])
    fold = np.empty(inside.size, dtype=np.int64)
    for side in (True, False):  # each fold has its share of members
        fold[inside == side] = np.arange((inside == side).sum()) % FOLDS
    out = np.empty(inside.size)
    for part in range(FOLDS):
        known = fold != part
        out[~known] = fit_logistic(columns[known], inside[known].astype(np.float64), strength=_STRENGTH, balanced=True).chance(
            columns[~known]
        )
    return out


def lift(ranking: Floats, hidden: np.ndarray[tuple[int], np.dtype[np.bool_]], share: float = 0.1) -> float:
    """How many times as many of the ``hidden`` (n,) members are among the top ``share`` by ``ranking`` (n,) as by chance."""
    top = np.argsort(-ranking, kind="stable")[: max(1, round(share * ranking.size))]
    return float(hidden[top].mean() / max(float(hidden.mean()), 1e-12))
