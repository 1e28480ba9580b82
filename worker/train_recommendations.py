"""Learn what goes together from the shop's cleaned deeds, judge it beside what is in use, and note what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from recommender.releases import release
from recommender.train import FOLDER, Material
from recommender.versions import pointer
from retrieval.products import ProductIndex
from shop.catalogue import Product
from shop.releases import RECOMMENDER, ReleaseNote
from storage.insights import flags
from worker.services import Services
from worker.training_rows import TrainingRows, training_rows

COUNT_ANEW = "count_anew"


def worsening_products(services: Services) -> list[str]:
    """Their ids, sorted."""
    return sorted({flag.product_id for flag in flags(services.storage.database, services.clock())})


def train_recommendations(services: Services, products: Iterable[Product], cause: str) -> dict[str, Any]:
    """A new version of the recommender, current unless it is worse than the one in use. ``cause`` says why, in words.

    Returns ``{"version", "products", "interactions", "users", "ranking", "verdict"}``. Its vectors are the search index's:
    Corrupt without one.
    """
    _note_unnoted(services)
    forgetting = _forgetting(services)
    found = release(material(services, list(products), training_rows(services)), services.settings.artifacts)
    deed, verdict = "promoted" if found.verdict.promoted else "refused", found.verdict.as_dict()
    services.storage.releases.note(ReleaseNote(RECOMMENDER, found.version, services.clock(), deed, cause, verdict))
    if _forgetting(services) != forgetting:  # by another worker, after these rows were read
        services.storage.jobs.add(COUNT_ANEW, {}, unique=COUNT_ANEW, now=services.clock())
    return {"version": found.version, **found.report, "verdict": verdict}


def material(services: Services, products: Sequence[Product], rows: TrainingRows) -> Material:
    """What the recommender learns from, as of the rows' day. Raises Corrupt without a sound search index."""
    index = ProductIndex.open(services.settings.artifacts, services.encoder)
    ids = [product.product_id for product in products if product.product_id in index]
    return Material(rows, products, index.vectors(ids), ids, rows.as_of, rows.report, worsening_products(services))


def _forgetting(services: Services) -> tuple[int, str] | None:
    """Who was forgotten last, as far as jobs tell."""
    job = services.storage.jobs.latest(COUNT_ANEW)
    return (job.job_id, job.status) if job else None


def _note_unnoted(services: Services) -> None:
    """A worker that was killed just after it switched versions left no note."""
    present = pointer(services.settings.artifacts / FOLDER)
    notes = services.storage.releases
    if present is not None and notes.latest(RECOMMENDER, version=present.version) is None:
        notes.note(ReleaseNote(RECOMMENDER, present.version, services.clock(), "promoted", "found in use"))
