"""Nothing satisfies all conditions: which of them to give up, so that something is left."""

from __future__ import annotations

from itertools import combinations

from retrieval.columns import Columns
from retrieval.filters import Filters

#: Up to so many conditions are tried in every combination; beyond that they are given up one after another.
TRIED = 2


def conditions_to_relax(columns: Columns, filters: Filters) -> tuple[str, ...]:
    """The fewest conditions without which something is left, least missed first; () when nothing is to be had at all."""
    names = filters.set_names()
    masks = {name: columns.mask(_only(filters, name)) for name in names}
    every = columns.mask(Filters())
    if not every.any():
        return ()

    def leaves_some(given_up: tuple[str, ...]) -> bool:
        left = every.copy()
        for name in names:
            if name not in given_up:
                left &= masks[name]
        return bool(left.any())

    for size in range(1, TRIED + 1):
        # Of two pairs that help, the one whose more missed condition is the less missed.
        for tried in sorted(combinations(range(len(names)), size), key=lambda places: places[::-1]):
            given_up = tuple(names[i] for i in tried)
            if leaves_some(given_up):
                return given_up
    return next(names[:n] for n in range(1, len(names) + 1) if leaves_some(names[:n]))


def _only(filters: Filters, name: str) -> Filters:
    for other in filters.set_names():
        if other != name:
            filters = filters.without(other)
    return filters
