"""Job ``watch_products``: four times a day, see which products got worse, and train anew when they are others than before."""

from __future__ import annotations

from datetime import timedelta

from recommender.train import FOLDER
from recommender.versions import current
from recommender.worsening import read_worsening
from shop.errors import Corrupt
from worker.services import Progress, Services
from worker.train_recommendations import train_recommendations, worsening_products

KIND = "watch_products"
EVERY = timedelta(hours=6)


def watch_products(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """The next turn is queued before anything else, so that a failure ends no watch."""
    storage, now = services.storage, services.clock()
    storage.jobs.add(KIND, {}, unique=KIND, run_at=now + EVERY, now=now)
    found = worsening_products(services)
    try:
        shown_less = read_worsening(current(services.settings.artifacts / FOLDER))
    except Corrupt:  # not built yet: the build will see to it
        return {"worsening": found, "trained": False}
    if found == shown_less:
        return {"worsening": found, "trained": False}
    progress(0.3, "learning anew, as other products got worse")
    report = train_recommendations(services, (p for p in storage.products.all() if p.active))
    return {"worsening": found, "trained": True, **report}
