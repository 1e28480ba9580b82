"""From snapshots to the artifacts that ``recommend`` reads: popularity, seasons, the ranking and the vectors."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

from recommender.alike import CLOSE_FROM, NEIGHBOURS, alike
from recommender.candidates.histories import histories
from recommender.candidates.lifts import KINDS
from recommender.interactions import Interactions, interactions
from recommender.popularity import WINDOW_DAYS, popularity, seasons
from recommender.ranker.configuration import Configuration
from recommender.ranker.learning import NOT_LIVE, learn_ranking
from recommender.ranker.stored import write_ranking
from recommender.reranking.newness import ages
from recommender.versions import publish
from recommender.worsening import write_worsening
from shop.catalogue import Product
from shop.errors import Corrupt, InvalidInput
from shop.events import Event
from shop.orders import Order

FOLDER = "recommender"
DATA = "data_quality.json"
_PRODUCTS = "products.json"
#: How a version is learnt; one that was learnt otherwise cannot be learnt again by this software.
RECIPE: Mapping[str, Any] = {
    "ranking": "chosen on the newest fifth",
    "without": list(NOT_LIVE),
    "context": list(KINDS),
    "alike": NEIGHBOURS,
    "alike_from": CLOSE_FROM,
    "popularity_window_days": WINDOW_DAYS,
}


class Deeds(Protocol):
    """What people did; each call gives all of it from the start."""

    def events(self) -> Iterable[Event]: ...

    def orders(self) -> Iterable[Order]: ...

    def regions(self) -> Mapping[str, str]:
        """Customer id to region, of those of whom it is known."""
        ...


@dataclass(frozen=True)
class Told:
    """Deeds that lie in memory."""

    told_events: Sequence[Event] = ()
    told_orders: Sequence[Order] = ()
    told_regions: Mapping[str, str] = field(default_factory=dict)

    def events(self) -> Iterator[Event]:
        return iter(self.told_events)

    def orders(self) -> Iterator[Order]:
        return iter(self.told_orders)

    def regions(self) -> Mapping[str, str]:
        return self.told_regions


@dataclass(frozen=True)
class Material:
    """What a version is learnt from. ``vectors`` (n, dim) belong to ``product_ids`` in order.

    ``data``: what is known of the quality of the rows; it is kept as ``data_quality.json`` beside the manifest. ``worsening``:
    product ids that are shown less, kept beside it too. Nothing later than ``now`` is learnt.
    """

    deeds: Deeds
    products: Sequence[Product]
    vectors: npt.NDArray[Any]
    product_ids: Sequence[str]
    now: datetime
    data: Mapping[str, Any] | None = None
    worsening: Sequence[str] = ()


@dataclass(frozen=True)
class Learnt:
    """For the manifest. ``report``: ``{"products", "interactions", "users", "ranking"}``, the last being how the ranking weighs
    its sources. ``chosen``: the ranking's configuration where there was enough to choose by."""

    inputs: Mapping[str, str]
    report: Mapping[str, Any]
    settings: Mapping[str, Any] = field(default_factory=lambda: dict(RECIPE))
    chosen: Configuration | None = None


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
    """Write ``artifacts/recommender/<version>/`` and make it current, unjudged (``recommender.releases`` judges first).

    Returns ``{"version", "products", "interactions", "users", "ranking"}``. Raises InvalidInput when the shapes do not fit.
    """
    deeds = Told(tuple(events), tuple(orders))
    material = Material(deeds, tuple(products), vectors, tuple(product_ids), now, data, tuple(worsening))
    folder = artifacts / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        learnt = learn(material, draft)
        version = publish(folder, draft, now=now, inputs=learnt.inputs, settings=learnt.settings, metrics=learnt.report)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return {"version": version, **learnt.report}


def learn(material: Material, into: Path, chosen: Configuration | None = None) -> Learnt:
    """Write all files but the manifest into the folder ``into``. Raises InvalidInput when the shapes do not fit.

    ``chosen``: the ranking's configuration, found on a part of the same deeds; without it the code chooses.
    """
    ids, now = list(material.product_ids), material.now.timestamp()
    matrix = np.asarray(material.vectors, dtype=np.float16)
    if matrix.ndim != 2 or len(matrix) != len(ids):
        raise InvalidInput("Every product needs one vector.", fields={"vectors": f"expected {len(ids)} rows"})
    by_id = {product.product_id: product for product in material.products}
    item_of = {product_id: row for row, product_id in enumerate(ids)}
    sku_of = {v.sku: item_of[p.product_id] for p in by_id.values() if p.product_id in item_of for v in p.variants}
    deeds = material.deeds
    found = interactions(deeds.events(), deeds.orders(), item_of, sku_of, now, deeds.regions())
    names = [by_id[i].category.strip().lower() if i in by_id else "" for i in ids]
    categories = sorted(set(names))
    codes = {name: code for code, name in enumerate(categories)}
    category_of = np.array([codes[name] for name in names], dtype=np.int64)
    past = histories(found, len(ids))
    ranking, chosen = learn_ranking(past, chosen, found.regions)

    write_ranking(into, ranking)
    sparse.save_npz(into / "alike.npz", alike(matrix))
    np.savez_compressed(
        into / "popularity.npz",
        popularity=popularity(found, len(ids), now),
        seasons=seasons(found, category_of, len(categories)),
        age_days=ages(found.item, found.at, len(ids)),
    )
    np.save(into / "vectors.npy", matrix, allow_pickle=False)
    (into / _PRODUCTS).write_text(json.dumps({"product_ids": ids, "categories": categories}), encoding="utf-8")
    if material.data is not None:
        (into / DATA).write_text(json.dumps(material.data, indent=1, sort_keys=True), encoding="utf-8")
    write_worsening(into, material.worsening)
    report = {
        "products": len(ids),
        "interactions": int(found.user.size),
        "users": int(np.unique(found.user).size),
        "ranking": {name: round(float(weight), 3) for name, weight in ranking.weights.items()},
    }
    inputs = {"interactions": _digest(found), "products": hashlib.sha256("\n".join(ids).encode()).hexdigest()}
    return Learnt(inputs, report, chosen=chosen)


def products_known(version: Path) -> frozenset[str]:
    """The product ids that a version knows. Raises Corrupt."""
    try:
        return frozenset(json.loads((version / _PRODUCTS).read_text(encoding="utf-8"))["product_ids"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Corrupt("The recommender's files cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error


def _digest(found: Interactions) -> str:
    digest = hashlib.sha256()
    for column in (found.user, found.item, found.at, found.weight, found.region):
        if column is not None:
            digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()
