"""``shoptalk evaluate recommend``: the whole catalogue ranked for every user, beside popularity, item-kNN and ALS."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Protocol

import numpy as np
import numpy.typing as npt
import typer

from cli.environment import JsonFile
from cli.evaluate import bootstrap
from cli.evaluate.interactions import Read, read_interactions
from cli.evaluate.report import report
from cli.steps import Steps
from recommender.candidates.histories import Histories
from recommender.candidates.item_knn import ItemKnn
from recommender.candidates.source import Scores
from recommender.candidates.sources import kinds
from recommender.candidates.together import Together
from recommender.ranker.baselines import baselines
from recommender.ranker.baskets import OfLastBasket, plan_baskets
from recommender.ranker.configuration import RANKER, WITHOUT_ASKING, Configuration, Ranking, configure
from recommender.ranker.fits import Fits
from recommender.ranker.holdout import Holdout, gains, recalls, top
from recommender.ranker.pool import batches
from recommender.ranker.splits import plan

DEEPEST = 50
TIMED = 200  # single requests that are timed
WHOLE, BLEND = "whole ranking", "blend of the sources"
LEARNED, TIMELESS = f"learned {RANKER}", f"learned {WITHOUT_ASKING}"


class Scoring(Protocol):
    """What a baseline must be able to do."""

    def score(self, histories: Histories, /) -> Scores: ...


class Split(StrEnum):
    LEAVE_LAST_OUT = "leave-last-out"
    RANDOM = "random"
    TIME = "time"
    BASKET = "basket"


def recommend_command(
    interactions: Annotated[
        Path, typer.Option(help="CSV: user_id, item_id, timestamp and, if you like, region; a deed a row.")
    ],
    items: Annotated[Path | None, typer.Option(help="CSV: item_id and any columns that describe an item.")] = None,
    split: Annotated[Split, typer.Option(help="What is held out to test with.")] = Split.LEAVE_LAST_OUT,
    seed: Annotated[int, typer.Option(help="For the splits that draw.")] = 42,
    without: Annotated[list[str] | None, typer.Option(help="A source to leave out, such as deep; may be repeated.")] = None,
    json_file: JsonFile = None,
) -> None:
    """Choose a configuration on held-out data, fit it, and rank the whole catalogue for every test user."""
    steps = Steps()
    with steps.step(f"Reading {interactions.name}") as told:
        read = read_interactions(interactions, items)
        told(1.0, f"{len(read.histories.item):,} interactions, {read.histories.users:,} users, {read.histories.items:,} items")
    report("Recommendations", evaluate(read, split.value, steps, seed, without=without or ()), json_file)


def evaluate(
    read: Read,
    split: str,
    steps: Steps,
    seed: int = 42,
    more: Mapping[str, Callable[[Histories], Scoring]] | None = None,
    without: Collection[str] = (),
    each: dict[str, npt.NDArray[np.float64]] | None = None,
) -> dict[str, Any]:
    """Everything that the command reports. ``more`` baselines by name, fitted on what the rest is fitted on. ``each`` takes
    (test users,) NDCG@10 of the whole ranking (``WHOLE``) and of the stages, to compare with another evaluation of the same.

    Raises InvalidInput when nobody is left to test with.
    """
    told_of: dict[str, Any] = {}
    if split == Split.BASKET:
        made, baskets = plan_baskets(read.deeds, read.histories.items, read.histories.users, seed)
        more = {
            "together": lambda past: Together.fit(past, Together.CHOICES[0]),
            "item_knn_of_basket": lambda past: OfLastBasket(ItemKnn.fit(past, ItemKnn.CHOICES[0])),
            **(more or {}),
        }
        told_of = {"lines_outside_the_halves": baskets.lines, "had_before": round(baskets.again / max(1, baskets.lines), 4)}
    else:
        made = plan(read.histories, split, seed)
    sources = kinds(read.described, without)
    fits = Fits(sources)
    began = time.perf_counter()
    with steps.step("Choosing the configuration on held-out data") as told:
        chosen = configure(sources, made, fits, lambda text: told(0.5, text))
    chosen_in = time.perf_counter() - began
    with steps.step("Fitting it"):
        ranking = Ranking.fit(fits, chosen, made.test.fitted_on)
    fitted_in = fits.seconds(chosen.settings, made.test.fitted_on)
    holdout = made.test.holdout
    with steps.step("Ranking the catalogue for every test user") as told:
        order = ranking.order(holdout.asked, DEEPEST)
        told(1.0, f"{holdout.asked.users:,} users")
    with steps.step("The baselines"):
        fitted: dict[str, Scoring] = {**baselines(made.test.fitted_on)}
        fitted.update({name: fit(made.test.fitted_on) for name, fit in (more or {}).items()})
        plain = {name: _order(source, holdout) for name, source in fitted.items()}
    ours = gains(order, holdout.wanted)
    of_stages = {**_stages(ranking, chosen, holdout), WHOLE: ours}
    if each is not None:
        each.update(of_stages)
    result: dict[str, Any] = {
        "split": split,
        "users": read.histories.users,
        "items": read.histories.items,
        "interactions": len(read.histories.item),
        "test_users": holdout.asked.users,
        **told_of,
        **_figures(order, holdout),
        "fit_seconds": round(fitted_in, 1),
        "choose_seconds": round(chosen_in, 1),
        **_times(ranking, holdout.asked),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "ranked_by": "lambdarank" if chosen.ranker else "blend",
        "weights": {name: round(value, 3) for name, value in chosen.weights.items()},
        "settings": {name: dict(settings) for name, settings in chosen.settings.items()},
        "chosen_on_ndcg_at_10": {name: round(value, 4) for name, value in chosen.stages.items()},
        "baselines": {
            name: {**_figures(other, holdout), "gain": paired_gain(ours, gains(other, holdout.wanted))}
            for name, other in plain.items()
        },
        "groups": _groups(order, plain, holdout, made.test.fitted_on),
        "stages": _told(of_stages),
    }
    return result


def paired_gain(ours: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> dict[str, float]:
    return bootstrap.paired_gain(ours.tolist(), other.tolist())


def _order(source: Scoring, holdout: Holdout) -> npt.NDArray[np.int64]:
    parts = [
        top(source.score(part), part, DEEPEST) for part in map(holdout.asked.take, batches(holdout.asked, holdout.asked.items))
    ]
    return np.concatenate(parts)


def _figures(order: npt.NDArray[np.int64], holdout: Holdout) -> dict[str, float]:
    shown = order[:, :10]
    return {
        "ndcg_at_10": round(float(gains(order, holdout.wanted).mean()), 4),
        "recall_at_10": round(float(recalls(order, holdout.wanted, 10).mean()), 4),
        "recall_at_50": round(float(recalls(order, holdout.wanted, 50).mean()), 4),
        "coverage": round(len(np.unique(shown[shown >= 0])) / holdout.asked.items, 4),
    }


def _times(ranking: Ranking, asked: Histories) -> dict[str, float]:
    """One user at a time, as a shop asks."""
    drawn = np.random.default_rng(3).permutation(asked.users)[:TIMED]
    took = []
    for user in drawn.tolist():
        began = time.perf_counter()
        ranking.order(asked.take([user]), 10)
        took.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(took, [50, 95])
    return {"recommend_ms_p50": round(float(p50), 1), "recommend_ms_p95": round(float(p95), 1)}


def _groups(
    order: npt.NDArray[np.int64], plain: dict[str, npt.NDArray[np.int64]], holdout: Holdout, fitted_on: Histories
) -> dict[str, Any]:
    """Apart: who has two interactions or fewer, and who wanted an item that was absent from training."""
    known = np.bincount(fitted_on.item, minlength=fitted_on.items) > 0
    news = np.zeros(holdout.asked.users, dtype=bool)
    news[holdout.wanted.user[~known[holdout.wanted.item]]] = True
    found = {}
    for name, inside in {"two_or_fewer": holdout.asked.lengths <= 2, "wanted_something_new": news}.items():
        users = np.flatnonzero(inside)
        if users.size:
            wanted = holdout.wanted.take(users)
            ours, popular = gains(order[users], wanted), gains(plain["popular"][users], wanted)
            found[name] = {
                "users": int(users.size),
                "ndcg_at_10": round(float(ours.mean()), 4),
                "popular_ndcg_at_10": round(float(popular.mean()), 4),
                "gain": paired_gain(ours, popular),
            }
    return found


def _stages(ranking: Ranking, chosen: Configuration, holdout: Holdout) -> dict[str, npt.NDArray[np.float64]]:
    """What each stage reaches on the test part, (users,), in order; told, never chosen by."""
    single = max(ranking.sources, key=lambda name: chosen.stages.get(name, 0.0))
    found = {
        f"best source alone ({single})": gains(_order(ranking.sources[single], holdout), holdout.wanted),
        BLEND: gains(replace(ranking, ranker=None).order(holdout.asked, 10), holdout.wanted),
    }
    for name, ranker in chosen.learnt.items():
        found[f"learned {name}"] = gains(replace(ranking, ranker=ranker).order(holdout.asked, 10), holdout.wanted)
    return found


def _told(stages: Mapping[str, npt.NDArray[np.float64]]) -> dict[str, dict[str, float]]:
    """The blend beside the best source, each ranker and what ranks in the end beside the blend."""
    single, found = next(iter(stages)), {}
    for name, reached in stages.items():
        beside = {} if name == single else paired_gain(reached, stages[single if name == BLEND else BLEND])
        found[name] = {"ndcg_at_10": round(float(reached.mean()), 4), **beside}
    if {LEARNED, TIMELESS} <= set(stages):
        found["what season, hour and region add to the ranker"] = paired_gain(stages[LEARNED], stages[TIMELESS])
    return found
