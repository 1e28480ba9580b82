"""Job ``update_index``: a product that was added, changed or removed is found within seconds, without a rebuild.

What differs from the built index is laid over it (retrieval.changes); a rebuild takes it in later. When too much differs, the
rebuild is asked for at once.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

from retrieval.changes import TooMany, catch_up, present_entries
from retrieval.lookups import extend_lookups
from retrieval.versions import switching
from shop.errors import Corrupt
from worker.services import Progress, Services

STATE = "built.json"
#: Raised when a build writes what an older one did not: what an older one built is then built anew.
FORMAT = 3
#: Changes wait so long for the rebuild that takes them in; further ones until then come along.
REBUILD_AFTER = timedelta(minutes=10)


def update_index(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """``{"changes": n}``, or ``{"rebuild": job id}`` when that serves better."""
    storage = services.storage
    try:
        changes = update(services)
    except (TooMany, Corrupt):
        return {"rebuild": storage.jobs.add("rebuild_index", {}, unique="rebuild_index", now=services.clock())}
    if changes:
        now = services.clock()
        storage.jobs.add("rebuild_index", {"if_changed": True}, unique="take_in", run_at=now + REBUILD_AFTER, now=now)
    return {"changes": changes}


def update(services: Services) -> int:
    """How many products differ from the built index, now seen by search. Raises TooMany and Corrupt (see ``catch_up``)."""
    storage, artifacts = services.storage, services.settings.artifacts
    version = storage.products.catalogue_version()
    folder = artifacts / "index" / "products"
    changes = catch_up(folder, storage.products.marks(), storage.products.get_many, services.encoder, services.clock())
    if changes:
        with switching(folder):
            extend_lookups(present_entries(folder), artifacts / "lookups", services.clock())
    write_state(services, version)
    return changes


def write_state(services: Services, version: int) -> None:
    """Remember the catalogue version that search has seen."""
    artifacts = services.settings.artifacts
    draft = artifacts / f"{STATE}.{os.getpid()}.tmp"
    state = {"catalogue_version": version, "built_at": services.clock().isoformat(), "format": FORMAT}
    draft.write_text(json.dumps(state), encoding="utf-8")
    os.replace(draft, artifacts / STATE)


def built_version(artifacts: Path) -> int | None:
    """The catalogue version that search has seen, or None."""
    try:
        state = json.loads((artifacts / STATE).read_text(encoding="utf-8"))
        version, form = state["catalogue_version"], state.get("format")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return version if isinstance(version, int) and form == FORMAT else None
