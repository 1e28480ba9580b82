"""The candidates of each user: the first of every source together, with what every source says of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories
from recommender.candidates.source import Fitted

PER_SOURCE = 100
_CELLS = 12_000_000  # scores of one source held at once


@dataclass(frozen=True)
class Pool:
    """User u's candidates are rows ``start[u]:start[u + 1]``; ``item`` (n,) codes, ``scores`` (n, sources) as the sources gave
    them, ``sources`` their names in order."""

    start: npt.NDArray[np.int64]
    item: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]
    sources: tuple[str, ...]

    @property
    def user(self) -> npt.NDArray[np.int64]:
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int64), np.diff(self.start))

    def keep(self, rows: npt.NDArray[np.bool_]) -> Pool:
        """The candidates of ``rows`` (n,) alone."""
        start = np.concatenate([[0], np.cumsum(rows)]).astype(np.int64)[self.start]
        return Pool(start, self.item[rows], self.scores[rows], self.sources)

    def among_first(self, worth: npt.NDArray[Any], k: int) -> npt.NDArray[np.bool_]:
        """(n,): whether a candidate is among its user's ``k`` best by ``worth``; of equals the lower code."""
        ranked = np.lexsort((self.item, -worth, self.user))
        found = np.zeros(len(ranked), dtype=bool)
        found[ranked] = np.arange(len(ranked)) - self.start[self.user] < k
        return found

    def order(self, worth: npt.NDArray[Any], k: int) -> npt.NDArray[np.int64]:
        """(users, k) item codes by ``worth`` (n,), best first, −1 where a user's candidates end."""
        user = self.user
        ranked = np.lexsort((self.item, -worth, user))
        place = np.arange(len(ranked)) - self.start[user]
        kept = place < k
        found = np.full((len(self.start) - 1, k), -1, dtype=np.int64)
        found[user[kept], place[kept]] = self.item[ranked[kept]]
        return found


def batches(histories: Histories, items: int) -> Iterator[npt.NDArray[np.int64]]:
    size = max(1, _CELLS // max(1, items))
    for begin in range(0, histories.users, size):
        yield np.arange(begin, min(histories.users, begin + size))


def pool(sources: Mapping[str, Fitted], asked: Histories, per_source: int = PER_SOURCE) -> Pool:
    """The first ``per_source`` of each source that it has anything to say of; never what the user has."""
    names = tuple(sources)
    counts, items, scores = [np.zeros(1, dtype=np.int64)], [], []
    for users in batches(asked, asked.items):
        part = asked.take(users)
        chosen = np.zeros((part.users, part.items), dtype=bool)
        given = []
        for name in names:
            said = np.asarray(sources[name].score(part), dtype=np.float32)
            given.append(said)
            _mark_first(chosen, said, part, per_source)
        rows, columns = np.nonzero(chosen)
        counts.append(np.bincount(rows, minlength=part.users))
        items.append(columns)
        scores.append(np.stack([said[rows, columns] for said in given], axis=1))
    start = np.cumsum(np.concatenate(counts))
    return Pool(
        start.astype(np.int64),
        np.concatenate([np.zeros(0, dtype=np.int64), *items]),
        np.concatenate([np.zeros((0, len(names)), dtype=np.float32), *scores]),
        names,
    )


def pool_of(sources: Mapping[str, Fitted], asked: Histories, items: npt.NDArray[np.int64]) -> Pool:
    """The same candidates for each user: ``items`` in their order, what the user has among them too."""
    scores = [np.asarray(source.score(asked, items), dtype=np.float32).ravel() for source in sources.values()]
    start = np.arange(asked.users + 1, dtype=np.int64) * len(items)
    columns = np.stack(scores, axis=1) if scores else np.zeros((asked.users * len(items), 0), dtype=np.float32)
    return Pool(start, np.tile(items, asked.users), columns, tuple(sources))


def joined(pools: Sequence[Pool]) -> Pool:
    """The users of all pools, one after the other; the pools have the same sources."""
    start = np.concatenate([[0], np.cumsum(np.concatenate([np.diff(one.start) for one in pools]))]).astype(np.int64)
    items, scores = np.concatenate([p.item for p in pools]), np.concatenate([p.scores for p in pools])
    return Pool(start, items, scores, pools[0].sources)


def _mark_first(chosen: npt.NDArray[np.bool_], said: npt.NDArray[np.float32], part: Histories, k: int) -> None:
    """Of equals the lower code."""
    left = said.copy()
    left[part.user, part.item] = -np.inf
    for user, row in enumerate(left):
        # 0 is silence for counting sources; factorisations say less than 0 too, and then only what is above it is proposed
        spoken = np.flatnonzero(row > 0)
        if len(spoken) > k:
            values = row[spoken]
            last = np.partition(values, len(values) - k)[len(values) - k]  # faster than to ask for the places of the first k
            above = spoken[values > last]
            spoken = np.concatenate([above, spoken[values == last][: k - len(above)]])
        chosen[user, spoken] = True


def normalised(found: Pool) -> npt.NDArray[np.float32]:
    """(n, sources): each user's scores of a source from 0 to 1 of their own highest; silence and less is 0.

    Sources speak in different units, and the same source in other units after another fit; shares of the highest do not move.
    """
    highest = segment_max(found.scores, found.start)
    scaled = np.maximum(found.scores, 0.0) / np.maximum(highest, 1e-12)[found.user]
    return np.asarray(scaled, dtype=np.float32)


def segment_max(values: npt.NDArray[np.float32], start: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """(users, columns) the largest per user, 0 for users without rows."""
    found = np.zeros((len(start) - 1, values.shape[1]), dtype=np.float32)
    full = np.flatnonzero(np.diff(start) > 0)
    if full.size:
        found[full] = np.maximum.reduceat(values, start[full], axis=0)
    return found


def places(found: Pool) -> npt.NDArray[np.float32]:
    """(n, sources): 1 / the place in each source's own order of the user's candidates, ties in the order of codes."""
    user = found.user
    out = np.zeros(found.scores.shape, dtype=np.float32)
    for column in range(found.scores.shape[1]):
        ranked = np.lexsort((found.item, -found.scores[:, column], user))
        out[ranked, column] = 1.0 / (1.0 + np.arange(len(ranked)) - found.start[user])
    return out
