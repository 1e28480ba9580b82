"""Each source's settings, chosen on held-out data: one setting at a time, from the default, keeping what is better.

What is about time is tried at more than one moment. To ask besides that a gain exceeds its standard error was tried and changed
nothing for the better: what one moment's people have in common is no error that many of them average out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from recommender.candidates.source import Fitted, Settings
from recommender.candidates.sources import Kind
from recommender.ranker.holdout import AT, Holdout, gains, top
from recommender.ranker.pool import batches
from recommender.ranker.splits import Asked

USERS = 4_000  # of the held-out ones that settings are tried on
_SEED = 11


def quality(fitted: Fitted, holdout: Holdout) -> npt.NDArray[np.float64]:
    """(users,) NDCG@10 of each of ``holdout``."""
    found = []
    for users in batches(holdout.asked, holdout.asked.items):
        part = holdout.take(users)
        found.append(gains(top(fitted.score(part.asked), part.asked, AT), part.wanted))
    return np.concatenate(found)


def sample(holdout: Holdout, users: int = USERS) -> Holdout:
    """At most so many users, drawn by a fixed seed."""
    if holdout.asked.users <= users:
        return holdout
    return holdout.take(np.sort(np.random.default_rng(_SEED).permutation(holdout.asked.users)[:users]))


def tuned(kind: Kind, draws: Sequence[Asked], told: Callable[[str], None] = lambda _: None) -> tuple[Settings, float]:
    """The settings chosen and their mean NDCG@10 over the users of the first of ``draws``, of all for a source about time."""
    parts = [Asked(draw.fitted_on, sample(draw.holdout)) for draw in (draws if kind.about_time else draws[:1])]
    known: dict[tuple[tuple[str, float], ...], npt.NDArray[np.float64]] = {}

    def tried(settings: Settings) -> npt.NDArray[np.float64]:
        key = tuple(sorted(settings.items()))
        if key not in known:
            known[key] = np.concatenate([quality(kind.fit(part.fitted_on, settings), part.holdout) for part in parts])
            told(f"{kind.name} {dict(settings)}: {known[key].mean():.4f}")
        return known[key]

    best = kind.choices[0]
    reached = tried(best)
    for name, values in axes(kind.choices).items():
        for value in values:
            other = {**best, name: value}
            if other in kind.choices and tried(other).mean() > reached.mean():
                best, reached = other, tried(other)
    return best, float(reached.mean())


def axes(choices: Sequence[Settings]) -> Mapping[str, list[float]]:
    """Each setting's values, in the order in which the choices name them."""
    found: dict[str, list[float]] = {}
    for choice in choices:
        for name, value in choice.items():
            if value not in found.setdefault(name, []):
                found[name].append(value)
    return found
