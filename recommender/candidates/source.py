"""What a source of candidates is. To add one: write a class like the others here and name it in ``sources.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, Self

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories

Scores = npt.NDArray[np.float32]
Arrays = Mapping[str, npt.NDArray[Any]]
Settings = Mapping[str, float]
#: Which columns of the catalogue: item codes, or all of them.
Items = npt.NDArray[np.int64] | slice
ALL = slice(None)


class Fitted(Protocol):
    """A source that has learnt: what answers."""

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        """(users, items) float32, larger is better, 0 or less where the source has nothing to say. What the user already has
        is scored like the rest; leaving it out is the caller's choice. ``items``: those columns alone, in their order."""
        ...

    def arrays(self) -> Arrays:
        """All that ``of_arrays`` needs, as plain arrays for an npz without pickle."""
        ...


class Source(Fitted, Protocol):
    """``fit`` learns from histories; ``score`` ranks the whole catalogue for other histories, known users or not.

    Settings are numbers, so that they can be written down and chosen on held-out data by the code itself; ``CHOICES`` are
    the ones tried, the default first. ``fit`` is deterministic. No user's row is kept that cannot be recounted without them.
    """

    NAME: ClassVar[str]
    CHOICES: ClassVar[tuple[Settings, ...]]

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        """Whether the source can be fitted on this many users and items in minutes and in a few gigabytes."""
        ...

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self: ...

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self: ...
