"""How histories are divided into what is fitted on, what settings are chosen on, and what judges.

Who is held out by time is asked at the moment at which they came back, as a shop is; in the splits of published tables, which
know of no such moment, at that of the last deed that is known of them: when the wanted ones were done is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.candidates.histories import Histories
from recommender.ranker.holdout import Holdout
from shop.errors import InvalidInput

SPLITS = ("leave-last-out", "random", "time")
TEST_SHARE = 0.25
TIME_SHARE = 0.2
DRAWS = 3  # of what is held out at random, or moments from which on it is; the blend of little data is chosen on all of them
STEP = 0.1  # of the deeds lie between two of these moments
FEW = 200_000
LEAST = 100  # users, below which a choice would be chance
SETTINGS_SHARE = 0.1  # of the rest: what is fitted without it shall be nearly as dense as what is tested


@dataclass(frozen=True)
class Asked:
    """Sources fitted on ``fitted_on`` are asked with ``holdout``."""

    fitted_on: Histories
    holdout: Holdout


@dataclass(frozen=True)
class Plan:
    """``settings`` sets each source's settings (the first of them; all for a source that is about time) and the blend (all),
    ``learn`` trains the ranker, ``choose`` decides between whole configurations, and ``test`` is asked once. Nothing wanted in
    ``test`` is wanted elsewhere."""

    settings: tuple[Asked, ...]
    learn: Asked
    choose: Asked
    test: Asked


def plan(histories: Histories, split: str, seed: int = 42) -> Plan:
    """Raises InvalidInput for an unknown split, or where nobody is left to test with."""
    if split == "leave-last-out":
        made = _leave_last_out(histories)
    elif split == "random":
        made = _random(histories, seed)
    elif split == "time":
        made = _time(histories, seed)
    else:
        raise InvalidInput("Unknown split.", fields={"split": "one of " + ", ".join(SPLITS)})
    if not all(part.holdout.asked.users for part in (*made.settings, made.learn, made.choose, made.test)):
        raise InvalidInput("Too few interactions for this split: nobody is left to choose settings with or to test.")
    return made


def _leave_last_out(histories: Histories) -> Plan:
    """As published tables do: fitted on all but the last two, asked with all but the last; the second-last chooses.

    The ranker learns from the third-last, asked of sources that were fitted without it.
    """
    place = histories.from_end()

    def holdout(place_of_wanted: int) -> Holdout:
        asked = _at_last(histories.where(place > place_of_wanted))
        return _with_past(Holdout(asked, histories.where(place == place_of_wanted)))

    outer = histories.but_last(2)
    second_last, learn = Asked(outer, holdout(1)), Asked(histories.but_last(3), holdout(2))
    return Plan((second_last,), learn, second_last, Asked(outer, holdout(0)))


def _random(histories: Histories, seed: int) -> Plan:
    rng = np.random.default_rng(seed)
    tested = _share(histories, TEST_SHARE, rng)
    outer = histories.where(~tested)
    test = Asked(outer, _with_past(Holdout(_at_last(outer), histories.where(tested))))
    draws = []
    for _ in range(DRAWS if len(outer.item) <= FEW else 1):
        held = _share(outer, SETTINGS_SHARE, rng)
        inner = outer.where(~held)
        draws.append(Asked(inner, _with_past(Holdout(_at_last(inner), outer.where(held)))))
    return of_halves(draws, rng, test)


def _time(histories: Histories, seed: int) -> Plan:
    """Fitted on what was before a moment, asked of what came after; who only came after is a stranger, without a history."""
    outer, after = _cut(histories)
    test = Asked(outer, _coming_back(outer, after).answerable())
    draws = [Asked(past, found.answerable()) for past, found in _moments(outer)]
    return of_halves(_not_empty(draws), np.random.default_rng(seed), test)


def plan_for_use(histories: Histories, seed: int = 42) -> Plan | None:
    """For a ranking that answers in a shop: the newest fifth chooses. ``test`` is ``choose``: a version is judged elsewhere.
    None where fewer than ``LEAST`` users came back with something new."""
    draws = [Asked(past, _with_past(found)) for past, found in _moments(histories)]
    if draws[0].holdout.asked.users < LEAST:
        return None
    made = of_halves(_not_empty(draws), np.random.default_rng(seed), draws[0])
    return Plan(made.settings, made.learn, made.choose, made.choose)


def of_halves(draws: Sequence[Asked], rng: np.random.Generator, test: Asked) -> Plan:
    """All who are held out set the few settings; one half of the first draw trains the ranker, the other chooses."""
    first, second = _halves(draws[0].holdout, rng)
    inner = draws[0].fitted_on
    return Plan(tuple(draws), Asked(inner, first), Asked(inner, second), test)


def _cut(histories: Histories) -> tuple[Histories, Histories]:
    moment = np.quantile(histories.at, 1 - TIME_SHARE) if len(histories.at) else 0.0
    return histories.where(histories.at <= moment), histories.where(histories.at > moment)


def _moments(histories: Histories) -> Iterator[tuple[Histories, Holdout]]:
    """What was before a moment, and those who came back in the fifth of the deeds after it; the latest moment first.

    One moment alone tells how long popularity lasts no better than chance: what served best before one of MovieLens or of a
    year's invoices served worst before the next (measured; docs/recommender.md)."""
    for number in range(DRAWS if len(histories.item) <= FEW else 1):
        share = 1 - TIME_SHARE - number * STEP
        begin, end = np.quantile(histories.at, [share, share + TIME_SHARE]) if len(histories.at) else (0.0, 0.0)
        past = histories.where(histories.at <= begin)
        yield past, _coming_back(past, histories.where((histories.at > begin) & (histories.at <= end)))


def _not_empty(draws: Sequence[Asked]) -> list[Asked]:
    """The latest, and those before it at which there was anybody to ask."""
    return [draw for number, draw in enumerate(draws) if number == 0 or draw.holdout.asked.users]


def _share(histories: Histories, share: float, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(n,) True for that share of each user's rows, rounded."""
    user, drawn = histories.user, rng.random(len(histories.item))
    order = np.lexsort((drawn, user))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - histories.start[user[order]]
    return np.asarray(place < np.rint(histories.lengths * share)[user])


def _at_last(asked: Histories) -> Histories:
    """Asked when the last deed of each was done."""
    moment = np.full(asked.users, np.nan)
    known = np.flatnonzero(asked.lengths > 0)
    moment[known] = asked.at[asked.start[known + 1] - 1]
    return asked.asked_at(moment)


def _coming_back(asked: Histories, wanted: Histories) -> Holdout:
    """Asked when the first of what each wanted was done."""
    moment = np.full(wanted.users, np.nan)
    known = np.flatnonzero(wanted.lengths > 0)
    moment[known] = wanted.at[wanted.start[known]]
    return Holdout(asked.asked_at(moment), wanted)


def _with_past(holdout: Holdout) -> Holdout:
    return holdout.take(np.flatnonzero((holdout.wanted.lengths > 0) & (holdout.asked.lengths > 0)))


def _halves(holdout: Holdout, rng: np.random.Generator) -> tuple[Holdout, Holdout]:
    order = rng.permutation(holdout.asked.users)
    half = len(order) // 2
    return holdout.take(np.sort(order[:half])), holdout.take(np.sort(order[half:]))
