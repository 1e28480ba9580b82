"""Go back to a version of the recommender that is kept, or on to a newer one: running servers take it at their next answer."""

from __future__ import annotations

from typing import Any

from recommender.recommend import Recommender
from recommender.releases import Version, list_versions, version_before
from recommender.train import FOLDER
from recommender.versions import Pointer, point, pointer
from shop.errors import InvalidInput, NotFound
from shop.manifest import check_manifest
from shop.releases import RECOMMENDER, ReleaseNote
from worker.services import Services
from worker.train_recommendations import worsening_products
from worker.watch_products import show_less


def roll_back(services: Services, name: str | None) -> dict[str, Any]:
    """``name``: a version, or how its name begins; None: the one in use before. Returns ``{"version", "before", "held"}``.

    ``held``: while a newer version is kept, only a better one takes its place by itself. Products that got worse since then are
    shown less all the same. Raises NotFound, InvalidInput for the version in use, and Corrupt for one that cannot be used.
    """
    folder = services.settings.artifacts / FOLDER
    listed = list_versions(folder)
    present = next((version for version in listed if version.current), None)
    chosen = _chosen(listed, name)
    if chosen.current:
        raise InvalidInput("This version is in use already.", code="in_use")
    check_manifest(folder / chosen.name)
    Recommender.of(folder / chosen.name, ())
    newer = [v for v in listed if not v.refused and (v.created_at, v.name) > (chosen.created_at, chosen.name)]
    point(folder, Pointer(chosen.name, held=bool(newer)))
    older = present is None or chosen.created_at < present.created_at
    deed = "rolled_back" if older else "brought_forward"
    services.storage.releases.note(ReleaseNote(RECOMMENDER, chosen.name, services.clock(), deed, "by command"))
    show_less(services, worsening_products(services))
    now = pointer(folder)
    return {
        "version": now.version if now else chosen.name,
        "before": present.name if present else None,
        "held": bool(now and now.held),
    }


def _chosen(listed: list[Version], name: str | None) -> Version:
    if name is None:
        found = version_before(listed)
        if found is None:
            raise NotFound("No earlier version is kept; `shoptalk models list` shows what there is.", code="no_version")
        return found
    meant = [version for version in listed if version.name == name] or [v for v in listed if v.name.startswith(name)]
    if len(meant) != 1:
        say = "More than one version begins like this" if meant else "There is no such version"
        raise NotFound(f"{say}; `shoptalk models list` shows what there is.", code="unknown_version")
    return meant[0]
