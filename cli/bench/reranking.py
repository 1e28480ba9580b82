"""What each stage of re-ranking adds and what it costs: with it and without it, all else as shipped.

The cost is NDCG@10 of what people turned to next; what it adds is the stage's own aim. Some are measured once more as a
shop may set them that wants more of it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cli.bench import reranking_sets
from cli.bench.reranking_aims import AIMS
from cli.bench.reranking_sets import Shop
from recommender.bootstrap import paired_gain
from recommender.metrics import ndcg_at
from recommender.reranking.rerank import rerank
from retrieval.encoder import Encoder
from shop.reranking import SHIPPED, Reranking
from worker.paths import ROOT

TOP = 10
STRONGER: Mapping[str, Mapping[str, float]] = {
    "calibration": {"calibration": 0.2},
    "margin": {"margin": 0.2, "bound": 0.2},
    "new": {"new": 0.2, "bound": 0.3},
    "sentiment": {"sentiment": 0.35},
    "small_brands": {"small_brands": 0.2, "bound": 0.3},
}
#: Of the people. Strengths were chosen on the first half, on invoices of a month before, and on another seed's shop.
OTHER_HALF = slice(1, None, 2)
#: Stage → the figures that it is for.
STAGES: Mapping[str, tuple[str, ...]] = {
    "diversity": ("distance_within", "categories"),
    "calibration": ("distance_from_interests",),
    "price_band": ("outside_price_band",),
    "sentiment": ("ill_rated",),
    "margin": ("margin_of_first",),
    "new": ("new_places",),
    "small_brands": ("small_brand_places",),
    "owned": ("owned_places",),
    "stock": ("sold_out_places",),
}
OFF = Reranking(**dict.fromkeys(STAGES, 0.0), bound=0.0)
Lists = Sequence[Sequence[int]]


def run() -> dict[str, Any]:
    result: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()]}
    began = time.perf_counter()
    encoder = Encoder(ROOT / "artifacts" / "encoder", threads=1)
    result["sample_shop"] = measured(reranking_sets.sample_shop(encoder), tuple(STAGES))
    if os.environ.get("SHOPTALK_DATASETS"):
        retail = ("diversity", "calibration", "price_band", "new")
        result["online_retail"] = measured(reranking_sets.online_retail(encoder), retail)
        result["movielens"] = measured(reranking_sets.films(OTHER_HALF), ("diversity", "calibration", "new"))
    result["seconds"] = round(time.perf_counter() - began)
    return result


def measured(shop: Shop, stages: Collection[str]) -> dict[str, Any]:
    """``stages`` and ``stronger``: stage → ``{"strength", "ndcg_at_10": {"with", "without", "gain"}, <aim>: the same}``.

    ``all``: everything as shipped beside nothing but leaving out what is owned and sold out.
    """
    found: dict[str, Any] = {"people": len(shop.asked), "products": len(shop.shelf.products), "stages": {}, "stronger": {}}
    as_shipped = _lists(shop, SHIPPED)
    for stage in stages:
        hidden = stage != "owned"
        on = as_shipped if hidden else _lists(shop, SHIPPED, hidden=False)
        off = _lists(shop, replace(SHIPPED, **{stage: 0.0}), hidden=hidden)
        found["stages"][stage] = _told(shop, stage, getattr(SHIPPED, stage), on, off)
        if stage in STRONGER:
            more = _lists(shop, replace(SHIPPED, **STRONGER[stage]))
            found["stronger"][stage] = _told(shop, stage, STRONGER[stage][stage], more, off)
    bare = _lists(shop, replace(OFF, owned=1, stock=1))
    found["all"] = {name: _compared(shop, name, as_shipped, bare) for name in ("ndcg_at_10", *_aims(stages))}
    return found


def _aims(stages: Collection[str]) -> list[str]:
    return [aim for stage in stages if stage not in ("owned", "stock") for aim in STAGES[stage]]


def _told(shop: Shop, stage: str, strength: float, on: Lists, off: Lists) -> dict[str, Any]:
    return {"strength": strength, **{name: _compared(shop, name, on, off) for name in ("ndcg_at_10", *STAGES[stage])}}


def _lists(shop: Shop, strengths: Reranking, *, hidden: bool = True) -> Lists:
    """Rows of the first ten for each person. ``hidden``: what they dealt with before is left out, as it is judged."""
    return [
        rerank(rows, worth, shop.shelf, case.profile, TOP, strengths)
        for case, (rows, worth) in zip(shop.asked, shop.pools(strengths, hidden), strict=True)
    ]


def _compared(shop: Shop, name: str, on: Lists, off: Lists) -> dict[str, Any]:
    """Means with and without, and their difference; people for whom the figure is not defined are left out of both."""
    ours, theirs = (np.array(_each(shop, name, lists)) for lists in (on, off))
    known = ~np.isnan(ours) & ~np.isnan(theirs)
    return {
        "with": round(float(ours[known].mean()), 4),
        "without": round(float(theirs[known].mean()), 4),
        "gain": paired_gain(ours[known].tolist(), theirs[known].tolist(), samples=2000),
    }


def _each(shop: Shop, name: str, lists: Lists) -> list[float]:
    if name == "ndcg_at_10":
        ids = [[shop.shelf.products[row].product_id for row in rows] for rows in lists]
        return [ndcg_at(ranked, case.wanted, TOP) for ranked, case in zip(ids, shop.asked, strict=True)]
    return [AIMS[name](shop.shelf, case, rows) for case, rows in zip(shop.asked, lists, strict=True)]
