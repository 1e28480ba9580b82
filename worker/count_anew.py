"""Job ``count_anew``: everything that is counted or learnt from customers' deeds, built again from what is stored now.

Written when a person was erased or a consent to a profile was taken back. What goes together and what is popular are sums over
deeds, so that counting again without somebody gives exactly what would have been built had they never been there. The versions
that were built with them are deleted.
"""

from __future__ import annotations

import shutil

from recommender.customers.train import FOLDER as CUSTOMERS
from recommender.train import FOLDER as RECOMMENDER
from recommender.versions import keep_current_alone
from shop.errors import Corrupt
from worker.refresh_segments import refresh_segments
from worker.services import Progress, Services
from worker.train_recommendations import train_recommendations


def count_anew(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """``{"recommender": bool, "customers": bool}``: what had been built before, and so was built again."""
    return {"recommender": _recommender(services), "customers": _customers(services, progress)}


def _recommender(services: Services) -> bool:
    try:
        train_recommendations(services, (p for p in services.storage.products.all() if p.active))
    except Corrupt as error:
        if error.code != "index_missing":
            raise
        return False
    keep_current_alone(services.settings.artifacts / RECOMMENDER)
    return True


def _customers(services: Services, progress: Progress) -> bool:
    folder = services.settings.artifacts / CUSTOMERS
    if not folder.is_dir():
        return False
    if refresh_segments({}, services, progress).get("customers"):
        keep_current_alone(folder)
    else:  # nobody is left to learn from
        shutil.rmtree(folder)
    return True
