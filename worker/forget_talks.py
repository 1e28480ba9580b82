"""Job ``forget_talks`` {"conversation_ids"}: take erased conversations out of the assistant's own record of them.

It runs at once, and again when no turn that was in flight can still be going on; the same again changes nothing.
"""

from __future__ import annotations

from storage.rasa_trackers import forget_senders
from worker.services import Progress, Services


def forget_talks(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    given = payload.get("conversation_ids")
    ids = [str(one) for one in given] if isinstance(given, list) else []
    settings = services.settings
    file = settings.var / "rasa.db" if settings.embedded else None
    return {"events": forget_senders(settings.database_url, file, ids)}
