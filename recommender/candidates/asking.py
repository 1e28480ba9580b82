"""When and where each user asks: what a source or the ranker may look at beside the history itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
NOWHERE = -1


@dataclass(frozen=True)
class Asking:
    """``at`` (users,) epoch seconds, NaN where not known; ``region`` (users,) codes, ``NOWHERE`` where not known."""

    at: Floats
    region: Ints

    @classmethod
    def of(cls, users: int, at: Floats | float = np.nan, region: Ints | int = NOWHERE) -> Asking:
        """One value for all of them, or one for each."""
        return cls(np.broadcast_to(np.float64(at), users).copy(), np.broadcast_to(np.int64(region), users).copy())

    def take(self, users: Ints) -> Asking:
        return Asking(self.at[users], self.region[users])


def joined(parts: Sequence[Asking]) -> Asking:
    return Asking(np.concatenate([part.at for part in parts]), np.concatenate([part.region for part in parts]))
