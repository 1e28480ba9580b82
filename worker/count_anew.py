"""Job ``count_anew``: everything that is counted or learnt from customers' deeds, built again from what is stored now.

Written when a person was erased or a consent to a profile was taken back. What goes together and what is popular are sums over
deeds, so that counting again without somebody gives exactly what would have been built had they never been there. Each version
of the recommender that somebody could go back to is counted again as of its own day; those that cannot be are deleted.
"""

from __future__ import annotations

import shutil
from dataclasses import replace

from recommender.customers.train import FOLDER as CUSTOMERS
from recommender.releases import count_version_anew, list_versions
from recommender.releases.kept import remove
from recommender.train import FOLDER as RECOMMENDER_FOLDER
from recommender.train import RECIPE
from recommender.versions import keep_current_alone, pointer, versions
from shop.errors import Corrupt
from shop.releases import RECOMMENDER, ReleaseNote
from worker.refresh_segments import refresh_segments
from worker.services import Progress, Services
from worker.train_recommendations import material, train_recommendations
from worker.training_rows import cleaned, read_agreed, until

_CAUSE = "somebody was forgotten"


def count_anew(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """``{"recommender": bool, "customers": bool}``: what had been built before, and so was built again."""
    return {"recommender": _recommender(services), "customers": _customers(services, progress)}


def _recommender(services: Services) -> bool:
    folder = services.settings.artifacts / RECOMMENDER_FOLDER
    if pointer(folder) is None and not versions(folder):
        return False
    try:
        _count_versions(services)
    except Corrupt as error:
        if error.code != "index_missing":
            raise
        shutil.rmtree(folder)  # without a search index none can be counted again, and none can be used
        return False
    return True


def _count_versions(services: Services) -> None:
    folder = services.settings.artifacts / RECOMMENDER_FOLDER
    rows = read_agreed(services)
    products = [p for p in services.storage.products.all() if p.active]
    now = material(services, products, cleaned(services, rows, services.clock()))
    listed = list_versions(folder)
    for version in sorted(listed, key=lambda v: not v.current):  # what customers see comes first
        if not version.current and (version.refused or version.manifest["settings"] != RECIPE):
            remove(folder, version.name)
            continue
        then = cleaned(services, until(rows, version.created_at), version.created_at)
        name = count_version_anew(version, replace(now, deeds=then, data=then.report), services.settings.artifacts)
        note = ReleaseNote(RECOMMENDER, name, services.clock(), "counted_anew", _CAUSE)
        services.storage.releases.note(note)
    if not any(version.current for version in listed):
        train_recommendations(services, products, _CAUSE)
    for name in versions(folder):
        if name not in {version.name for version in list_versions(folder)}:  # its manifest cannot be read
            remove(folder, name)


def _customers(services: Services, progress: Progress) -> bool:
    folder = services.settings.artifacts / CUSTOMERS
    if not folder.is_dir():
        return False
    if refresh_segments({}, services, progress).get("customers"):
        keep_current_alone(folder)
    else:  # nobody is left to learn from
        shutil.rmtree(folder)
    return True
