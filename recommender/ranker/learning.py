"""The ranking that a shop answers with: its configuration chosen on the shop's newest deeds, then fitted on all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from recommender.candidates.histories import Histories
from recommender.candidates.sources import Kind, kinds
from recommender.ranker.configuration import Configuration, Ranking, configure
from recommender.ranker.fits import Fits
from recommender.ranker.splits import plan_for_use

#: Content is compared by the products' vectors when answering; the deep source takes minutes to fit and is not the same when
#: fitted again, so that nobody could be forgotten exactly.
NOT_LIVE = ("content", "deep")
#: Where too few came back to choose by: the two that need the least data, with their defaults.
_FEW = {"rules": 0.6, "item_knn": 0.4}


def learn_ranking(
    past: Histories, chosen: Configuration | None = None, regions: tuple[str, ...] = ()
) -> tuple[Ranking, Configuration | None]:
    """``chosen``: found before on a part of the same deeds; without it the code chooses, and what it chose is returned (None
    where there was too little to choose by). ``regions`` names the codes of ``past.asking``. Deterministic."""
    sources = kinds(without=NOT_LIVE)
    fits = Fits(sources)
    if chosen is None and (plan := plan_for_use(past)) is not None:
        chosen = configure(sources, plan, fits)
    used = chosen if chosen is not None else of_few(sources)
    possible = {kind.name for kind in sources if kind.fits(past)}
    return Ranking.fit(fits, needed(used, possible), past, regions), chosen


def of_few(sources: Sequence[Kind]) -> Configuration:
    weights = {kind.name: _FEW[kind.name] for kind in sources if kind.name in _FEW}
    return Configuration({kind.name: kind.choices[0] for kind in sources if kind.name in weights}, weights, None)


def needed(chosen: Configuration, possible: Collection[str]) -> Configuration:
    """Without what says nothing in the end: trees look at every source, a blend only at those with a weight."""
    if chosen.ranker is not None and set(chosen.settings) <= set(possible):
        return chosen
    kept = {name: given for name, given in chosen.settings.items() if name in possible and chosen.weights.get(name, 0) > 0}
    return replace(chosen, settings=kept, weights={name: chosen.weights[name] for name in kept}, ranker=None)
