"""Job ``train_recommender``: learn anew each ``SHOPTALK_TRAIN_HOURS``, counted from the last time, and when drift asks."""

from __future__ import annotations

from datetime import timedelta

from recommender.train import FOLDER
from recommender.versions import pointer
from shop.releases import RECOMMENDER
from worker.services import Progress, Services
from worker.train_recommendations import train_recommendations

KIND = "train_recommender"
LEARNT = ("promoted", "refused")


def train_on_schedule(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """``{"trained": bool, "cause", …}`` and what training told. ``{"cause": sentence}`` in the payload: at once, whatever the
    hour; else the next turn is queued before anything else, so that a failure ends no schedule."""
    cause = str(payload.get("cause") or "")
    if not cause:
        if not ask_for_turn(services):
            return {"trained": False}
        cause = "its time had come"
    if pointer(services.settings.artifacts / FOLDER) is None:  # not built yet: the build will see to it
        return {"trained": False}
    progress(0.1, f"learning anew: {cause}")
    products = (p for p in services.storage.products.all() if p.active)
    return {"trained": True, "cause": cause, **train_recommendations(services, products, cause)}


def ask_for_turn(services: Services) -> bool:
    """Queue the next turn. Returns whether one is due now: the last learning, whatever caused it, is long enough ago."""
    hours, storage, now = services.settings.train_hours, services.storage, services.clock()
    if not hours:
        return False
    last = storage.releases.latest(RECOMMENDER, LEARNT)
    due_at = last.at + timedelta(hours=hours) if last else now
    is_due = due_at <= now
    next_at = now + timedelta(hours=hours) if is_due else due_at
    storage.jobs.add(KIND, {}, unique=f"{KIND}:{hours:g}", run_at=next_at, now=now)
    return is_due
