"""How the recommender came into use and whether what it learnt from still holds: ``GET /api/models/{model}``, and gauges."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from shop.errors import NotFound
from shop.releases import RECOMMENDER, DriftCheck, ReleaseNote
from storage import Storage
from web.keys import STORAGE
from web.metrics import Metrics
from web.staff_login import require_role
from web.threads import in_thread

LATELY = 10


def note_json(note: ReleaseNote) -> dict[str, Any]:
    told = {"version": note.version, "at": note.at.isoformat(), "deed": note.deed, "cause": note.cause}
    return {**told, "verdict": dict(note.verdict)}


def check_json(check: DriftCheck) -> dict[str, Any]:
    parts = {name: dict(part) for name, part in check.parts.items()}
    return {"version": check.version, "at": check.at.isoformat(), "parts": parts, "causes": list(check.causes)}


async def get_model(request: web.Request) -> web.Response:
    """``{"model", "history": newest first, "drift": the last check or null}``. 404 for a model that has no versions."""
    await require_role(request, "marketer")
    if request.match_info["model"] != RECOMMENDER:
        raise NotFound(f"Versions are kept of: {RECOMMENDER}.", code="unknown_model")

    def read(storage: Storage) -> dict[str, Any]:
        checks = storage.releases.checks(RECOMMENDER, 1)
        history = [note_json(note) for note in storage.releases.notes(RECOMMENDER, LATELY)]
        return {"model": RECOMMENDER, "history": history, "drift": check_json(checks[0]) if checks else None}

    return web.json_response(await in_thread(read, request.app[STORAGE]))


def measure_model(storage: Storage, metrics: Metrics) -> None:
    """Bring the gauges up to what was noted last; a figure of which too few people tell has no value."""
    learnt = storage.releases.latest(RECOMMENDER, ("promoted", "refused"))
    if learnt is not None:
        metrics.model_learnt_at.labels(RECOMMENDER).set(learnt.at.timestamp())
        metrics.model_refused.labels(RECOMMENDER).set(learnt.deed == "refused")
    for check in storage.releases.checks(RECOMMENDER, 1):
        metrics.model_checked_at.labels(RECOMMENDER).set(check.at.timestamp())
        for name, part in check.parts.items():
            metrics.model_drifted.labels(RECOMMENDER, name).set(bool(part["drifted"]))
            if part["value"] is not None:
                metrics.model_drift.labels(RECOMMENDER, name).set(part["value"])
                metrics.model_drift_threshold.labels(RECOMMENDER, name).set(part["threshold"])


def routes() -> list[web.RouteDef]:
    return [web.get("/api/models/{model}", get_model)]
