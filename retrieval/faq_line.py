"""From which score on an answer is given: drawn for each shop from its own entries, before any customer asks.

Each question of the shop is asked as if its own entry were not there. What the best remaining entry then scores is how well a
question fits an answer that does not answer it, in this shop, where entries may lie close together or far apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Of questions whose answer the shop does not have, so many may be answered with a wrong one.
ANSWERED_WITHOUT = 0.1
#: A lead over the second best counts half as much as the score itself.
LEAD = 0.5
#: Three quarters of the shop's questions have another entry this near: nearer ones are worth asking back about.
NEAREST = 0.25
#: A handful of entries says little about itself. What the sample shop's eighty say counts as so many questions more.
PRIOR_QUESTIONS = 10
PRIOR_SURE = 0.69
PRIOR_POSSIBLE = 0.42
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """An answer is ``sure`` from this standing on; an entry is ``possible``, worth asking back about, from this score on."""

    sure: float
    possible: float


def standing(scores: Scores) -> float:
    """The best score with its lead over the second; a single entry leads nobody."""
    if len(scores) < 2:
        return float(scores.max(initial=0.0))
    second, first = np.partition(scores, -2)[-2:]
    return float(first + LEAD * (first - second))


def draw_line(without_own: Sequence[Scores]) -> Line:
    """``without_own``: for each question of the shop, the scores of all entries but its own."""
    wrong = [s for s in without_own if len(s)]
    sure, possible = PRIOR_SURE, PRIOR_POSSIBLE
    if wrong:
        part = len(wrong) / (len(wrong) + PRIOR_QUESTIONS)
        sure = part * float(np.quantile([standing(s) for s in wrong], 1 - ANSWERED_WITHOUT)) + (1 - part) * sure
        possible = part * float(np.quantile([s.max() for s in wrong], NEAREST)) + (1 - part) * possible
    return Line(round(sure, 4), round(min(possible, sure), 4))
