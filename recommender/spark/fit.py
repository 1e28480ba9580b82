"""From snapshots to the files that a ranking is opened from, all of it counted by Spark."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from recommender.candidates.als import Als
from recommender.candidates.item_knn import ItemKnn
from recommender.candidates.popular import Popular
from recommender.candidates.rules import Rules
from recommender.candidates.source import Arrays, Fitted, Settings
from recommender.candidates.together import Together
from recommender.spark.als import fit_als
from recommender.spark.counted import fit_item_knn, fit_popular, fit_rules, fit_together
from recommender.spark.features import item_facts, popularity, seasons
from recommender.spark.histories import Histories, histories
from recommender.spark.interactions import interactions
from recommender.spark.snapshots import catalogue, read_snapshots
from shop.errors import InvalidInput
from shop.manifest import write_manifest

Told = Callable[[float, str], None]
FITS: dict[str, Callable[[Histories, Settings], Fitted]] = {
    Rules.NAME: fit_rules,
    ItemKnn.NAME: fit_item_knn,
    Together.NAME: fit_together,
    Popular.NAME: fit_popular,
    Als.NAME: fit_als,
}
DEFAULTS: Mapping[str, Settings] = {kind.NAME: kind.CHOICES[0] for kind in (Rules, ItemKnn, Together, Popular, Als)}


def fit(
    spark: SparkSession,
    snapshots: str,
    into: Path,
    now: datetime,
    settings: Mapping[str, Settings] = DEFAULTS,
    told: Told = lambda *_: None,
) -> dict[str, Any]:
    """Write the folder ``into`` whole or not at all: ``source_<name>.npz`` for each of ``settings``, ``facts.npz``,
    ``popularity.npz``, ``products.json`` and the manifest. Nothing later than ``now`` is learnt.

    Returns ``{"products", "interactions", "users", "deeds", "sources"}``. Raises InvalidInput.
    """
    _check(into, settings)
    told(0.0, "reading the snapshots")
    found = read_snapshots(spark, snapshots)
    sold = catalogue(found.products)
    rows = interactions(found, sold, now.timestamp()).persist()
    past = histories(rows, sold)
    users, deeds = past.size
    if not deeds:
        raise InvalidInput("The snapshots hold no deed with a product that is sold.", code="empty")
    digest, count = _digest(rows)
    into.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=into.parent))
    try:
        told(0.05, "counting what is popular")
        items = len(sold.product_ids)
        _save(
            draft / "popularity.npz",
            {"popularity": popularity(rows, items, now.timestamp()), "seasons": seasons(rows, sold)},
        )
        _save(draft / "facts.npz", item_facts(past).arrays())
        for number, (name, given) in enumerate(settings.items()):
            told(0.1 + 0.9 * number / len(settings), name)
            _save(draft / f"source_{name}.npz", FITS[name](past, given).arrays())
        ids = {"product_ids": sold.product_ids, "categories": sold.categories}
        (draft / "products.json").write_text(json.dumps(ids), encoding="utf-8")
        report = {"products": items, "interactions": count, "users": users, "deeds": deeds, "sources": list(settings)}
        products = hashlib.sha256("\n".join(sold.product_ids).encode()).hexdigest()
        inputs = {"interactions": digest, "products": products}
        write_manifest(draft, now=now, inputs=inputs, settings={"sources": settings}, metrics=report)
        draft.chmod(0o755)
        os.replace(draft, into)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        past.rows.unpersist()
        rows.unpersist()
    told(1.0, f"{deeds:,} deeds of {users:,} people with {items:,} products")
    return report


def _check(into: Path, settings: Mapping[str, Settings]) -> None:
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise InvalidInput(f"{into} is there already: name a folder that is new or empty.", code="not_empty")
    if unknown := sorted(set(settings) - set(FITS)):
        told = ", ".join(unknown)
        raise InvalidInput(f"Not fitted by Spark: {told}. There are: {', '.join(FITS)}.", code="unknown")


def _save(path: Path, arrays: Arrays) -> None:
    plain: dict[str, Any] = dict(arrays)
    np.savez(path, **plain)


def _digest(rows: DataFrame) -> tuple[str, int]:
    """The same for the same interactions in whatever order they lie, and how many there are."""
    hashed = F.xxhash64("user", "item", "at", "weight").cast("decimal(38,0)")
    total, count = rows.agg(F.sum(hashed), F.count("*")).collect()[0]
    return f"xxhash64-sum:{int(total or 0)}", int(count)
