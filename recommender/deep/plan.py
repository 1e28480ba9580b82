"""How to train: numbers alone, so that they can be written down and chosen on held-out data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from recommender.candidates.histories import Histories
from shop.errors import InvalidInput


@dataclass(frozen=True)
class Plan:
    """``length`` 0: chosen from the histories; ``epochs`` 0: until held-out customers are served no better, at most
    ``most_epochs``; ``patience``: looks at them without a gain; ``seconds``: when training ends at the latest, 0 for no end;
    ``places``: items read in a step; ``horizon`` and ``fade``: see ``batches``; ``draws``: see ``Sample``."""

    dim: int = 64
    layers: int = 2
    heads: int = 1
    length: int = 0
    dropout: float = 0.2
    rate: float = 0.001
    places: int = 1024
    horizon: int = 1
    fade: float = 0.6
    shuffled: bool = False
    epochs: int = 0
    most_epochs: int = 100
    patience: int = 6
    seconds: float = 0.0
    sampled_above: int = 5_000
    draws: int = 1024
    seed: int = 0

    @classmethod
    def of(cls, settings: Mapping[str, float]) -> Plan:
        """The rest is as by default; shuffled, ten items that stand behind count alike, since behind means nothing there, and
        training waits longer for a gain: a short wait ended it after 3 epochs where 25 served better (measured).
        Raises InvalidInput for a name that is none of its own."""
        kinds = {name: type(value) for name, value in vars(cls()).items()}
        if unknown := sorted(set(settings) - set(kinds)):
            raise InvalidInput("The deep source does not have this setting.", fields=dict.fromkeys(unknown, "unknown"))
        usual: Mapping[str, float] = {"horizon": 10, "fade": 1.0, "patience": 10} if settings.get("shuffled") else {}
        return cls(**{name: kinds[name](value) for name, value in {**usual, **settings}.items()})


def length_for(histories: Histories) -> int:
    """50, 100 or 200 places: the first that holds nine histories of ten."""
    own = histories.lengths[histories.lengths > 1]
    most = float(np.quantile(own, 0.9)) if len(own) else 0.0
    return 50 if most <= 50 else 100 if most <= 100 else 200
