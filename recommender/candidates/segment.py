"""What is popular among those whose taste is alike: k-means over the main tastes, popularity inside each group.

A stranger belongs to no group and gets nothing from here; a history of one item already has a place.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

import numpy as np
from sklearn.cluster import MiniBatchKMeans

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings
from recommender.candidates.svd import Svd

_SEED = 7
_TASTES: Settings = {"factors": 20, "popularity_power": 0.3, "decay": 1.0}
_SOFT = 0.2  # how sharply a history belongs to the nearest groups; cosines differ by tenths


class Segment:
    NAME: ClassVar[str] = "segment"
    CHOICES: ClassVar[tuple[Settings, ...]] = ({"groups": 20}, {"groups": 8}, {"groups": 60})

    def __init__(self, tastes: Svd, centres: Any, wanted: Any):
        self._tastes = tastes
        self._centres = np.asarray(centres, dtype=np.float32)
        self._wanted = np.asarray(wanted, dtype=np.float32)

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        return Svd.fits(shape) and int((shape.lengths > 0).sum()) >= 200

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        tastes = Svd.fit(histories, _TASTES)
        places = _unit(tastes.places(histories))
        known = np.flatnonzero(histories.lengths > 0)
        groups = MiniBatchKMeans(int(settings["groups"]), random_state=_SEED, n_init=3).fit(places[known])
        counts = np.zeros((int(settings["groups"]), histories.items))
        for group in range(len(counts)):
            inside = histories.take(known[groups.labels_ == group])
            counts[group] = np.bincount(inside.item, minlength=histories.items)
        overall = counts.sum(axis=0)
        # drawn to what everyone likes, as if 50 people of the average taste were in each group
        share = overall / max(1.0, overall.sum())
        people = np.bincount(groups.labels_, minlength=len(counts))[:, None]
        wanted = (counts + 50 * share * (overall.sum() / max(1, len(known)))) / (people + 50)
        return cls(tastes, _unit(groups.cluster_centers_), wanted)

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        near = _unit(self._tastes.places(histories)) @ self._centres.T / _SOFT
        share = np.exp(near - near.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        share[histories.lengths == 0] = 0.0
        return np.asarray(share @ self._wanted[:, items], dtype=np.float32)

    def arrays(self) -> Arrays:
        inner = {f"tastes_{name}": values for name, values in self._tastes.arrays().items()}
        return {**inner, "centres": self._centres, "wanted": self._wanted}

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        inner = {name.removeprefix("tastes_"): arrays[name] for name in arrays if name.startswith("tastes_")}
        return cls(Svd.of_arrays(inner), arrays["centres"], arrays["wanted"])


def _unit(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
