"""Customers of whom one item is kept back, to see while training whether it is foreseen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from recommender.candidates.histories import Histories
from recommender.deep.network import Network, Serving

Ints = npt.NDArray[np.int64]

MOST = 1000
FEWEST = 20  # with fewer, chance alone would end the training
_TOGETHER = 100


@dataclass(frozen=True)
class HeldOut:
    """``histories`` without one item each, which are ``wanted`` (users,)."""

    histories: Histories
    wanted: Ints

    def quality(self, network: Network) -> float:
        """Mean of 1 / log2(1 + rank) of what is wanted among the items that its customer did not have: NDCG without an end,
        which moves less by chance than one that looks at ten places."""
        serving = Serving(network).eval()
        gain = 0.0
        for first in range(0, self.histories.users, _TOGETHER):
            wanted = self.wanted[first : first + _TOGETHER]
            rows = self.histories.take(np.arange(first, first + len(wanted)))
            own = rows.last(network.shape.length)
            item = np.zeros((own.users, int(own.lengths.max())), dtype=np.int64)
            item[own.user, np.arange(len(own.item)) - np.repeat(own.start[:-1], own.lengths)] = own.item
            with torch.no_grad():
                scores = serving(torch.from_numpy(item), torch.from_numpy(own.lengths - 1)).numpy()
            scores[rows.user, rows.item] = -np.inf
            rank = 1 + (scores > scores[np.arange(own.users), wanted][:, None]).sum(axis=1)
            gain += float((1 / np.log2(1 + rank)).sum())
        return gain / max(self.histories.users, 1)


def hold_out(histories: Histories, rng: np.random.Generator, *, anywhere: bool = False) -> tuple[Histories, HeldOut | None]:
    """What is left to learn from, and the last items (or any one's, ``anywhere``) of one customer in four of those with three
    items and more, at most 1,000; of none where that is fewer than 20."""
    able = np.flatnonzero(histories.lengths >= 3)
    chosen = np.sort(rng.permutation(able)[: min(MOST, len(able) // 4)])
    if len(chosen) < FEWEST:
        return histories, None
    out = rng.integers(histories.start[chosen], histories.start[chosen + 1]) if anywhere else histories.start[chosen + 1] - 1
    kept = np.ones(len(histories.item), dtype=np.bool_)
    kept[out] = False
    learned = histories.where(kept)
    return learned, HeldOut(learned.take(chosen), histories.item[out])
