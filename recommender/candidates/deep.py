"""The deep source: a small transformer that reads a history and gives each item its chance of being next.

It keeps no row of any customer: a history is read when asked, so an event changes the next answer at once and a visitor is
answered like anyone. But what was learnt from a customer's history cannot be taken out of the weights: to erase someone, the
model is trained again without them. torch is loaded by ``fit`` alone, never where customers are answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

import numpy as np

from recommender.candidates.histories import Histories
from recommender.candidates.source import ALL, Arrays, Items, Scores, Settings
from recommender.deep.scorer import Scorer


class Deep:
    NAME: ClassVar[str] = "deep"
    #: What is next in time, or what else goes with the same customer whatever the order: which of the two serves depends on the
    #: shop and on what is asked. The seconds are the latest end; small sets end before, by held-out customers.
    CHOICES: ClassVar[tuple[Settings, ...]] = ({"shuffled": 0.0, "seconds": 120.0}, {"shuffled": 1.0, "seconds": 120.0})

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        model = arrays["onnx"].tobytes()
        self._scorer = Scorer(model, arrays["known"], int(arrays["items"]), int(arrays["length"])) if model else None

    @classmethod
    def fits(cls, shape: Histories) -> bool:
        """Up to about two million interactions on 100,000 items: more than that has no epoch in the time there is."""
        return bool((shape.lengths > 1).any()) and shape.items <= 100_000 and len(shape.item) <= 2_000_000

    @classmethod
    def fit(cls, histories: Histories, settings: Settings) -> Self:
        """``settings``: those of ``Plan``. Raises InvalidInput for one that is none of them."""
        from recommender.deep.plan import Plan
        from recommender.deep.train import train

        trained = train(histories, Plan.of(settings))
        if trained is None:
            return cls({"onnx": np.zeros(0, dtype=np.uint8), "items": np.asarray(histories.items)})
        return cls(
            {
                "onnx": np.frombuffer(trained.onnx, dtype=np.uint8),
                "known": trained.known,
                "items": np.asarray(histories.items),
                "length": np.asarray(trained.length),
                "epochs": np.asarray(trained.epochs),
            }
        )

    @staticmethod
    def again(settings: Settings, fitted: Sequence[Any]) -> Settings:
        """What to fit with on more of the same: as many epochs as the longest of the fits before, since ending by few held-out
        customers ends by chance, and too early costs more than too late."""
        longest = max((one.epochs for one in fitted), default=0)
        return {**settings, "epochs": float(longest)} if longest else settings

    @property
    def epochs(self) -> int:
        """After how many epochs the weights were taken: what to give as ``epochs`` when fitting again on more of the same."""
        return int(self._arrays["epochs"]) if "epochs" in self._arrays else 0

    def score(self, histories: Histories, items: Items = ALL) -> Scores:
        if self._scorer is None:
            return np.zeros((histories.users, int(self._arrays["items"])), dtype=np.float32)[:, items]
        return self._scorer.score(histories)[:, items]

    def arrays(self) -> Arrays:
        return self._arrays

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> Self:
        """Raises Corrupt when the model cannot be read."""
        return cls(arrays)
