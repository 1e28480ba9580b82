"""What is asked and what was wanted, and how well an order answers it: full ranking, what the user already has left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories

AT = 10


@dataclass(frozen=True)
class Holdout:
    """User u is asked with ``asked`` and wanted ``wanted`` of the same row; users who wanted nothing do not count."""

    asked: Histories
    wanted: Histories

    def take(self, users: Any) -> Holdout:
        return Holdout(self.asked.take(users), self.wanted.take(users))

    def answerable(self) -> Holdout:
        """Those users alone who wanted something."""
        return self.take(np.flatnonzero(self.wanted.lengths > 0))


def gains(order: npt.NDArray[np.int64], wanted: Histories, at: int = AT) -> npt.NDArray[np.float64]:
    """(users,) NDCG@``at``: ``order`` (users, ≥ at) item codes, best first, −1 for none; binary gain."""
    found = hits(order, wanted)[:, :at]
    discount = 1.0 / np.log2(np.arange(at) + 2.0)
    best = np.concatenate([[0.0], np.cumsum(discount)])[np.minimum(wanted.lengths, at)]
    return np.asarray((found * discount[: found.shape[1]]).sum(axis=1) / np.maximum(best, 1e-9))


def recalls(order: npt.NDArray[np.int64], wanted: Histories, at: int) -> npt.NDArray[np.float64]:
    """(users,) the share of what was wanted that is among the first ``at``."""
    return np.asarray(hits(order, wanted)[:, :at].sum(axis=1) / np.maximum(wanted.lengths, 1))


def hits(order: npt.NDArray[np.int64], wanted: Histories) -> npt.NDArray[np.bool_]:
    """(users, k): whether each place holds something wanted."""
    users = np.broadcast_to(np.arange(len(order))[:, None], order.shape)
    return np.asarray(is_wanted(users, np.where(order >= 0, order, 0), wanted) & (order >= 0))


def is_wanted(user: npt.NDArray[np.int64], item: npt.NDArray[np.int64], wanted: Histories) -> npt.NDArray[np.bool_]:
    """Whether each ``user`` wanted the ``item`` of the same place; both of any one shape."""
    keys = np.sort(wanted.user * wanted.items + wanted.item)
    if not len(keys):
        return np.zeros(item.shape, dtype=bool)
    asked = user * wanted.items + item
    return np.asarray(keys[np.minimum(np.searchsorted(keys, asked), len(keys) - 1)] == asked)


def top(scores: npt.NDArray[Any], asked: Histories, k: int) -> npt.NDArray[np.int64]:
    """(users, k) best first, without what the user has; of equals the lower code; −1 where the catalogue ends."""
    left = np.array(scores, dtype=np.float32)
    left[asked.user, asked.item] = -np.inf
    wanted = min(k, left.shape[1])
    part = np.sort(np.argpartition(-left, wanted - 1, axis=1)[:, :wanted], axis=1)
    value = np.take_along_axis(left, part, axis=1)
    order = np.take_along_axis(part, np.argsort(-value, axis=1, kind="stable"), axis=1)
    order[np.take_along_axis(left, order, axis=1) == -np.inf] = -1
    if wanted < k:
        order = np.pad(order, ((0, 0), (0, k - wanted)), constant_values=-1)
    return order.astype(np.int64)
