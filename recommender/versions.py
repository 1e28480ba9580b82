"""``<folder>/<version>/…`` with a manifest each, and ``<folder>/CURRENT`` naming the one that counts, replaced by rename."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from shop.errors import Corrupt
from shop.manifest import NAME, check_manifest, sha256_of, write_manifest

KEEP = 2
_VERSION = re.compile(r"^[0-9A-Za-z-]{1,64}$")
_HELD = "held"


@dataclass(frozen=True)
class Pointer:
    """What ``CURRENT`` says. ``held``: somebody went back to this version, so that only a better one may take its place."""

    version: str
    held: bool = False


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
    version = keep(folder, draft, now=now, inputs=inputs, settings=settings, metrics=metrics)
    point(folder, Pointer(version))
    built = sorted((folder / name for name in versions(folder)), key=lambda p: p.stat().st_mtime)
    for old in built[:-KEEP]:
        if old.name != version:
            shutil.rmtree(old, ignore_errors=True)
    return version


def keep(
    folder: Path,
    draft: Path,
    *,
    now: datetime,
    inputs: Mapping[str, str],
    settings: Mapping[str, Any],
    metrics: Mapping[str, Any],
) -> str:
    """Give ``draft`` (a folder inside ``folder``) its manifest and its name, and leave ``CURRENT`` as it is."""
    write_manifest(draft, now=now, inputs=inputs, settings=settings, metrics=metrics)
    version = f"{now.strftime('%Y%m%dT%H%M%S')}-{sha256_of(draft / NAME)[:12]}"
    draft.chmod(0o755)
    if (folder / version).exists():
        shutil.rmtree(draft)  # the very same was built before
    else:
        os.replace(draft, folder / version)
    return version


def point(folder: Path, to: Pointer) -> None:
    """Make a version the current one, whichever was before. Raises Corrupt when it has been deleted."""
    with switching(folder):
        if not (folder / to.version).is_dir():
            raise Corrupt("This version has been deleted.", code="version_gone")
        _write(folder, to)


def point_instead(folder: Path, to: Pointer, of: Pointer | None) -> bool:
    """Make a version the current one, but only while ``CURRENT`` still says what it said before. False: it says another."""
    with switching(folder):
        if pointer(folder) != of:
            return False
        _write(folder, to)
        return True


def pointer(folder: Path) -> Pointer | None:
    """What ``CURRENT`` says; None where there is none, or none that can be read. The version itself is not looked at."""
    try:
        said = (folder / "CURRENT").read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return None
    return Pointer(said[0], _HELD in said[1:]) if said and _VERSION.match(said[0]) else None


def versions(folder: Path) -> list[str]:
    """The names of all that are kept, by the time that they were learnt at."""
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and _VERSION.match(p.name)) if folder.is_dir() else []


def current(folder: Path) -> Path:
    """The checked folder that counts. Raises Corrupt when there is none, or when a file differs from its manifest."""
    found = pointer(folder)
    if found is None:
        if (folder / "CURRENT").is_file():
            raise Corrupt("The recommender's CURRENT is damaged; run `shoptalk build`.", code="artifact_corrupt")
        raise Corrupt("There is no recommender yet; run `shoptalk build`.", code="index_missing")
    check_manifest(folder / found.version)
    return folder / found.version


def keep_current_alone(folder: Path) -> None:
    """Delete every version but the one that counts. A process that has another one open keeps it in memory until it reloads."""
    present = current(folder).name
    for name in versions(folder):
        if name != present:
            shutil.rmtree(folder / name, ignore_errors=True)


def _write(folder: Path, to: Pointer) -> None:
    draft = folder / f".CURRENT-{os.getpid()}"
    draft.write_text(to.version + "\n" + (f"{_HELD}\n" if to.held else ""), encoding="ascii")
    os.replace(draft, folder / "CURRENT")


@contextmanager
def switching(folder: Path) -> Iterator[None]:
    """One process at a time; a process that dies lets go."""
    descriptor = os.open(folder / ".switching", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
