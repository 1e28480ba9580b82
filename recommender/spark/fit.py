"""From snapshots to the files that a ranking is opened from, all of it counted by Spark."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from recommender.ranker.configuration import Configuration, Ranking
from recommender.ranker.context import PULL
from recommender.ranker.stored import write_ranking
from recommender.spark.choosing import chosen
from recommender.spark.features import age_days, item_facts, lifts, popularity, seasons
from recommender.spark.histories import histories
from recommender.spark.interactions import interactions
from recommender.spark.snapshots import catalogue, read_snapshots
from recommender.spark.sources import FITS
from shop.errors import InvalidInput
from shop.manifest import write_manifest

Told = Callable[[float, str], None]


def fit(
    spark: SparkSession,
    snapshots: str,
    into: Path,
    now: datetime,
    configuration: Configuration | None = None,
    told: Told = lambda *_: None,
) -> dict[str, Any]:
    """Write the folder ``into`` whole or not at all: a ranking as `ranker/stored.py` reads it, ``popularity.npz``,
    ``products.json`` and the manifest. Nothing later than ``now`` is learnt. Without a ``configuration`` the code chooses.

    Returns ``{"products", "interactions", "users", "deeds", "ranking"}``. Raises InvalidInput.
    """
    _check(into, configuration)
    told(0.0, "reading the snapshots")
    found = read_snapshots(spark, snapshots)
    sold = catalogue(found.products)
    items = len(sold.product_ids)
    rows = interactions(found, sold, now.timestamp()).persist()
    past = histories(rows, sold)
    users, deeds = past.size
    if not deeds:
        raise InvalidInput("The snapshots hold no deed with a product that is sold.", code="empty")
    digest, count = _digest(rows)
    told(0.1, "choosing settings on a part of the people")
    used = configuration or chosen(past, lambda text: told(0.1, text))
    sources = {}
    for number, (name, given) in enumerate(used.settings.items()):
        told(0.3 + 0.6 * number / len(used.settings), name)
        sources[name] = FITS[name](past, given)
    told(0.9, "counting what is popular")
    moment = now.timestamp()
    counted = {"popularity": popularity(rows, items, moment), "seasons": seasons(rows, sold), "age_days": age_days(rows, items)}
    ranking = Ranking(sources, used.weights, item_facts(past), None, lifts(past, PULL), past.regions)
    weights = {name: round(float(weight), 3) for name, weight in used.weights.items()}
    report = {"products": items, "interactions": count, "users": users, "deeds": deeds, "ranking": weights}

    into.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=into.parent))
    try:
        write_ranking(draft, ranking)
        np.savez_compressed(draft / "popularity.npz", **counted)  # type: ignore[arg-type]
        ids = {"product_ids": sold.product_ids, "categories": sold.categories}
        (draft / "products.json").write_text(json.dumps(ids), encoding="utf-8")
        products = hashlib.sha256("\n".join(sold.product_ids).encode()).hexdigest()
        settings = {"settings": used.settings, "weights": used.weights}
        write_manifest(draft, now=now, inputs={"interactions": digest, "products": products}, settings=settings, metrics=report)
        draft.chmod(0o755)
        os.replace(draft, into)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    past.rows.unpersist()
    rows.unpersist()
    told(1.0, f"{deeds:,} deeds of {users:,} people with {items:,} products")
    return report


def _check(into: Path, configuration: Configuration | None) -> None:
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise InvalidInput(f"{into} is there already: name a folder that is new or empty.", code="not_empty")
    if configuration is not None and (unknown := sorted(set(configuration.settings) - set(FITS))):
        told = ", ".join(unknown)
        raise InvalidInput(f"Not fitted by Spark: {told}. There are: {', '.join(FITS)}.", code="unknown")


def _digest(rows: DataFrame) -> tuple[str, int]:
    """The same for the same interactions in whatever order they lie, and how many there are."""
    hashed = F.xxhash64("user", "item", "at", "weight", "region").cast("decimal(38,0)")
    total, count = rows.agg(F.sum(hashed), F.count("*")).collect()[0]
    return f"xxhash64-sum:{int(total or 0)}", int(count)
