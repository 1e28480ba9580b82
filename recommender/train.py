"""From snapshots to the artifacts that ``recommend`` reads: popularity, seasons, item-to-item and the products' vectors."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from recommender.interactions import Interactions, interactions
from recommender.item_to_item import HALF_LIFE_DAYS, LAGS, NEIGHBOURS, SHRINK, item_to_item
from recommender.popularity import WINDOW_DAYS, popularity, seasons
from recommender.versions import publish
from recommender.worsening import write_worsening
from shop.catalogue import Product
from shop.errors import InvalidInput
from shop.events import Event
from shop.orders import Order

FOLDER = "recommender"
DATA = "data_quality.json"


def train_recommender(
    events: Iterable[Event],
    orders: Iterable[Order],
    products: Iterable[Product],
    vectors: npt.NDArray[Any],
    product_ids: Sequence[str],
    artifacts: Path,
    now: datetime,
    *,
    data: Mapping[str, Any] | None = None,
    worsening: Iterable[str] = (),
) -> dict[str, Any]:
    """Write ``artifacts/recommender/<version>/`` and make it current. ``vectors`` (n, dim) belong to ``product_ids`` in order.

    ``data``: what is known of the quality of the rows; it is kept as ``data_quality.json`` beside the manifest. ``worsening``:
    product ids that are shown less, kept beside it too.
    Returns ``{"version", "products", "interactions", "users", "pairs"}``. Raises InvalidInput when the shapes do not fit.
    """
    ids = list(product_ids)
    matrix = np.asarray(vectors, dtype=np.float16)
    if matrix.ndim != 2 or len(matrix) != len(ids):
        raise InvalidInput("Every product needs one vector.", fields={"vectors": f"expected {len(ids)} rows"})
    by_id = {product.product_id: product for product in products}
    item_of = {product_id: row for row, product_id in enumerate(ids)}
    sku_of = {v.sku: item_of[p.product_id] for p in by_id.values() if p.product_id in item_of for v in p.variants}
    found = interactions(events, orders, item_of, sku_of, now.timestamp())
    names = [by_id[i].category.strip().lower() if i in by_id else "" for i in ids]
    categories = sorted(set(names))
    codes = {name: code for code, name in enumerate(categories)}
    category_of = np.array([codes[name] for name in names], dtype=np.int64)
    neighbours = item_to_item(found, len(ids), now.timestamp())

    folder = artifacts / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        sparse.save_npz(draft / "item_to_item.npz", neighbours)
        np.savez_compressed(
            draft / "popularity.npz",
            popularity=popularity(found, len(ids), now.timestamp()),
            seasons=seasons(found, category_of, len(categories)),
        )
        np.save(draft / "vectors.npy", matrix, allow_pickle=False)
        (draft / "products.json").write_text(json.dumps({"product_ids": ids, "categories": categories}), encoding="utf-8")
        if data is not None:
            (draft / DATA).write_text(json.dumps(data, indent=1, sort_keys=True), encoding="utf-8")
        write_worsening(draft, worsening)
        report = {
            "products": len(ids),
            "interactions": int(found.user.size),
            "users": int(np.unique(found.user).size),
            "pairs": int(neighbours.nnz),
        }
        version = publish(
            folder,
            draft,
            now=now,
            inputs={"interactions": _digest(found), "products": hashlib.sha256("\n".join(ids).encode()).hexdigest()},
            settings={
                "half_life_days": HALF_LIFE_DAYS,
                "lags": LAGS,
                "neighbours": NEIGHBOURS,
                "shrink": SHRINK,
                "popularity_window_days": WINDOW_DAYS,
            },
            metrics=report,
        )
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return {"version": version, **report}


def _digest(found: Interactions) -> str:
    digest = hashlib.sha256()
    for column in (found.user, found.item, found.at, found.weight):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()
