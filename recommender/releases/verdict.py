"""Whether a version may take the present one's place, and in which words that is said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import numpy as np

from recommender.bootstrap import paired_gain
from recommender.metrics import ndcg_at, recall_at
from recommender.releases.cases import Case
from shop.customers import Profile

TOP = 10
LEAST_PEOPLE = 50  # fewer tell nothing
LEAST_KNOWN = 0.5  # of today's products, which a version must know to be worth keeping
LEAST_LEFT = 0.5  # of the people whom the present version learnt from: fewer are no change of custom but a loss of rows
TOLERATED = 0.10  # of the present value: a loss beyond it is too much even where chance may have made it
METRICS: Mapping[str, Callable[[Sequence[str], Collection[str], int], float]] = {
    "ndcg_at_10": ndcg_at,
    "recall_at_10": recall_at,
}

_SENTENCES = {
    "first": "There was no version before it.",
    "unreadable": "The version before cannot be read by this software.",
    "no_copy": "The version before was made without a copy to judge it by.",
    "catalogue": "The version before knows too little of the present catalogue.",
    "shrunk": "It was learnt from fewer than half the people that the version before was learnt from.",
    "too_few": "Too few people did anything new lately to judge by.",
    "better": "It foresaw better what people turned to next.",
    "not_worse": "It foresaw what people turned to next no worse than the version before.",
    "worse": "It foresaw what people turned to next worse than the version before.",
    "held": "Somebody went back to the present version, and this one is not surely better.",
    "forgotten": "Somebody was forgotten: the version was counted anew without them.",
}


class Ranked(Protocol):
    @property
    def product_id(self) -> str: ...


class Ranking(Protocol):
    """Whatever ranks products for a person: that is all that judging asks of it."""

    def recommend(
        self,
        profile: Profile | None,
        *,
        top_k: int,
        now: datetime,
        filters: Callable[[str], bool],
        exclude: Collection[str] = (),
        recent: Sequence[str] = (),
        region: str = "",
    ) -> Sequence[Ranked]: ...


Measured = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Verdict:
    """``code`` is one of the reasons above. ``metrics``: per metric ``{"new", "error"}`` (the mean and its standard error) and,
    where it was compared, ``{"present", "gain", "low", "high"}``. ``against``: the version that it was compared with."""

    promoted: bool
    code: str
    people: int = 0
    since: datetime | None = None
    against: str | None = None
    metrics: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.code]

    def as_dict(self) -> dict[str, Any]:
        return {
            "promoted": self.promoted,
            "code": self.code,
            "sentence": self.sentence,
            "people": self.people,
            "since": self.since.isoformat() if self.since else None,
            "against": self.against,
            "metrics": {name: dict(values) for name, values in self.metrics.items()},
        }


def measure(ranking: Ranking, cases: Sequence[Case]) -> Measured:
    """One value per case and metric, with the whole catalogue ranked but for what the person had seen, when they came back."""
    found: dict[str, list[float]] = {name: [] for name in METRICS}
    for case in cases:
        ranked = ranking.recommend(
            case.profile,
            top_k=TOP,
            now=case.at,
            filters=lambda product_id: True,
            exclude=case.seen,
            recent=case.recent,
            region=case.region,
        )
        ids = [one.product_id for one in ranked]
        for name, metric in METRICS.items():
            found[name].append(metric(ids, case.wanted, TOP))
    return found


def own_metrics(new: Measured) -> dict[str, dict[str, float]]:
    """``{"new", "error"}`` per metric; empty without any case."""
    return {
        name: {"new": round(float(np.mean(values)), 4), "error": round(float(np.std(values) / np.sqrt(len(values))), 4)}
        for name, values in new.items()
        if len(values)
    }


def decide(new: Measured, present: Measured, *, held: bool) -> tuple[str, dict[str, dict[str, float]]]:
    """The reason's code, and the figures. The cases of both are the same, in the same order.

    Worse: for either metric the 95% interval of the gain lies below 0, or the mean loss is more than a tenth of the present
    value. ``held``: only what is surely better on NDCG, and worse on nothing, passes.
    """
    figures = own_metrics(new)
    worse = False
    for name, values in new.items():
        gain = paired_gain(values, present[name], samples=2000)
        now = float(np.mean(present[name]))
        figures[name] = {**figures[name], "present": round(now, 4), **gain}
        worse = worse or gain["high"] < 0 or gain["gain"] < -TOLERATED * now
    better = figures["ndcg_at_10"]["low"] > 0
    if worse:
        return "worse", figures
    return ("better" if better else "held" if held else "not_worse"), figures
