"""From which score on an answer is given: drawn for each shop from its own entries, before any customer asks.

Each question of the shop is asked as if its own entry were not there. What the best remaining entry then scores is how well a
question fits an answer that does not answer it, in this shop, where entries may lie close together or far apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Line:
    """An answer is ``sure`` from this standing on, and ``likely`` from that; an entry is ``possible``, worth asking back about,
    from this score on."""

    sure: float
    likely: float
    possible: float


#: Of questions whose answer the shop does not have, so many may be answered with a wrong one.
ANSWERED_WITHOUT = 0.1
#: A lead over the second best counts half as much as the score itself.
LEAD = 0.5
#: Of these questions half stay below: from here on an answer is given with the next ones beneath, rather than asked back about.
LIKELY = 0.5
#: Nine in ten of the shop's questions have another entry this near: what is farther away is not asked back about.
NEAREST = 0.1
#: A handful of entries says little about itself. What the sample shop's 135 say counts as so many questions more.
PRIOR_QUESTIONS = 10
PRIOR = Line(sure=0.69, likely=0.53, possible=0.33)
Scores = npt.NDArray[np.float64]


def standing(scores: Scores) -> float:
    """The best score with its lead over the second; a single entry leads nobody."""
    known = scores[np.isfinite(scores)]
    if len(known) < 2:
        return float(known.max(initial=0.0))
    second, first = np.partition(known, -2)[-2:]
    return float(first + LEAD * (first - second))


def draw_line(without_own: Sequence[Scores]) -> Line:
    """``without_own``: for each question of the shop, the scores of all entries but its own (−inf, or left out)."""
    wrong = [s for s in without_own if np.isfinite(s).any()]
    if not wrong:
        return PRIOR
    part = len(wrong) / (len(wrong) + PRIOR_QUESTIONS)
    standings, bests = [standing(s) for s in wrong], [s.max() for s in wrong]

    def drawn(values: Sequence[float], share: float, prior: float) -> float:
        return round(part * float(np.quantile(values, share)) + (1 - part) * prior, 4)

    sure, likely = drawn(standings, 1 - ANSWERED_WITHOUT, PRIOR.sure), drawn(standings, LIKELY, PRIOR.likely)
    return Line(sure, min(likely, sure), min(drawn(bests, NEAREST, PRIOR.possible), sure))
