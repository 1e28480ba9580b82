"""Job ``watch_products``: four times a day, see which products got worse. They are shown less; those that mended are not."""

from __future__ import annotations

from datetime import timedelta

from recommender.releases.kept import renew
from recommender.train import FOLDER
from recommender.versions import current
from recommender.worsening import read_worsening, write_worsening
from shop.errors import Corrupt
from shop.releases import RECOMMENDER, ReleaseNote
from worker.services import Progress, Services
from worker.train_recommendations import worsening_products

KIND = "watch_products"
EVERY = timedelta(hours=6)


def watch_products(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """The next turn is queued before anything else, so that a failure ends no watch."""
    storage, now = services.storage, services.clock()
    storage.jobs.add(KIND, {}, unique=KIND, run_at=now + EVERY, now=now)
    found = worsening_products(services)
    return {"worsening": found, "renewed": show_less(services, found)}


def show_less(services: Services, found: list[str]) -> bool:
    """Put the list into the version in use. Returns False when it was there, or nothing is built yet."""
    folder = services.settings.artifacts / FOLDER
    try:
        while found != read_worsening(current(folder)):
            name = renew(folder, lambda version: write_worsening(version, found))
            if name is not None:  # else somebody switched versions in this moment
                note = ReleaseNote(RECOMMENDER, name, services.clock(), "renewed", "other products got worse")
                services.storage.releases.note(note)
                return True
    except Corrupt:  # not built yet: the build will see to it
        pass
    return False
