"""Sources fitted on the parts of a plan, each once: the same part is asked for more than one purpose."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from recommender.candidates.histories import Histories
from recommender.candidates.source import Fitted, Settings
from recommender.candidates.sources import Kind


class Fits:
    def __init__(self, kinds: Sequence[Kind]):
        self._kinds = {kind.name: kind for kind in kinds}
        #: The histories are kept beside their fits, so that no other object can take their identity.
        self._known: dict[tuple[int, str, str], tuple[Histories, Fitted, float]] = {}

    def one(self, name: str, settings: Settings, past: Histories) -> Fitted:
        key = (id(past), name, repr(sorted(settings.items())))
        if key not in self._known:
            began = time.perf_counter()
            fitted = self._kinds[name].fit(past, settings)
            self._known[key] = (past, fitted, time.perf_counter() - began)
        return self._known[key][1]

    def all(self, settings: Mapping[str, Settings], past: Histories) -> dict[str, Fitted]:
        return {name: self.one(name, given, past) for name, given in settings.items()}

    def again(self, settings: Mapping[str, Settings], past: Histories) -> dict[str, Settings]:
        """The settings to fit with on ``past`` after all the fits before; unchanged for what is fitted on it already."""
        found = {}
        for name, given in settings.items():
            wanted, kind = repr(sorted(given.items())), self._kinds[name]
            before = {key[0]: kept[1] for key, kept in self._known.items() if key[1:] == (name, wanted)}
            found[name] = kind.again(given, list(before.values())) if kind.again and id(past) not in before else given
        return found

    def seconds(self, settings: Mapping[str, Settings], past: Histories) -> float:
        """What it took to fit them on ``past``, whenever it was done; 0 for what was not."""
        keys = [(id(past), name, repr(sorted(given.items()))) for name, given in settings.items()]
        return sum(self._known[key][2] for key in keys if key in self._known)
