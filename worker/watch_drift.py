"""Job ``watch_drift``: twice a day, see whether what the recommender was learnt from still holds; else have it learnt anew."""

from __future__ import annotations

from datetime import timedelta

from recommender.recommend import Recommender
from recommender.releases import list_versions
from recommender.releases.cases import cases
from recommender.releases.drift import WINDOW, causes_of, drift_parts, look
from recommender.releases.verdict import measure
from recommender.train import FOLDER, products_known
from recommender.versions import current
from shop.errors import Corrupt
from shop.releases import RECOMMENDER, DriftCheck
from worker.scheduled_training import KIND as TRAIN
from worker.scheduled_training import LEARNT
from worker.services import Progress, Services
from worker.training_rows import training_rows

KIND = "watch_drift"
EVERY = timedelta(hours=12)
REST = timedelta(days=1)  # after a learning, before drift asks for the next: what was refused today is refused an hour later


def watch_drift(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """``{"causes": [sentence, …], "asked": bool}``. The next turn is queued first, so that a failure ends no watch."""
    now = services.clock()
    services.storage.jobs.add(KIND, {}, unique=KIND, run_at=now + EVERY, now=now)
    check = check_drift(services)
    if check is None or not check.causes:
        return {"causes": [], "asked": False}
    last = services.storage.releases.latest(RECOMMENDER, LEARNT)
    asked = last is None or last.at + REST <= now
    if asked:
        services.storage.jobs.add(TRAIN, {"cause": " ".join(check.causes)}, unique=f"{TRAIN}:drift", now=now)
    return {"causes": list(check.causes), "asked": asked}


def check_drift(services: Services) -> DriftCheck | None:
    """Compare now with the day of the version in use, and keep what was found. None where nothing is in use yet."""
    folder = services.settings.artifacts / FOLDER
    try:
        place = current(folder)
        known = products_known(place)
        products = [product for product in services.storage.products.all() if product.active]
        recommender = Recommender.of(place, products)
    except Corrupt:
        return None
    version = next((version for version in list_versions(folder) if version.name == place.name), None)
    if version is None:
        return None
    now, learnt_at, rows = services.clock(), version.created_at, training_rows(services)
    then_look = look(rows, products, known, learnt_at - WINDOW, learnt_at)
    now_look = look(rows, products, known, now - WINDOW, now)
    since = measure(recommender, cases(rows, products, learnt_at, now))
    parts = drift_parts(then_look, now_look, version.verdict.get("metrics", {}).get("ndcg_at_10", {}), since)
    check = DriftCheck(RECOMMENDER, version.name, now, parts, causes_of(parts))
    services.storage.releases.add_check(check)
    return check
