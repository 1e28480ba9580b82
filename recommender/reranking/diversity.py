"""What is just like a better-placed product is worth less: half by content, half by being of the same type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Diversity:
    """``vectors`` (n, dim) unit or 0; ``types`` one per candidate, "" is like no other. Costs up to ``strength``."""

    def __init__(self, vectors: npt.NDArray[Any], types: Sequence[str], strength: float):
        self._close = np.clip(vectors @ vectors.T, 0.0, 1.0)
        codes: dict[str, int] = {}
        self._type = np.array([codes.setdefault(name, len(codes)) if name else -1 - row for row, name in enumerate(types)])
        self._strength = strength
        self._same = np.zeros(len(types))

    def cost(self) -> Floats:
        return self._strength * self._same

    def take(self, candidate: int) -> None:
        likeness = 0.5 * self._close[candidate] + 0.5 * (self._type == self._type[candidate])
        self._same = np.maximum(self._same, likeness)
