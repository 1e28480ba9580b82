"""How good a ranking is, by graded labels: unjudged counts as 0, and a gain is 2^grade − 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np


def ndcg(ranked: Sequence[str], grades: Mapping[str, float], k: int = 10) -> float:
    """Discounted gain of the first ``k``, as a part of the best possible; 0 where no grade is positive."""
    best = _discounted(sorted(grades.values(), reverse=True)[:k])
    return _discounted([grades.get(item, 0.0) for item in ranked[:k]]) / best if best > 0 else 0.0


def recall(ranked: Sequence[str], grades: Mapping[str, float], k: int = 100) -> float:
    """The part of all with a positive grade that is among the first ``k``; 0 where there is none."""
    wanted = {item for item, grade in grades.items() if grade > 0}
    return len(wanted.intersection(ranked[:k])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranked: Iterable[str], grades: Mapping[str, float]) -> float:
    """1 / place of the first with a positive grade; 0 where none is in ``ranked``."""
    return next((1 / place for place, item in enumerate(ranked, 1) if grades.get(item, 0.0) > 0), 0.0)


def _discounted(grades: Sequence[float]) -> float:
    gains = np.exp2(np.maximum(np.asarray(grades, dtype=np.float64), 0.0)) - 1
    return float(gains @ (1 / np.log2(np.arange(2, len(gains) + 2))))
