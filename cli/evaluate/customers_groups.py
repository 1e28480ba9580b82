"""Whether groups are real (found again in half the customers, different in what they do next) and look-alikes alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from cli.evaluate.bootstrap import paired_gain
from recommender.customers import lookalike
from recommender.customers.features import features
from recommender.customers.next_purchase import orders_between
from recommender.customers.order_lines import Floats, OrderLines
from recommender.customers.rfm import GROUPS, rfm
from recommender.customers.segments import fit_segments
from recommender.customers.taste import category_counts
from shop.errors import InvalidInput

TRIES = 10  # categories whose buyers are looked for
SEED = 3
TOP = 0.1


def groups(lines: OrderLines, at: float, days: float) -> dict[str, Any]:
    """Found at ``at``; ``explained`` is the share of the variance of the next ``days``' orders between the groups (η²)."""
    from sklearn.metrics import adjusted_rand_score

    found = features(lines, at)
    after = orders_between(lines, at, at + days)[found.customer]
    scores = rfm(found)
    named = np.array(scores.group)
    result: dict[str, Any] = {
        "rfm": {
            "explained": round(_explained(named, after), 4),
            "buy_again": {name: round(float((after[named == name] > 0).mean()), 4) for name in GROUPS if (named == name).any()},
        }
    }
    try:
        segments = fit_segments(found.values)
        half = np.random.default_rng(SEED).random(found.customer.size) < 0.5
        halves = [fit_segments(found.values[part]).of(found.values) for part in (half, ~half)]
    except InvalidInput:
        return result
    place = segments.of(found.values)
    result["segments"] = {
        "groups": len(segments.names),
        "silhouette": round(segments.silhouette, 4),
        "found_again": round(float(adjusted_rand_score(*halves)), 4),
        "explained": round(_explained(place, after), 4),
        "of": {
            name: {
                "customers": int((place == row).sum()),
                "buy_again": round(float((after[place == row] > 0).mean()), 4),
            }
            for row, name in enumerate(segments.names)
        },
    }
    return result


def _explained(group: np.ndarray[Any, Any], values: Floats) -> float:
    whole = float(((values - values.mean()) ** 2).sum())
    parts = [values[group == name] for name in np.unique(group)]
    return sum(len(p) * (float(p.mean()) - float(values.mean())) ** 2 for p in parts) / max(whole, 1e-12)


def look_alikes(lines: OrderLines, at: float, days: float) -> dict[str, Any]:
    """Of those who buy of a category in the next ``days`` half are told; how many of the others are among the first tenth?

    Features end at ``at``. Baselines: whoever spent most, and whoever bought most often, first.
    """
    found = features(lines, at)
    more = category_counts(lines, found.customer, at)
    result: dict[str, Any] = {"top": TOP}
    together: dict[str, list[float]] = {}
    for category in _middling(lines, at):
        buys = lines.between(at, at + days)
        members = np.intersect1d(np.unique(buys.customer[buys.category == category]), found.customer)
        told = np.random.default_rng(SEED).permutation(members)[: members.size // 2]
        try:
            score = lookalike.scores(found, told, more)
        except InvalidInput:
            continue
        rest = ~np.isin(found.customer, told)
        hidden = np.isin(found.customer[rest], members)
        ranked = {
            "shipped": score[rest],
            "biggest_spenders": found.column("money")[rest],
            "most_orders": found.column("frequency")[rest],
        }
        hits = {name: _hits(values, hidden) for name, values in ranked.items()}
        if hidden.any():
            result[lines.categories[category] or "(none)"] = {"told": int(told.size), **_lifts(hits)}
            for name, hit in hits.items():
                together.setdefault(name, []).extend(hit)
    return {**result, "all": _lifts(together)} if together else result


def _lifts(hits: dict[str, list[float]]) -> dict[str, Any]:
    return {
        "hidden": len(hits["shipped"]),
        **{f"lift_{name}": round(float(np.mean(hit)), 3) for name, hit in hits.items()},
        "gain": {name: paired_gain(hits["shipped"], hits[name]) for name in ("biggest_spenders", "most_orders")},
    }


def _middling(lines: OrderLines, at: float) -> list[int]:
    """Categories that neither all nor few buy: those whose share of customers is nearest to a tenth."""
    before = lines.between(at - 30.0, at)
    buyers = len(np.unique(before.customer)) or 1
    pairs = np.unique(before.customer * len(lines.categories) + before.category) % len(lines.categories)
    share = np.bincount(pairs, minlength=len(lines.categories)) / buyers
    return [int(code) for code in np.argsort(np.abs(share - 0.1), kind="stable")[:TRIES]]


def _hits(ranking: Floats, hidden: np.ndarray[Any, np.dtype[np.bool_]]) -> list[float]:
    """Per hidden member 1 / TOP when among the first, else 0: their mean is the lift."""
    first = np.zeros(ranking.size, dtype=bool)
    first[np.argsort(-ranking, kind="stable")[: max(1, round(TOP * ranking.size))]] = True
    return [float(v) / TOP for v in first[hidden]]
