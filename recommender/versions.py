"""``<folder>/<version>/…`` with a manifest each, and ``<folder>/CURRENT`` naming the one that counts, replaced by rename."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from shop.errors import Corrupt
from shop.manifest import NAME, check_manifest, sha256_of, write_manifest

KEEP = 2
_VERSION = re.compile(r"^[0-9A-Za-z-]{1,64}$")


def publish(
    folder: Path,
    draft: Path,
    *,
    now: datetime,
    inputs: Mapping[str, str],
    settings: Mapping[str, Any],
    metrics: Mapping[str, Any],
) -> str:
    """Give ``draft`` (a folder inside ``folder``) its manifest and make it the current version. Returns the version."""
    write_manifest(draft, now=now, inputs=inputs, settings=settings, metrics=metrics)
    version = f"{now.strftime('%Y%m%dT%H%M%S')}-{sha256_of(draft / NAME)[:12]}"
    draft.chmod(0o755)
    if (folder / version).exists():
        shutil.rmtree(draft)  # the very same was built before
    else:
        os.replace(draft, folder / version)
    pointer = folder / f".CURRENT-{os.getpid()}"
    pointer.write_text(version + "\n", encoding="ascii")
    os.replace(pointer, folder / "CURRENT")
    built = sorted((p for p in folder.iterdir() if p.is_dir() and _VERSION.match(p.name)), key=lambda p: p.stat().st_mtime)
    for old in built[:-KEEP]:
        if old.name != version:
            shutil.rmtree(old, ignore_errors=True)
    return version


def current(folder: Path) -> Path:
    """The checked folder that counts. Raises Corrupt when there is none, or when a file differs from its manifest."""
    try:
        version = (folder / "CURRENT").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Corrupt("There is no recommender yet; run `shoptalk build`.", code="index_missing") from error
    if not _VERSION.match(version):
        raise Corrupt("The recommender's CURRENT is damaged; run `shoptalk build`.", code="artifact_corrupt")
    check_manifest(folder / version)
    return folder / version


def keep_current_alone(folder: Path) -> None:
    """Delete every version but the one that counts. A process that has another one open keeps it in memory until it reloads."""
    present = current(folder).name
    for old in folder.iterdir():
        if old.is_dir() and _VERSION.match(old.name) and old.name != present:
            shutil.rmtree(old, ignore_errors=True)
