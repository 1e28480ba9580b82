"""A year in which everybody takes one thing of each season, and what is wanted besides hangs on the region."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from recommender.candidates.histories import Histories, histories
from recommender.interactions import Interactions

BEGIN = datetime(2025, 1, 1, 9, tzinfo=UTC)
WINTER, SUMMER, NORTH, SOUTH = 0, 1, 2, 3  # the first items; the rest is taken at any time by anybody
ITEMS = 12
REGIONS = ("north", "south")
DECEMBER, JULY = datetime(2025, 12, 20, 9, tzinfo=UTC).timestamp(), datetime(2025, 7, 10, 9, tzinfo=UTC).timestamp()


def a_year(users: int = 240, seed: int = 5) -> Histories:
    """Users alternate between north (code 0) and south (1)."""
    rng = np.random.default_rng(seed)
    rows = []
    for user in range(users):
        for item in rng.permutation(np.arange(4, ITEMS))[:3]:
            rows.append((user, int(item), BEGIN + timedelta(days=float(rng.uniform(0, 360)))))
        rows.append((user, WINTER, datetime(2025, 12, 1, 9, tzinfo=UTC) + timedelta(days=float(rng.uniform(0, 25)))))
        rows.append((user, SUMMER, datetime(2025, 7, 1, 20, tzinfo=UTC) + timedelta(days=float(rng.uniform(0, 25)))))
        rows.append((user, SOUTH if user % 2 else NORTH, BEGIN + timedelta(days=float(rng.uniform(0, 360)))))
    table = np.array(sorted((user, at.timestamp(), item) for user, item, at in rows))
    users_of, items_of = table[:, 0].astype(np.int64), table[:, 2].astype(np.int64)
    found = Interactions(users_of, items_of, table[:, 1], np.ones(len(table)), np.arange(users) % 2, REGIONS)
    return histories(found, ITEMS, users)
