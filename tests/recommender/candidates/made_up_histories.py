"""Histories with a plan in them: people of two tastes walk through their taste's items in order, some baskets at a time."""

from __future__ import annotations

import numpy as np

from recommender.candidates.histories import Histories, histories
from recommender.interactions import Interactions

ITEMS = 40  # 0 to 19 of one taste, 20 to 39 of the other


def walks(users: int = 300, length: int = 8, seed: int = 3, basket: int = 1) -> Histories:
    """Each user begins somewhere in their taste and takes the next item each time, with a skip now and then.

    ``basket``: so many items in a row share a time.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for user in range(users):
        taste, place = 20 * (user % 2), int(rng.integers(0, 20))
        for step in range(length):
            rows.append((user, taste + place % 20, float(user + 1_000 * (step // basket))))
            place += 1 if rng.random() < 0.9 else 2
    table = np.array(rows)
    order = np.lexsort((np.arange(len(table)), table[:, 2], table[:, 0]))
    table = table[order]
    found = Interactions(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], np.ones(len(table)))
    return histories(found, ITEMS, users)
