"""All that was learnt of a shop's customers, as one JSON file of plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from recommender.customers.bg_nbd import BgNbd
from recommender.customers.features import Scale
from recommender.customers.gamma_gamma import GammaGamma
from recommender.customers.intention import Intention
from recommender.customers.intention_columns import Everyone
from recommender.customers.linear import Linear
from recommender.customers.next_purchase import NextPurchase
from recommender.customers.segments import Segments
from recommender.customers.value import WorthModel


@dataclass(frozen=True)
class CustomerModels:
    """``buying``, ``worth`` and ``intention`` by days ahead. ``categories`` in the order of the lines it was learnt from.
    ``segments`` is None where there were too few customers."""

    categories: tuple[str, ...]
    buying: Mapping[float, NextPurchase]
    intention: Mapping[float, Intention]
    worth: Mapping[float, WorthModel]
    segments: Segments | None

    def to_json(self) -> dict[str, Any]:
        segments = self.segments
        return {
            "categories": list(self.categories),
            "buying": [asdict(model) for model in self.buying.values()],
            "intention": [asdict(model) for model in self.intention.values()],
            "worth": [asdict(model) for model in self.worth.values()],
            "segments": {**asdict(segments), "centres": segments.centres.tolist()} if segments else None,
        }


def from_json(kept: Mapping[str, Any]) -> CustomerModels:
    """The inverse of ``to_json``."""
    return CustomerModels(
        tuple(kept["categories"]),
        {model["days"]: _next_purchase(model) for model in kept["buying"]},
        {model["days"]: _intention(model) for model in kept["intention"]},
        {model["days"]: _worth(model) for model in kept["worth"]},
        _segments(kept["segments"]) if kept["segments"] else None,
    )


def _next_purchase(kept: Mapping[str, Any]) -> NextPurchase:
    return NextPurchase(
        kept["days"],
        kept["way"],
        tuple(kept["rates"]),
        BgNbd(**kept["bg_nbd"]) if kept["bg_nbd"] else None,
        _linear(kept["count"]),
        _linear(kept["chance"]),
    )


def _intention(kept: Mapping[str, Any]) -> Intention:
    everyone = kept.get("everyone")  # not there in what was learnt before it was kept
    known = Everyone(BgNbd(**everyone["bg_nbd"]), tuple(everyone["popular"])) if everyone else None
    return Intention(kept["days"], _pair(kept["rates"]), _linear(kept["linear"]), known)


def _worth(kept: Mapping[str, Any]) -> WorthModel:
    order_value = kept["order_value"]
    return WorthModel(kept["days"], kept["way"], GammaGamma(**order_value) if order_value else None)


def _linear(kept: Mapping[str, Any] | None) -> Linear | None:
    if kept is None:
        return None
    return Linear(tuple(kept["mean"]), tuple(kept["spread"]), tuple(kept["weights"]), kept["intercept"])


def _pair(values: list[float]) -> tuple[float, float]:
    first, second = values
    return first, second


def _segments(kept: Mapping[str, Any]) -> Segments:
    return Segments(
        Scale(tuple(kept["scale"]["mean"]), tuple(kept["scale"]["spread"])),
        np.asarray(kept["centres"], dtype=np.float64),
        tuple(kept["labels"]),
        tuple(kept["names"]),
        kept["next_label"],
        kept["silhouette"],
    )
