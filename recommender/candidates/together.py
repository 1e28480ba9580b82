"""Bought together: what stood in the same basket, beyond what chance would put there. Asked with the present basket."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from scipy import sparse

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings
from recommender.candidates.sparse_arrays import packed, strongest, unpacked

LARGEST = 100  # lines of one basket: a reseller's order of everything says nothing of any two
NEIGHBOURS = 200


class Together:
    """A basket is what one user took at the very same time (the lines of one order)."""

    NAME: ClassVar[str] = "together"
    CHOICES: ClassVar[tuple[Settings, ...]] = ({"shrink": 10.0, "power": 0.5}, {"shrink": 3.0, "power": 0.7})

    def __init__(self, near: Any):
        self._near = near

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        """Only where a fair part of what was taken was taken with something else."""
        lines = np.diff(np.concatenate([_basket_starts(shape), [len(shape.item)]]))
        return len(shape.item) > 0 and float(lines[lines > 1].sum()) >= 0.1 * len(shape.item)

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        starts = _basket_starts(histories)
        lines = np.diff(np.concatenate([starts, [len(histories.item)]]))
        basket = np.repeat(np.arange(len(starts)), lines)
        kept = np.repeat(lines <= LARGEST, lines)
        weight = np.ones(int(kept.sum()), dtype=np.float32)
        held = sparse.csr_matrix((weight, (basket[kept], histories.item[kept])), shape=(len(starts), histories.items))
        shared = (held.T @ held).tocsr()
        counts = np.asarray(shared.diagonal(), dtype=np.float64)
        shared.setdiag(0)
        shared.eliminate_zeros()
        rows = shared.tocoo()
        power = settings["power"]
        close = rows.data / (counts[rows.row] ** power * counts[rows.col] ** (1 - power) + settings["shrink"])
        near = sparse.csr_matrix((close.astype(np.float32), (rows.col, rows.row)), shape=shared.shape)
        return cls(strongest(near, NEIGHBOURS))

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        lines = _last_basket(histories)
        return np.asarray((histories.matrix(lines) @ self._near)[:, items].toarray(), dtype=np.float32)

    def arrays(self) -> Arrays:
        return packed(self._near)

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(unpacked(arrays))


def _basket_starts(histories: Histories) -> Any:
    """Rows at which another user, or another time of the same user, begins."""
    if not len(histories.item):
        return np.zeros(0, dtype=np.int64)
    user = histories.user
    changes = (np.diff(user) != 0) | (np.diff(histories.at) != 0)
    return np.concatenate([[0], np.flatnonzero(changes) + 1])


def _last_basket(histories: Histories) -> Any:
    """(n,) 1 for what each user took at their latest time, else 0."""
    latest = np.full(histories.users, -np.inf)
    np.maximum.at(latest, histories.user, histories.at)
    return (histories.at == latest[histories.user]).astype(np.float32)
