"""NDCG@10 of many orders of one pool, without sorting any: only the places of what was wanted are counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories
from recommender.ranker.holdout import AT, is_wanted
from recommender.ranker.pool import Pool


class Judge:
    def __init__(self, found: Pool, wanted: Histories):
        """Prepares, for each wanted candidate, the rows of its user that it is compared with."""
        self._hit = np.flatnonzero(is_wanted(found.user, found.item, wanted))
        self._user = found.user[self._hit]
        sizes = np.diff(found.start)[self._user]
        self._begin = np.cumsum(sizes) - sizes
        offset = np.arange(int(sizes.sum())) - np.repeat(self._begin, sizes)
        self._rival = np.repeat(found.start[self._user], sizes) + offset
        self._rivals = sizes
        self._earlier = found.item[self._rival] < np.repeat(found.item[self._hit], sizes)
        discount = 1.0 / np.log2(np.arange(AT) + 2.0)
        self._best = np.maximum(np.concatenate([[0.0], np.cumsum(discount)])[np.minimum(wanted.lengths, AT)], 1e-9)

    def gains(self, worth: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """(users,) what ``holdout.gains`` says of ``Pool.order(worth)``."""
        out = np.zeros(len(self._best))
        if self._hit.size:
            rival, own = worth[self._rival], np.repeat(worth[self._hit], self._rivals)
            before = rival > own
            before |= (rival == own) & self._earlier
            ahead = np.add.reduceat(before, self._begin, dtype=np.int64)
            counted = ahead < AT
            np.add.at(out, self._user[counted], 1.0 / np.log2(ahead[counted] + 2.0))
        return np.asarray(out / self._best)
