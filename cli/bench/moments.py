"""What the month, the hour and the country add to popularity, on a year of invoices: no customer's taste is looked at.

Every invoice of the last fifth of the year asks; what is new to its customer is wanted, and what they had is left out. The
window of popularity and how far a lift is drawn to 1 are chosen on the fifth before; ``together`` takes what gained there. A
customer counts once, with the mean of their invoices, so that the bootstrap draws customers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from cli.evaluate.bootstrap import paired_gain
from data.public.online_retail import Bought
from recommender.candidates.histories import Histories, of_lists
from recommender.candidates.moments import HOURS, MONTHS, Condition, hours, lifts, months, scores, windowed
from recommender.ranker.holdout import gains, top
from recommender.ranker.splits import TIME_SHARE

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
HALF_LIVES = (0.1, 0.02, 0.5, 0.0)
PULLS = (300.0, 3_000.0, 30_000.0)
_BATCH = 1_000


@dataclass(frozen=True)
class Deeds:
    """Parallel arrays (n,) in the order of time: codes, epoch seconds; ``country`` codes."""

    user: Ints
    item: Ints
    at: Floats
    country: Ints
    items: int

    @classmethod
    def of(cls, lines: Sequence[Bought]) -> Deeds:
        users: dict[str, int] = {}
        items: dict[str, int] = {}
        countries: dict[str, int] = {}
        rows = dict.fromkeys(
            (
                users.setdefault(line.customer_id, len(users)),
                items.setdefault(line.article, len(items)),
                datetime.fromisoformat(line.placed_at).timestamp(),
                countries.setdefault(line.country, len(countries)),
            )
            for line in lines
        )
        table = np.array(sorted(rows, key=lambda row: row[2]), dtype=np.float64).reshape(-1, 4)
        codes = table.astype(np.int64)
        return cls(codes[:, 0], codes[:, 1], table[:, 2], codes[:, 3], len(items))

    def until(self, moment: float) -> Deeds:
        kept = self.at <= moment
        return Deeds(self.user[kept], self.item[kept], self.at[kept], self.country[kept], self.items)

    def cut(self) -> float:
        return float(np.quantile(self.at, 1 - TIME_SHARE))


@dataclass(frozen=True)
class Invoices:
    """Row i of each: whose, when, where, what they had before and what they newly took."""

    user: Ints
    at: Floats
    country: Ints
    asked: Histories
    wanted: Histories

    @classmethod
    def after(cls, moment: float, deeds: Deeds) -> Invoices:
        had: dict[int, dict[int, None]] = {}
        rows: list[tuple[int, float, int]] = []
        asked: list[list[int]] = []
        wanted: list[list[int]] = []
        order = np.lexsort((np.arange(len(deeds.at)), deeds.at, deeds.user))
        changes = (np.diff(deeds.user[order]) != 0) | (np.diff(deeds.at[order]) != 0)
        for invoice in np.split(order, np.flatnonzero(changes) + 1):
            first = int(invoice[0])
            past = had.setdefault(int(deeds.user[first]), {})
            news = [item for item in deeds.item[invoice].tolist() if item not in past]
            if deeds.at[first] > moment and news:
                rows.append((int(deeds.user[first]), float(deeds.at[first]), int(deeds.country[first])))
                asked.append(list(past))
                wanted.append(list(dict.fromkeys(news)))
            past.update(dict.fromkeys(news))
        table = np.array(rows, dtype=np.float64).reshape(-1, 3)
        codes = table.astype(np.int64)
        return cls(codes[:, 0], table[:, 1], codes[:, 2], of_lists(asked, deeds.items), of_lists(wanted, deeds.items))

    def worth(self, scored: Callable[[Ints], npt.NDArray[np.float32]]) -> Floats:
        """(customers,) mean NDCG@10 of each customer's invoices; ``scored`` gives (rows, items)."""
        parts = []
        for begin in range(0, len(self.at), _BATCH):
            rows = np.arange(begin, min(begin + _BATCH, len(self.at)))
            parts.append(gains(top(scored(rows), self.asked.take(rows), 10), self.wanted.take(rows)))
        _, owner = np.unique(self.user, return_inverse=True)
        return np.asarray(np.bincount(owner, weights=np.concatenate(parts)) / np.bincount(owner))


class _Part:
    """What came before a moment, and the invoices after it."""

    def __init__(self, deeds: Deeds, conditions: Sequence[Condition]):
        self.past = deeds.until(deeds.cut())
        self.later = Invoices.after(deeds.cut(), deeds)
        self._near = {one.name: one for one in conditions}
        self._known: dict[tuple[str, float], Floats] = {}

    def plain(self, half_life: float) -> Floats:
        return self.later.worth(lambda rows: self._scores(rows, half_life, {}))

    def given(self, half_life: float, pulls: dict[str, float]) -> Floats:
        return self.later.worth(lambda rows: self._scores(rows, half_life, pulls))

    def _scores(self, rows: Ints, half_life: float, pulls: dict[str, float]) -> npt.NDArray[np.float32]:
        popular = windowed(self.past.item, self.past.at, self.past.items, half_life)
        found = scores(popular, [(self._lifts(n, pull), self._group(n, self.later)[rows]) for n, pull in pulls.items()])
        return np.broadcast_to(found, (len(rows), found.shape[1]))

    def _lifts(self, name: str, pull: float) -> Floats:
        if (name, pull) not in self._known:
            group = self._group(name, self.past)
            self._known[name, pull] = lifts(self.past.item, group, self._near[name], self.past.items, pull)
        return self._known[name, pull]

    @staticmethod
    def _group(name: str, of: Deeds | Invoices) -> Ints:
        return {"month": months, "hour": hours}[name](of.at) if name != "country" else of.country


def measure(lines: Sequence[Bought]) -> dict[str, Any]:
    """Each condition alone and all together beside plain windowed popularity; a condition's gain is of the test part."""
    deeds = Deeds.of(lines)
    conditions = (
        Condition.ring("month", MONTHS),
        Condition.ring("hour", HOURS),
        Condition.apart("country", int(deeds.country.max()) + 1),
    )
    chooses, tests = _Part(deeds.until(deeds.cut()), conditions), _Part(deeds, conditions)
    tried = {half_life: float(chooses.plain(half_life).mean()) for half_life in HALF_LIVES}
    half_life = max(tried, key=lambda one: tried[one])
    plain = tests.plain(half_life)
    found: dict[str, Any] = {
        "invoices": len(tests.later.at),
        "customers": len(plain),
        "half_life": half_life,
        "popular": {"ndcg_at_10": round(float(plain.mean()), 4)},
    }
    best: dict[str, float] = {}
    for one in conditions:
        reached = {pull: float(chooses.given(half_life, {one.name: pull}).mean()) for pull in PULLS}
        best[one.name] = max(reached, key=lambda pull: reached[pull])
        found[one.name] = _beside(tests.given(half_life, {one.name: best[one.name]}), plain) | {
            "pull": best[one.name],
            "gain_where_chosen": round(reached[best[one.name]] - tried[half_life], 4),
        }
        if reached[best[one.name]] <= tried[half_life]:
            del best[one.name]
    found["together"] = _beside(tests.given(half_life, best), plain) | {"of": sorted(best)}
    return found


def _beside(ours: Floats, plain: Floats) -> dict[str, Any]:
    return {"ndcg_at_10": round(float(ours.mean()), 4), "gain": paired_gain(ours.tolist(), plain.tolist())}
