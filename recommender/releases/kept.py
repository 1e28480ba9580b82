"""The versions that lie in the folder, each with the copy that it is judged by: fitted alike, without the held-out part.

The copies lie in ``.judged/<version>/``, so that opening a version does not read them. A version without its copy can be used,
and is replaced unjudged.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from recommender.versions import Pointer, keep, point_instead, pointer, switching, versions
from shop.errors import Corrupt
from shop.manifest import NAME, check_manifest

PROMOTED = 3  # that stay, the present one among them: two steps back
REFUSED = 2  # that stay to be looked at
_COPIES = ".judged"
_STALE_SECONDS = 86_400.0  # a draft as old as this was left by a process that was killed


@dataclass(frozen=True)
class Version:
    """``manifest`` as it was written; its files are not checked. ``current`` and ``held`` as ``CURRENT`` says."""

    name: str
    created_at: datetime
    manifest: Mapping[str, Any]
    current: bool = False
    held: bool = False

    @property
    def verdict(self) -> Mapping[str, Any]:
        """Empty for one that was made before versions were judged."""
        return self.manifest["metrics"].get("held_out") or {}

    @property
    def refused(self) -> bool:
        return not self.verdict.get("promoted", True)

    @property
    def cut_at(self) -> datetime | None:
        """From when on its copy has seen nothing."""
        said = self.manifest["metrics"].get("cut_at")
        return datetime.fromisoformat(said) if said else None


def list_versions(folder: Path) -> list[Version]:
    """The newest first; those whose manifest cannot be read are left out."""
    present = pointer(folder)
    found = []
    for name in versions(folder):
        try:
            manifest = json.loads((folder / name / NAME).read_text(encoding="utf-8"))
            manifest["metrics"] = manifest["metrics"] or {}
            created_at = datetime.fromisoformat(manifest["created_at"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        is_current = present is not None and present.version == name
        found.append(Version(name, created_at, manifest, is_current, is_current and present.held if present else False))
    return sorted(found, key=lambda version: (version.created_at, version.name), reverse=True)


def version_before(listed: Iterable[Version]) -> Version | None:
    """The one to go back to: the newest that is older than the current one and was not refused."""
    older = iter(listed)  # the newest first
    for version in older:
        if version.current:
            break
    return next((version for version in older if not version.refused), None)


def copy_of(folder: Path, version: str) -> Path | None:
    """The checked copy, or None where it is missing or was changed."""
    try:
        check_manifest(folder / _COPIES / version)
    except Corrupt:
        return None
    return folder / _COPIES / version


def keep_copy(folder: Path, version: str, copy: Path) -> None:
    """``copy`` has its manifest already."""
    place = folder / _COPIES / version
    place.parent.mkdir(exist_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    copy.chmod(0o755)
    os.replace(copy, place)


def take_back(folder: Path, version: str, draft: Path, copy: Path) -> None:
    """Undo ``keep`` and ``keep_copy``."""
    os.replace(folder / version, draft)
    os.replace(folder / _COPIES / version, copy)


def remove(folder: Path, version: str) -> bool:
    """Delete a version and its copy, unless it has become the current one. Returns whether it did."""
    with switching(folder):
        present = pointer(folder)
        if present is not None and present.version == version:
            return False
        shutil.rmtree(folder / version, ignore_errors=True)
        shutil.rmtree(folder / _COPIES / version, ignore_errors=True)
        return True


def tidy(folder: Path) -> None:
    """Keep the current version, the newest that were promoted and the newest that were refused; and no stray draft or copy."""
    listed = list_versions(folder)
    kept = {version.name for version in listed if version.current}
    kept.update([v.name for v in listed if not v.current and not v.refused][: PROMOTED - 1])
    kept.update([v.name for v in listed if not v.current and v.refused][:REFUSED])
    for name in versions(folder):
        if name not in kept:
            remove(folder, name)
    copies = folder / _COPIES
    for copy in copies.iterdir() if copies.is_dir() else ():
        if copy.name not in kept:
            shutil.rmtree(copy, ignore_errors=True)
    for draft in folder.glob(".draft-*"):
        if time.time() - draft.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(draft, ignore_errors=True)


def keep_as(folder: Path, draft: Path, manifest: Mapping[str, Any]) -> str:
    """Keep ``draft`` with what another manifest says of it: when it was made, of what, how, and how good it is."""
    return keep(
        folder,
        draft,
        now=datetime.fromisoformat(manifest["created_at"]),
        inputs=manifest["inputs"],
        settings=manifest["settings"],
        metrics=manifest["metrics"],
    )


def renew(folder: Path, change: Callable[[Path], None]) -> str | None:
    """Put a version like the current one in its place, in which ``change`` has rewritten a file. Returns its name; None when
    ``CURRENT`` was changed meanwhile. Raises Corrupt where there is no sound current version."""
    before = pointer(folder)
    if before is None:
        raise Corrupt("There is no recommender yet; run `shoptalk build`.", code="index_missing")
    manifest = check_manifest(folder / before.version)
    draft = folder / f".draft-renewed-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        shutil.copytree(folder / before.version, draft, ignore=shutil.ignore_patterns(NAME))
        change(draft)
        name = keep_as(folder, draft, manifest)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if name == before.version:
        return name
    copy = folder / _COPIES / before.version
    if copy.is_dir():
        shutil.copytree(copy, folder / _COPIES / name, dirs_exist_ok=True)
    if not point_instead(folder, Pointer(name, before.held), before):
        remove(folder, name)
        return None
    remove(folder, before.version)
    return name
