"""One configuration, chosen by the code itself on held-out data: each source's settings, their blend, and whether trees rank.

Nothing here looks at the part that tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from recommender.candidates import histories
from recommender.candidates.histories import Histories
from recommender.candidates.lifts import Lifts
from recommender.candidates.source import Fitted, Settings
from recommender.candidates.sources import Kind
from recommender.ranker.blend import blended, fitted_weights, gain_in_errors
from recommender.ranker.context import OF_THE_ASKING, PULL
from recommender.ranker.facts import ItemFacts, columns
from recommender.ranker.fits import Fits
from recommender.ranker.holdout import AT, gains
from recommender.ranker.lambdarank import FIRST, LambdaRank
from recommender.ranker.pool import Pool, batches, joined, pool
from recommender.ranker.splits import Asked, Plan
from recommender.ranker.tuning import sample, tuned

_BLEND_USERS = 3_000
_LEARN_USERS = 16_000
_CHOOSE_USERS = 6_000
RANKER, WITHOUT_ASKING = "ranker", "ranker without season, hour and region"
Told = Callable[[str], None]


@dataclass(frozen=True)
class Configuration:
    """``settings`` of the sources that fit the data, by name; ``weights`` of the blend, 0 for a source that is off there.

    ``ranker`` is None where trees were not clearly better than the blend on ``choose``. ``stages``: what each reached there.
    ``learnt``: all the trees there are, whether they rank or not, those that look at the least first.
    """

    settings: Mapping[str, Settings]
    weights: Mapping[str, float]
    ranker: LambdaRank | None
    stages: Mapping[str, float] = field(default_factory=dict)
    learnt: Mapping[str, LambdaRank] = field(default_factory=dict)


@dataclass(frozen=True)
class Ranking:
    """A configuration fitted: asks every source and gives one order. ``regions`` names the codes that users ask with."""

    sources: Mapping[str, Fitted]
    weights: Mapping[str, float]
    facts: ItemFacts
    ranker: LambdaRank | None
    lifts: Lifts
    regions: tuple[str, ...] = ()

    @classmethod
    def fit(cls, fits: Fits, chosen: Configuration, past: Histories, regions: tuple[str, ...] = ()) -> Ranking:
        sources, lifts = fits.all(chosen.settings, past), Lifts.of(past, PULL)
        return cls(sources, chosen.weights, ItemFacts.of(past), chosen.ranker, lifts, regions)

    def order(self, asked: Histories, k: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """(users, k) item codes, best first, −1 where there are no more candidates."""
        parts = []
        for users in batches(asked, asked.items):
            part = asked.take(users)
            found = pool(self.sources, part)
            parts.append(found.order(self.worth(found, part), k))
        return np.concatenate([np.zeros((0, k), dtype=np.int64), *parts])

    def worth(self, found: Pool, asked: Histories) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        """(n,) by which the candidates are ordered."""
        blend = blended(found, row(self.weights, found))
        return blend if self.ranker is None else ranked(self.ranker, found, asked, self.facts, self.lifts, blend)


def ranked(
    ranker: LambdaRank,
    found: Pool,
    asked: Histories,
    facts: ItemFacts,
    lifts: Lifts,
    blend: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """(n,): the ranker's order of the blend's first, and the blend's order of the rest below them."""
    inside = found.among_first(blend, FIRST)
    few = found.keep(inside)
    table, names = columns(few, asked, facts, lifts, blend[inside])
    out = np.asarray(blend - blend.max(initial=0.0) - 1.0, dtype=np.float32)  # below 0 all, in the blend's order
    score = ranker.score(few, table, names, blend[inside])
    out[inside] = score - score.min(initial=0.0)
    return out


def row(weights: Mapping[str, float], found: Pool) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array([weights.get(name, 0.0) for name in found.sources], dtype=np.float32)


def configure(kinds: Sequence[Kind], plan: Plan, fits: Fits, told: Told = lambda _: None) -> Configuration:
    """Settings on ``plan.settings``, the ranker on ``plan.learn``, the decision on ``plan.choose``; ``fits`` of ``kinds``.

    The settings returned are those to fit with on ``plan.test.fitted_on``.
    """
    base = plan.settings[0].fitted_on
    settings: dict[str, Settings] = {}
    for kind in kinds:
        if kind.fits(base):
            settings[kind.name], score = tuned(kind, plan.settings)
            told(f"{kind.name}: NDCG@10 {score:.4f} with {dict(settings[kind.name])}")
    weights = _weights(fits, settings, plan.settings)
    told("blend: " + ", ".join(f"{name} {value:.2f}" for name, value in weights.items() if value > 0))

    learnt = _learnt(fits, settings, weights, plan)
    judged = sample(plan.choose.holdout, _CHOOSE_USERS)
    facts, lifts = ItemFacts.of(plan.choose.fitted_on), Lifts.of(plan.choose.fitted_on, PULL)
    found = pool(fits.all(settings, plan.choose.fitted_on), judged.asked)

    def reached(worth: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return gains(found.order(worth, AT), judged.wanted)

    stages = {name: float(reached(found.scores[:, column]).mean()) for column, name in enumerate(found.sources)}
    blend = blended(found, row(weights, found))
    plain = reached(blend)
    stages["blend"] = float(plain.mean())
    for name in [name for name, value in weights.items() if value > 0]:
        stages[f"blend without {name}"] = float(reached(blended(found, row({**weights, name: 0.0}, found))).mean())
    chosen, best = None, plain
    for name, ranker in learnt.items():
        other = reached(ranked(ranker, found, judged.asked, facts, lifts, blend))
        stages[name] = float(other.mean())
        # trees have many ways to be right by chance: they rank only where their gain exceeds its own standard error
        if gain_in_errors(other, best) > 1.0:
            chosen, best = ranker, other
    told("chosen on other users: " + ", ".join(f"{name} {stages[name]:.4f}" for name in ("blend", *learnt)))
    return Configuration(fits.again(settings, plan.test.fitted_on), weights, chosen, stages, learnt)


def _weights(fits: Fits, settings: Mapping[str, Settings], draws: Sequence[Asked]) -> dict[str, float]:
    holdouts = [sample(draw.holdout, _BLEND_USERS) for draw in draws]
    found = joined([pool(fits.all(settings, draw.fitted_on), part.asked) for draw, part in zip(draws, holdouts, strict=True)])
    wanted = histories.joined([part.wanted for part in holdouts])
    return dict(zip(found.sources, fitted_weights(found, wanted).tolist(), strict=True))


def _learnt(fits: Fits, settings: Mapping[str, Settings], weights: Mapping[str, float], plan: Plan) -> dict[str, LambdaRank]:
    lesson = sample(plan.learn.holdout, _LEARN_USERS)
    found = pool(fits.all(settings, plan.learn.fitted_on), lesson.asked)
    blend = blended(found, row(weights, found))
    inside = found.among_first(blend, FIRST)
    few = found.keep(inside)
    past = plan.learn.fitted_on
    table, names = columns(few, lesson.asked, ItemFacts.of(past), Lifts.of(past, PULL), blend[inside])
    timeless = [place for place, name in enumerate(names) if not name.startswith(OF_THE_ASKING)]
    looked_at = {WITHOUT_ASKING: timeless, RANKER: list(range(len(names)))}
    found_by = {
        name: LambdaRank.fit(few, table[:, places], [names[place] for place in places], blend[inside], lesson.wanted)
        for name, places in looked_at.items()
    }
    return {name: ranker for name, ranker in found_by.items() if ranker is not None}
