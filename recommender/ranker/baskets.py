"""Completing a basket: half of a later order's lines are given as the present basket, the rest is wanted.

One order a customer, so that the customers of a test do not hang together. What the customer had before is left out of what is
wanted, as every ranking leaves it out of what it shows: the question is what else belongs in the basket, not what to buy again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from recommender.candidates.asking import NOWHERE, Asking
from recommender.candidates.histories import Histories, histories, of_lists
from recommender.candidates.source import Fitted, Scores
from recommender.interactions import Interactions
from recommender.ranker.holdout import Holdout
from recommender.ranker.splits import TIME_SHARE, Asked, Plan, of_halves
from shop.errors import InvalidInput

LEAST_LINES = 4
_NOW = 1e9  # later than any place in a history


@dataclass(frozen=True)
class Baskets:
    """``holdout`` asks with history and present basket together, the basket last and at one time.

    Outside the given halves stood ``lines`` lines, ``again`` of them of what the customer had before.
    """

    holdout: Holdout
    lines: int
    again: int


def plan_baskets(deeds: Interactions, items: int, users: int, seed: int = 42) -> tuple[Plan, Baskets]:
    """A plan, and the baskets that it tests with: the last fifth of the time tests, the last fifth of what is before chooses.

    ``deeds`` sorted by user and time, repeats in; one user's rows of one time are an order. Raises InvalidInput where no order
    can be held out.
    """
    outer = _before(deeds, _cut(deeds))
    inner = _before(outer, _cut(outer))
    rng = np.random.default_rng(seed)
    chosen = later_baskets(outer, _cut(outer), items, rng).holdout
    tested = later_baskets(deeds, _cut(deeds), items, rng)
    if not chosen.asked.users or not tested.holdout.asked.users:
        raise InvalidInput(
            f"No later order of {LEAST_LINES} lines holds anything new to its customer: a basket is what one user took at the "
            "very same time."
        )
    test = Asked(histories(outer, items, users), tested.holdout)
    return of_halves([Asked(histories(inner, items, users), chosen)], rng, test), tested


def later_baskets(deeds: Interactions, moment: float, items: int, rng: np.random.Generator) -> Baskets:
    """One order after ``moment`` of each user who has one of ``LEAST_LINES``, drawn by ``rng``, with all that came before it.

    Users whose other half holds nothing new to them are left out.
    """
    starts = _order_starts(deeds)
    ends = np.append(starts[1:], len(deeds.item))
    fitting = np.flatnonzero((ends - starts >= LEAST_LINES) & (deeds.at[starts] > moment)) if len(starts) else starts
    fitting = fitting[rng.permutation(len(fitting))]
    owners, first = np.unique(deeds.user[starts[fitting]], return_index=True)
    whole: list[list[int]] = []
    given: list[int] = []
    wanted: list[list[int]] = []
    who: list[int] = []
    when: list[float] = []
    lines = again = 0
    for owner, order in zip(owners.tolist(), fitting[first].tolist(), strict=True):
        begin = int(np.searchsorted(deeds.user, owner))
        past = dict.fromkeys(deeds.item[begin : starts[order]].tolist())
        drawn = rng.permutation(deeds.item[starts[order] : ends[order]]).tolist()
        half, rest = drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]
        news = [item for item in rest if item not in past and item not in half]
        lines, again = lines + len(rest), again + len(rest) - len(news)
        if news:
            # a line that the customer had before stands in the basket and not in the history
            whole.append([*(item for item in past if item not in half), *dict.fromkeys(half)])
            given.append(len(set(half)))
            wanted.append(list(dict.fromkeys(news)))
            who.append(owner)
            when.append(float(deeds.at[starts[order]]))
    asked = of_lists(whole, items)
    inside = asked.from_end() < np.repeat(np.array(given, dtype=np.int64), asked.lengths)
    region = deeds.region[who] if deeds.region is not None else NOWHERE
    asking = Asking.of(len(who), np.array(when, dtype=np.float64), region)
    asked = replace(asked, at=np.where(inside, _NOW, asked.at), asking=asking)
    return Baskets(Holdout(asked, of_lists(wanted, items)), lines, again)


class OfLastBasket:
    """A source that is asked with what each user took at their latest time alone."""

    def __init__(self, source: Fitted):
        self._source = source

    def score(self, histories: Histories) -> Scores:
        latest = np.full(histories.users, -np.inf)
        np.maximum.at(latest, histories.user, histories.at)
        return self._source.score(histories.where(histories.at == latest[histories.user]))


def _cut(deeds: Interactions) -> float:
    return float(np.quantile(deeds.at, 1 - TIME_SHARE)) if len(deeds.at) else 0.0


def _before(deeds: Interactions, moment: float) -> Interactions:
    return deeds.where(deeds.at <= moment)


def _order_starts(deeds: Interactions) -> npt.NDArray[np.int64]:
    """Rows at which another user, or another time of the same user, begins."""
    if not len(deeds.item):
        return np.zeros(0, dtype=np.int64)
    changes = (np.diff(deeds.user) != 0) | (np.diff(deeds.at) > 0)
    return np.concatenate([[0], np.flatnonzero(changes) + 1]).astype(np.int64)
