"""What is said where a newly learnt recommender was judged worse than the one in use: that it waits, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: what may have gone wrong, by the verdict's code
_LOOK_AT = {
    "worse": "Look at what was imported or changed lately, mend it, and run `shoptalk build` again.",
    "shrunk": "Look whether customers, orders or events are missing, import them, and run `shoptalk build` again.",
    "held": "Until one is surely better, `shoptalk models rollback recommender {version}` takes this one.",
}
_NONETHELESS = "If it is right as it is, `shoptalk models rollback recommender {version}` takes it."


def told_when_kept_aside(recommender: Mapping[str, Any]) -> str | None:
    """``recommender``: the report of ``train_recommendations``. None where the version took over."""
    verdict, version = recommender["verdict"], recommender["version"]
    if verdict["promoted"]:
        return None
    figures = verdict["metrics"].get("ndcg_at_10", {})
    beside = f" (NDCG@10 {figures['new']:.4f} beside {figures['present']:.4f})" if "present" in figures else ""
    advice = [_LOOK_AT.get(verdict["code"], _LOOK_AT["worse"])]
    if verdict["code"] != "held":
        advice.append(_NONETHELESS)
    return " ".join(
        [
            "The recommender just learnt is kept aside, and the one before stays in use.",
            f"{verdict['sentence'].removesuffix('.')}{beside}.",
            *(line.format(version=version) for line in advice),
        ]
    )
