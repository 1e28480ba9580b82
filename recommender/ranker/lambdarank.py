"""The learned ranker: LightGBM's lambdarank over the columns of ``facts``, trained on what users took next.

It starts from the blend and learns what to change of it, among the blend's first candidates alone; it is trained and asked
with the very same cut, because a ranker that saw other negatives in training ordered worse than the blend (measured).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories
from recommender.ranker.facts import Columns, standard
from recommender.ranker.holdout import is_wanted
from recommender.ranker.pool import Pool

FIRST = 150  # candidates of a user that are ranked
USERS = 8_000  # who took one of their candidates: a bound for time and memory
_LEAST = 50  # users below which trees would learn by heart
_SEED = 5
_ROUNDS = 400
_PATIENCE = 40
PARAMETERS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 20,
    "learning_rate": 0.05,
    "num_leaves": 7,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "metric": "ndcg",
    "eval_at": [10],
    "verbosity": -1,
    "seed": _SEED,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # a second thread waits more than it works where other processes run
}


class LambdaRank:
    def __init__(self, booster: Any):
        self._booster = booster
        self._columns = booster.feature_name()

    @classmethod
    def fit(cls, found: Pool, table: Columns, names: Sequence[str], blend: Columns, wanted: Histories) -> LambdaRank | None:
        """``found`` holds each user's first candidates by ``blend`` (n,); ``table`` (n, features) belongs to them.

        None where too few took one of their candidates. A fifth of the users says when to stop.
        """
        import lightgbm  # only shops with enough customers have a ranker, and only they load it

        label = is_wanted(found.user, found.item, wanted).astype(np.int8)
        useful = np.flatnonzero(np.bincount(found.user, weights=label, minlength=len(found.start) - 1) > 0)
        if useful.size < _LEAST:
            return None
        useful = np.random.default_rng(_SEED).permutation(useful)[:USERS]
        cut = int(0.8 * useful.size)
        base = standard(found, blend)

        def dataset(users: npt.NDArray[np.int64], reference: Any = None) -> Any:
            rows = np.concatenate([np.arange(found.start[u], found.start[u + 1]) for u in users])
            return lightgbm.Dataset(
                table[rows],
                label[rows],
                group=np.diff(found.start)[users],
                init_score=base[rows],
                reference=reference,
                feature_name=list(names),
            )

        train = dataset(useful[:cut])
        stop = lightgbm.early_stopping(_PATIENCE, verbose=False)
        watch = dataset(useful[cut:], train)
        booster = lightgbm.train(PARAMETERS, train, num_boost_round=_ROUNDS, valid_sets=[watch], callbacks=[stop])
        return cls(booster)

    def score(self, found: Pool, table: Columns, names: Sequence[str], blend: Columns) -> Columns:
        """(n,) larger is better, comparable among one user's candidates. ``names`` of the columns, of which there may be more
        than the trees have learnt to look at."""
        if not len(table):
            return np.zeros(0, dtype=np.float32)
        if len(self._columns) < len(names):
            place_of = {name: place for place, name in enumerate(names)}
            table = table[:, [place_of[name] for name in self._columns]]
        return np.asarray(self._booster.predict(table) + standard(found, blend), dtype=np.float32)

    def weights(self) -> dict[str, float]:
        """Each column's share of what the trees gained by it."""
        gain = self._booster.feature_importance("gain")
        return dict(zip(self._booster.feature_name(), (gain / max(1e-9, gain.sum())).tolist(), strict=True))

    def text(self) -> str:
        return str(self._booster.model_to_string())

    @classmethod
    def of_text(cls, text: str) -> LambdaRank:
        import lightgbm

        return cls(lightgbm.Booster(model_str=text))
