"""Groups of customers that are near each other: k-means over scaled features, the number of groups by silhouette.

A later fit keeps the labels of an earlier one: new centres are matched to old ones so that the sum of their distances is
smallest (H. W. Kuhn's assignment). A centre with no old one near it is a new group and gets a label that was never used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from recommender.customers.features import NAMES, Scale, fit_scale
from recommender.customers.order_lines import Floats, Ints
from recommender.customers.segment_names import name_segments
from shop.errors import InvalidInput

FEWEST = 20  # customers; fewer are no groups but people
MOST_GROUPS = 10
_SAMPLE = 5000  # customers that the silhouette is measured on
_SEED = 11
_STARTS = 4
_SAME = 1.0  # standard deviations a feature, on average, up to which a centre has only moved


@dataclass(frozen=True)
class Segments:
    """``centres`` (k, 8) on ``scale``; ``labels`` and ``names`` (k) belong to them. ``next_label`` was given to none yet."""

    scale: Scale
    centres: Floats
    labels: tuple[int, ...]
    names: tuple[str, ...]
    next_label: int
    silhouette: float

    def of(self, values: Floats) -> Ints:
        """The place (n,) of each customer's group, by features (n, 8)."""
        scaled = self.scale.of(values)
        distance = ((scaled[:, None, :] - self.centres[None]) ** 2).sum(axis=2)
        return np.asarray(distance.argmin(axis=1), dtype=np.int64)


def fit_segments(values: Floats, before: Segments | None = None) -> Segments:
    """Groups of customers by their features (n, 8). The same values give the same groups; ``before`` gives its labels.

    Raises InvalidInput ``too_few`` below ``FEWEST`` customers or where all are alike.
    """
    from sklearn.cluster import KMeans  # only training pays for the import
    from sklearn.metrics import silhouette_score

    scale = fit_scale(values) if len(values) else Scale((0.0,) * len(NAMES), (0.0,) * len(NAMES))
    scaled = scale.of(values)
    different = len(np.unique(scaled.round(6), axis=0))
    if len(values) < FEWEST or different < 3:
        raise InvalidInput(f"Groups need {FEWEST} customers who are not all alike.", code="too_few")
    rng = np.random.default_rng(_SEED)
    sample = np.sort(rng.choice(len(scaled), min(_SAMPLE, len(scaled)), replace=False))
    best, silhouette = None, -2.0
    for k in range(2, min(MOST_GROUPS, different - 1) + 1):
        found = KMeans(k, n_init=_STARTS, random_state=_SEED).fit(scaled)
        if np.unique(found.labels_[sample]).size < 2:
            continue
        score = float(silhouette_score(scaled[sample], found.labels_[sample]))
        if score > silhouette:
            best, silhouette = found, score
    if best is None:
        raise InvalidInput("These customers do not fall into groups.", code="too_few")
    centres = np.asarray(best.cluster_centers_, dtype=np.float64)
    sizes = np.bincount(best.labels_, minlength=len(centres))
    centres = centres[np.lexsort((*centres.T, -sizes))]  # the largest first, whatever the order in which they were found
    labels, next_label = _labels(scale, centres, before)
    return Segments(scale, centres, labels, name_segments(centres, scale), next_label, silhouette)


def _labels(scale: Scale, centres: Floats, before: Segments | None) -> tuple[tuple[int, ...], int]:
    if before is None:
        return tuple(range(1, len(centres) + 1)), len(centres) + 1
    old = scale.straightened(before.scale.back(before.centres))  # the old centres on the new scale
    distance = np.sqrt(((centres[:, None, :] - old[None]) ** 2).mean(axis=2))
    labels: list[int] = [0] * len(centres)
    for new, known in zip(*linear_sum_assignment(distance), strict=True):
        if distance[new, known] <= _SAME:
            labels[new] = before.labels[known]
    next_label = before.next_label
    for place, label in enumerate(labels):
        if not label:
            labels[place], next_label = next_label, next_label + 1
    return tuple(labels), next_label
