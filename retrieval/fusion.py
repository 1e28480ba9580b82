"""One score out of several legs. Words and meaning weigh the same.

A BM25 score has no upper end, so it counts as a part of the best one for this query; a cosine counts as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


def fused(lexical: Sequence[Scores], cosines: Sequence[Scores]) -> Scores:
    """0 to 1 for each of the same n products. ``lexical``: BM25, at least 0; ``cosines``: −1 to 1, those below 0 count as 0."""
    words = np.mean([share(leg) for leg in lexical], axis=0)
    meaning = np.mean(cosines, axis=0)
    score: Scores = ((words + np.maximum(meaning, 0)) / 2).astype(np.float32)
    return score


def share(scores: Scores) -> Scores:
    """As a part of the greatest."""
    top = float(scores.max()) if len(scores) else 0.0
    return scores / top if top > 0 else scores
