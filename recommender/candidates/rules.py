"""Sequential rules: what was taken soon after what, the nearer the more, mixed with decayed cosine co-occurrence.

The direction counts. A row is divided by a power of its sum below 1, so that items with many followers keep some of their
lead. Measured as strong as the published transformers on sparse data; counts are additive.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from scipy import sparse

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings
from recommender.candidates.sparse_arrays import packed, unpacked

WINDOW = 10  # so many items later still count as following
LONGEST = 500  # the latest items of one user that make rules: one busy user shall not make them all
CELLS = 60_000_000  # more non-zero cells than this do not fit in memory beside the rest


class Rules:
    NAME: ClassVar[str] = "rules"
    CHOICES: ClassVar[tuple[Settings, ...]] = tuple(
        {"decay": decay, "row_power": power, "together": together, "backward": backward}
        for decay in (0.6, 0.4, 0.8, 0.9, 1.0)
        for power in (0.5, 0.3, 0.8)
        for together in (0.5, 0.2, 1.0, 2.0)
        for backward in (0.0, 0.5, 1.0)
    )

    def __init__(self, follows: Any, decay: float):
        self._follows = follows
        self._decay = decay

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        return len(shape.item) * WINDOW <= CELLS

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        """``decay``: what each step back in the history is worth; ``together``: the weight of co-occurrence; ``backward``: what
        having come before counts, for data in which the order of two neighbours says little."""
        own = histories.last(LONGEST)
        both = shared(own) if settings["together"] > 0 else None
        return cls.of_counts(followers(own), both if both is None else cosines(both, both.diagonal()), settings)

    @classmethod
    def of_counts(cls, after: Any, together: Any, settings: Settings) -> Self:
        """``after`` as by ``followers``; ``together`` as by ``cosines``, None where its weight is 0."""
        if settings["backward"] > 0:
            after = (after + settings["backward"] * after.T).tocsr()
        total = np.maximum(np.asarray(after.sum(axis=1)).ravel(), 1.0)
        mixed = sparse.diags(total ** -settings["row_power"]) @ after
        if together is not None:
            mixed = mixed + settings["together"] * together
        return cls(mixed.tocsr().astype(np.float32), settings["decay"])

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        return np.asarray((histories.fading(self._decay) @ self._follows)[:, items].toarray(), dtype=np.float32)

    def arrays(self) -> Arrays:
        return {**packed(self._follows), "decay": np.array(self._decay)}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        return cls(unpacked(arrays), float(arrays["decay"]))


def followers(histories: Histories) -> Any:
    """CSR (items, items): row i, column j is how often j came after i, each time divided by how many items later."""
    item, place, shape = histories.item, histories.from_end(), (histories.items, histories.items)
    found = sparse.csr_matrix(shape, dtype=np.float64)
    for lag in range(1, WINDOW + 1):
        begins = np.flatnonzero(place >= lag)
        if not begins.size:
            break
        weights = np.full(begins.size, 1.0 / lag)
        found = found + sparse.csr_matrix((weights, (item[begins], item[begins + lag])), shape=shape)
    return found.tocsr()


def shared(histories: Histories) -> Any:
    """CSR (items, items): how many users had both items; on the diagonal, how many had the one."""
    had = histories.matrix()
    return (had.T @ had).tocsr()


def cosines(both: Any, users: Any) -> Any:
    """CSR (items, items): the cosine of the sets of users of two items, 0 on the diagonal.

    ``both`` as by ``shared``, its diagonal not looked at; ``users`` (items,): how many had each.
    """
    root = 1.0 / np.sqrt(np.maximum(users, 1.0))
    others = both.copy()
    others.setdiag(0)
    others.eliminate_zeros()
    return sparse.diags(root) @ others @ sparse.diags(root)
