"""Job ``rebuild_index``: search index, lookups and recommender from the catalogue as it is now, swapped in atomically."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from recommender.train import train_recommender
from retrieval.build import build_indexes
from retrieval.products import ProductIndex
from worker.services import Progress, Services

STATE = "built.json"


def built_version(artifacts: Path) -> int | None:
    """The catalogue version that the present index was made from, or None."""
    try:
        version = json.loads((artifacts / STATE).read_text(encoding="utf-8"))["catalogue_version"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return version if isinstance(version, int) else None


def build(services: Services, progress: Progress) -> dict[str, Any]:
    """Build everything that serving reads. The version is read first, so a change while building leads to a further build."""
    storage, artifacts = services.storage, services.settings.artifacts
    version = storage.products.catalogue_version()
    products = [product for product in storage.products.all() if product.active]
    faqs = storage.faqs.all()

    def indexing(text: str, fraction: float) -> None:
        progress(0.85 * fraction, text)

    report: dict[str, Any] = build_indexes(products, faqs, services.encoder, artifacts, services.clock(), indexing)
    progress(0.9, "learning what goes together")
    ids = [product.product_id for product in products]
    vectors = ProductIndex.open(artifacts).vectors(ids)
    report["recommender"] = train_recommender(
        storage.events.all(), storage.orders.all(), products, vectors, ids, artifacts, services.clock()
    )
    draft = artifacts / (STATE + ".tmp")
    draft.write_text(json.dumps({"catalogue_version": version, "built_at": services.clock().isoformat()}), encoding="utf-8")
    os.replace(draft, artifacts / STATE)
    progress(1.0, f"{len(products)} products, {len(faqs)} answers")
    return {"products": len(products), "faqs": len(faqs), "catalogue_version": version, **report}


def rebuild_index(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    return build(services, progress)
