"""What each user did, in order: the one form of data that every source of candidates is fitted on and asked with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from recommender.candidates import asking as of_asking
from recommender.candidates.asking import NOWHERE, Asking
from recommender.interactions import Interactions

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Histories:
    """User u's items are ``item[start[u]:start[u + 1]]``, oldest first, each item at most once; ``at`` epoch seconds.

    ``start`` (users + 1,), ``item`` and ``at`` (n,); ``items`` is the size of the catalogue. A user may have no item.
    ``asking``: when and where the users ask, None where nothing of it is known.
    """

    start: Ints
    item: Ints
    at: Floats
    items: int
    asking: Asking | None = None

    @property
    def users(self) -> int:
        return len(self.start) - 1

    @property
    def lengths(self) -> Ints:
        return np.diff(self.start)

    @property
    def user(self) -> Ints:
        """(n,): whose row each is."""
        return np.repeat(np.arange(self.users, dtype=np.int64), self.lengths)

    def take(self, users: Sequence[int] | Ints) -> Histories:
        """Those users alone, in the order given."""
        chosen = np.asarray(users, dtype=np.int64)
        lengths = self.lengths[chosen]
        start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        rows = np.arange(int(start[-1])) + np.repeat(self.start[chosen] - start[:-1], lengths)
        asking = self.asking.take(chosen) if self.asking is not None else None
        return Histories(start, self.item[rows], self.at[rows], self.items, asking)

    def where(self, kept: npt.NDArray[np.bool_]) -> Histories:
        """The rows of ``kept`` (n,) alone; every user stays, some with an empty history."""
        start = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)[self.start]
        return Histories(start, self.item[kept], self.at[kept], self.items, self.asking)

    def asked_at(self, moment: Floats | float) -> Histories:
        """The same, asked at ``moment``, epoch seconds: one for all or (users,), NaN where it is not known."""
        known = self.asking or Asking.of(self.users)
        return replace(self, asking=Asking.of(self.users, moment, known.region))

    def but_last(self, dropped: int) -> Histories:
        """Without each user's last ``dropped`` items."""
        return self.where(self.from_end() >= dropped)

    def last(self, kept: int) -> Histories:
        """Each user's last ``kept`` items alone."""
        return self.where(self.from_end() < kept)

    def from_end(self) -> Ints:
        """(n,): 0 for each user's last item, 1 for the one before it, …"""
        return np.repeat(self.start[1:], self.lengths) - 1 - np.arange(len(self.item))

    def matrix(self, weight: npt.NDArray[Any] | None = None) -> Any:
        """CSR (users, items) float32: 1, or ``weight`` (n,), where the user had the item."""
        values = np.ones(len(self.item), dtype=np.float32) if weight is None else np.asarray(weight, dtype=np.float32)
        shape = (self.users, self.items)
        # as scipy keeps them, so that it need not look at all of them to see whether it may
        places, begin = self.item.astype(np.int32), self.start.astype(np.int32)
        found = sparse.csr_matrix((values.copy(), places, begin), shape=shape)
        found.sort_indices()
        return found

    def fading(self, decay: float, scale: npt.NDArray[Any] | None = None) -> Any:
        """CSR (users, items): the last item counts 1, the one before it ``decay``, then its square, …; 1.0 forgets nothing.
        Each times its item's ``scale`` (items,), where that is given."""
        weight = np.power(decay, self.from_end(), dtype=np.float64)
        return self.matrix(weight if scale is None else weight * scale[self.item])


def histories(found: Interactions, items: int, users: int | None = None) -> Histories:
    """From rows sorted by user and time; of a user's repeats of an item the first counts. ``users``: how many in all."""
    count = users if users is not None else int(found.user.max(initial=-1)) + 1
    first = np.sort(np.unique(found.user * max(items, 1) + found.item, return_index=True)[1])
    start = np.searchsorted(found.user[first], np.arange(count + 1)).astype(np.int64)
    asking = None
    if found.region is not None:
        region = np.full(count, NOWHERE)
        region[: min(count, len(found.region))] = found.region[:count]
        asking = Asking.of(count, region=region)
    return Histories(start, found.item[first], found.at[first], items, asking)


def of_lists(lists: Sequence[Sequence[int]], items: int) -> Histories:
    """From each user's items, oldest first, times being 0, 1, 2 … (for a request that knows no times)."""
    lengths = np.array([len(x) for x in lists], dtype=np.int64)
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    item = np.concatenate([np.zeros(0, dtype=np.int64), *(np.asarray(x, dtype=np.int64) for x in lists)])
    at = np.arange(len(item)) - np.repeat(start[:-1], lengths)
    return Histories(start, item, at.astype(np.float64), items)


def joined(parts: Sequence[Histories]) -> Histories:
    """The users of all parts, one after the other; the parts share a catalogue, and what is known of the asking."""
    lengths = np.concatenate([part.lengths for part in parts])
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    item, at = np.concatenate([part.item for part in parts]), np.concatenate([part.at for part in parts])
    known = [part.asking for part in parts if part.asking is not None]
    return Histories(start, item, at, parts[0].items, of_asking.joined(known) if len(known) == len(parts) else None)
