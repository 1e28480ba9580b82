"""Which items a step compares with where the catalogue is too large for all: drawn evenly, and what the step's places look for.

Every score is raised by minus the logarithm of its item's chance of being drawn (logQ), so that the sum over the sample stands
for the sum over the catalogue; a place's own target is there for certain and is not raised.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


class Sample:
    def __init__(self, counts: Ints, draws: int, rng: np.random.Generator) -> None:
        """``counts`` (items,): how often each is looked for in training."""
        self.share = counts / max(int(counts.sum()), 1)
        self.draws, self.rng = draws, rng

    def __call__(self, target: Ints) -> tuple[Ints, npt.NDArray[np.float32], Ints]:
        """For the targets (n, horizon) of a step: the items (m,), what to add to their scores (m,), and the targets as places
        among those items (n, horizon)."""
        items = len(self.share)
        chosen = np.union1d(self.rng.integers(0, items, self.draws), target)
        missed = (1 - 1 / items) ** self.draws * (1 - self.share[chosen]) ** len(target)
        lift = -np.log(np.maximum(1 - missed, 1e-9))
        return chosen, lift.astype(np.float32), np.searchsorted(chosen, target)
