"""Each source's settings, chosen on held-out data: one setting at a time, from the default, keeping what is better."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from recommender.candidates.histories import Histories
from recommender.candidates.source import Fitted, Settings
from recommender.candidates.sources import Kind
from recommender.ranker.holdout import AT, Holdout, gains, top
from recommender.ranker.pool import batches

USERS = 4_000  # of the held-out ones that settings are tried on
_SEED = 11


def quality(fitted: Fitted, holdout: Holdout) -> float:
    """Mean NDCG@10 over the users of ``holdout``."""
    found = []
    for users in batches(holdout.asked, holdout.asked.items):
        part = holdout.take(users)
        found.append(gains(top(fitted.score(part.asked), part.asked, AT), part.wanted))
    return float(np.concatenate(found).mean())


def sample(holdout: Holdout, users: int = USERS) -> Holdout:
    """At most so many users, drawn by a fixed seed."""
    if holdout.asked.users <= users:
        return holdout
    return holdout.take(np.sort(np.random.default_rng(_SEED).permutation(holdout.asked.users)[:users]))


def tuned(
    kind: Kind, inner: Histories, holdout: Holdout, told: Callable[[str], None] = lambda _: None
) -> tuple[Settings, float]:
    """The best settings found and their quality on ``holdout``."""
    known: dict[tuple[tuple[str, float], ...], float] = {}

    def tried(settings: Settings) -> float:
        key = tuple(sorted(settings.items()))
        if key not in known:
            known[key] = quality(kind.fit(inner, settings), holdout)
            told(f"{kind.name} {dict(settings)}: {known[key]:.4f}")
        return known[key]

    best = kind.choices[0]
    score = tried(best)
    for name, values in axes(kind.choices).items():
        for value in values:
            other = {**best, name: value}
            if other in kind.choices and tried(other) > score:
                best, score = other, tried(other)
    return best, score


def axes(choices: Sequence[Settings]) -> Mapping[str, list[float]]:
    """Each setting's values, in the order in which the choices name them."""
    found: dict[str, list[float]] = {}
    for choice in choices:
        for name, value in choice.items():
            if value not in found.setdefault(name, []):
                found[name].append(value)
    return found
