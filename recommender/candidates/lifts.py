"""How much more each item is wanted in a month, at an hour and in a region than at any other time and anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from recommender.candidates.asking import NOWHERE
from recommender.candidates.histories import Histories
from recommender.candidates.moments import HOURS, MONTHS, Condition, hours, months, of_counts
from recommender.candidates.source import ALL, Arrays, Items

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
MOST_REGIONS = 30  # those with the most deeds; whoever is elsewhere is nowhere
KINDS = ("month", "hour", "region")


@dataclass(frozen=True)
class Lifts:
    """Natural logarithms, 0 where nothing is known, of every item: ``month`` (12, items) and ``hour`` (24, items), UTC, the
    latter without a row where it does not count; ``region`` (regions, items), a row for each of
    ``codes`` (regions,), ascending."""

    month: Floats
    hour: Floats
    region: Floats
    codes: Ints

    @classmethod
    def of(cls, past: Histories, pull: float, *, hour: bool = True) -> Self:
        """Each drawn to nothing as if ``pull`` deeds of the average were added for every item that anybody had. A user's deeds
        were done in the region in which they ask."""
        region = past.asking.region[past.user] if past.asking is not None else np.full(len(past.item), NOWHERE)
        codes = most_regions(np.bincount(region[region >= 0]))
        return cls.of_counts(
            _counted(months(past.at), MONTHS, past),
            _counted(hours(past.at), HOURS, past) if hour else None,
            _counted(_places(codes, region), len(codes), past),
            codes,
            np.bincount(past.item, minlength=past.items),
            pull,
        )

    @classmethod
    def of_counts(cls, month: Any, hour: Any, region: Any, codes: Ints, overall: Any, pull: float) -> Self:
        """(groups, items) deeds by month, hour (None: it does not count) and region of ``codes``; ``overall`` (items,)."""
        pull = pull * int((overall > 0).sum())

        def lift(count: Any, condition: Condition) -> Floats:
            return of_counts(np.asarray(count, dtype=np.float64), overall, condition, pull).astype(np.float32)

        return cls(
            lift(month, Condition.ring("month", MONTHS)),
            np.zeros((0, len(overall)), dtype=np.float32) if hour is None else lift(hour, Condition.ring("hour", HOURS)),
            lift(region, Condition.apart("region", len(codes))),
            np.asarray(codes, dtype=np.int64),
        )

    def of_users(self, asked: Histories, items: Items = ALL) -> Iterator[Floats]:
        """(users, items) of each kind that counts; 0 for who does not tell."""
        for kind in KINDS:
            table = getattr(self, kind)
            if len(table):
                row = self.rows(kind, asked)
                told = np.maximum(row, 0)
                # few of many items are asked for: their cells alone are copied
                found = table[told][:, items] if isinstance(items, slice) else table[told[:, None], items]
                found[row < 0] = 0.0
                yield found

    def of_rows(self, kind: str, asked: Histories, user: Ints, item: Ints) -> Floats:
        """(n,) of the users and items of each place."""
        table = getattr(self, kind)
        row = self.rows(kind, asked)[user]
        found = np.zeros(len(item), dtype=np.float32)
        told = row >= 0
        found[told] = table[row[told], item[told]]
        return found

    def rows(self, kind: str, asked: Histories) -> Ints:
        """(users,) the row of the table of ``kind`` that counts for each, −1 for none."""
        table, asking = getattr(self, kind), asked.asking
        out = np.full(asked.users, -1, dtype=np.int64)
        if asking is None or not len(table):
            return out
        if kind == "region":
            return _places(self.codes, asking.region)
        told = np.isfinite(asking.at)
        out[told] = (months if kind == "month" else hours)(asking.at[told])
        return out

    def arrays(self) -> Arrays:
        return {"month": self.month, "hour": self.hour, "region": self.region, "codes": self.codes}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(arrays["month"], arrays["hour"], arrays["region"], arrays["codes"])


def most_regions(deeds: npt.NDArray[Any]) -> Ints:
    """The codes that count, ascending; ``deeds`` (regions,) of each."""
    most = np.argsort(-deeds, kind="stable")[:MOST_REGIONS]
    return np.sort(most[deeds[most] > 0]).astype(np.int64)


def _places(codes: Ints, region: Ints) -> Ints:
    """(n,) where each region stands in ``codes``, −1 for one that is not among them."""
    if not len(codes):
        return np.full(len(region), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(codes, region), len(codes) - 1)
    return np.where(codes[place] == region, place, -1)


def _counted(group: Ints, groups: int, past: Histories) -> npt.NDArray[np.float64]:
    """(groups, items) deeds; those of a negative group are in none."""
    here = group >= 0
    keys = group[here] * past.items + past.item[here]
    return np.bincount(keys, minlength=groups * past.items).reshape(groups, past.items).astype(np.float64)
