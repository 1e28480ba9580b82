"""Job ``update_codes``: the codes of the shop's promotions, for the bot to know them in a sentence without being told "code".

Codes of promotions that are over are among them: a customer who asks about one is told so.
"""

from __future__ import annotations

from retrieval.lookups import write_lists
from worker.services import Progress, Services

FOLDER = "codes"


def update_codes(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    return {"codes": write_codes(services)}


def write_codes(services: Services) -> int:
    """How many there are, now in ``artifacts/codes``."""
    codes = services.storage.promotions.codes()
    folder = services.settings.artifacts / FOLDER
    folder.parent.mkdir(parents=True, exist_ok=True)
    write_lists({"codes": codes}, folder, now=services.clock(), inputs={}, settings={}, metrics={"codes": len(codes)})
    return len(codes)
