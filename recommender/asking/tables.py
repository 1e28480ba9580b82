"""What may be asked of the candidates: one table per attribute, each candidate with none, one or several of its values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.intp]
Weights = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Attribute:
    """``rows`` and ``codes`` pair candidates (0…size−1) with ``values``; no pair stands twice. A candidate in no pair has no
    value: whoever wants it does not mind."""

    name: str
    size: int
    values: tuple[str, ...]
    rows: Ints
    codes: Ints

    def having(self, value: str) -> npt.NDArray[np.bool_]:
        """Which candidates have the value: (size,) booleans; none for a value that is not here."""
        found = np.zeros(self.size, dtype=bool)
        if value in self.values:
            found[self.rows[self.codes == self.values.index(value)]] = True
        return found

    def among(self, kept: npt.NDArray[np.bool_]) -> Attribute:
        """The same for the candidates in ``kept`` (size,), numbered anew in their order."""
        number = np.cumsum(kept) - 1
        pairs = kept[self.rows]
        return Attribute(self.name, int(kept.sum()), self.values, number[self.rows[pairs]].astype(np.intp), self.codes[pairs])


def attribute(name: str, given: Sequence[Iterable[str]]) -> Attribute:
    """``given`` holds the values of each candidate, in order; empty ones are left out."""
    codes: dict[str, int] = {}
    pairs = [
        (row, codes.setdefault(value, len(codes)))
        for row, values in enumerate(given)
        for value in dict.fromkeys(values)
        if value
    ]
    table = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return Attribute(name, len(given), tuple(codes), table[:, 0], table[:, 1])


def softmax(scores: Sequence[float] | npt.NDArray[np.floating], temperature: float) -> Weights:
    """Scores as chances that add up to 1, (n,): the lower the temperature (> 0), the more the best ones count."""
    if temperature <= 0:
        raise ValueError("A temperature is above 0.")
    given = np.asarray(scores, dtype=np.float64)
    if not given.size:
        return given
    raised = np.exp((given - given.max()) / temperature)
    return np.asarray(raised / raised.sum(), dtype=np.float64)
