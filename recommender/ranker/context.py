"""What the ranker looks at of the moment and the place of asking: a candidate's lift in this month, at this hour and here."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories
from recommender.candidates.lifts import KINDS, Lifts
from recommender.candidates.of_the_moment import OfTheMoment
from recommender.ranker.pool import Pool

PULL = 5.0
OF_THE_ASKING = ("lift_of_", OfTheMoment.NAME)  # so begin the names of all columns that move with the moment and the place
NAMES = tuple(f"lift_of_{kind}" for kind in KINDS)


def context_columns(found: Pool, asked: Histories, lifts: Lifts) -> npt.NDArray[np.float32]:
    """(n, 3) in the order of ``NAMES``; 0 for who does not tell when or where they ask."""
    user = found.user
    return np.stack([lifts.of_rows(kind, asked, user, found.item) for kind in KINDS], axis=1)
