"""Job ``rebuild_index``: search index, lookups and recommender from the catalogue as it is now, swapped in atomically."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retrieval.build import build_indexes
from retrieval.changes import TooMany, write_changes
from retrieval.versions import has_changes
from shop.catalogue import Faq
from worker.services import Progress, Services
from worker.train_recommendations import train_recommendations
from worker.update_faq import build_answers
from worker.update_index import update, write_state


def build(services: Services, progress: Progress) -> dict[str, Any]:
    """Build everything that serving reads. What changes meanwhile is laid over the new index before that is served."""
    storage, artifacts = services.storage, services.settings.artifacts
    version = storage.products.catalogue_version()
    marks = storage.products.marks()
    products = [product for product in storage.products.all() if product.active]
    faqs: list[Faq] = []

    def answers() -> Iterator[Faq]:
        """As they are when their turn comes: an entry that changed while products were indexed is not set back."""
        faqs.extend(storage.faqs.all())
        yield from faqs

    def indexing(text: str, fraction: float) -> None:
        progress(0.85 * fraction, text)

    def changed_since(main: Path) -> str | None:
        try:
            return write_changes(
                main, None, storage.products.marks(), storage.products.get_many, services.encoder, services.clock()
            )
        except TooMany:  # their own job asks for the next rebuild
            return None

    report: dict[str, Any] = build_indexes(
        products, answers(), services.encoder, artifacts, services.clock(), indexing, marks, changed_since
    )
    if storage.faqs.all() != faqs:
        build_answers(services)
    progress(0.9, "learning what goes together")
    report["recommender"] = train_recommendations(services, products, "the catalogue was indexed anew")
    write_state(services, version)
    if storage.products.catalogue_version() != version:
        update(services)
    progress(1.0, f"{len(products)} products, {len(faqs)} answers")
    return {"products": len(products), "faqs": len(faqs), "catalogue_version": version, **report}


def rebuild_index(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """``{"if_changed": true}``: only when there are changes that the built index has not taken in."""
    if payload.get("if_changed") and not has_changes(services.settings.artifacts / "index" / "products"):
        return {"rebuilt": False}
    return build(services, progress)
