"""Built folders, side by side, and the one that counts.

``<artifacts>/index/<name>/<version>/…`` are complete folders with a manifest; ``<name>/CURRENT`` names one of them and is
replaced by rename, so that a reader sees the old one or the new one and never a mixture. The last two stay. A second line in
CURRENT names, in ``<name>-changes/``, what changed since that version was built.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from shop.errors import Corrupt
from shop.manifest import NAME, check_manifest, sha256_of, write_manifest

CURRENT = "CURRENT"
KEEP = 2
T = TypeVar("T")
_VERSION = re.compile(r"^[0-9A-Za-z-]{1,64}$")


def current_version(folder: Path) -> str:
    """The version that counts. Raises Corrupt when nothing was built yet or the pointer is damaged."""
    return current_pair(folder)[0]


def current_pair(folder: Path) -> tuple[str, str | None]:
    """The version that counts and the changes to it, if any. Raises Corrupt like ``current_version``."""
    try:
        lines = (folder / CURRENT).read_text(encoding="ascii").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Corrupt(f"There is no {folder.name} index yet; run `shoptalk build`.", code="index_missing") from error
    names = [line.strip() for line in lines if line.strip()]
    if not 1 <= len(names) <= 2 or not all(_VERSION.match(name) for name in names):
        raise Corrupt(f"The {folder.name} index's CURRENT is damaged; run `shoptalk build`.", code="artifact_corrupt")
    return names[0], names[1] if len(names) == 2 else None


def has_changes(folder: Path) -> bool:
    """Are there changes that the present version has not taken in? False, too, when nothing was built."""
    try:
        return current_pair(folder)[1] is not None
    except Corrupt:
        return False


def changes_folder(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-changes")


@contextmanager
def switching(folder: Path) -> Iterator[None]:
    """One at a time, over all processes: what is read of CURRENT inside stays true until the block ends. Not to be nested."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def point(folder: Path, version: str, changes: str | None) -> None:
    """Make these the ones that count, in one step. Inside ``switching``."""
    pointer = folder / f".{CURRENT}-{os.getpid()}"
    pointer.write_text(version + "\n" + (changes + "\n" if changes else ""), encoding="ascii")
    os.replace(pointer, folder / CURRENT)


def at_rest(folder: Path, opened: Callable[[str, str | None], T]) -> T:
    """``opened(version, changes)`` of what counts, tried again when that was replaced and tidied away meanwhile."""
    for _ in range(3):
        pair = current_pair(folder)
        try:
            return opened(*pair)
        except Corrupt:
            if current_pair(folder) == pair:
                raise
    raise Corrupt(f"The {folder.name} index changes too fast to be read.", code="artifact_corrupt")


def open_current(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The checked folder that counts, and its manifest. Raises Corrupt when a file differs from its sha256."""
    return at_rest(folder, lambda version, _: (folder / version, check_manifest(folder / version)))


@contextmanager
def new_version(
    folder: Path,
    *,
    now: datetime,
    inputs: Mapping[str, str],
    settings: Mapping[str, Any],
    metrics: dict[str, Any],
    changes: Callable[[Path], str | None] | None = None,
) -> Iterator[Path]:
    """Give a folder to write into; when the block ends well, it gets its manifest and becomes the one that counts.

    ``metrics`` may be filled inside the block. When the block raises, nothing has changed. ``changes`` is given the finished
    folder and names what has changed since it was begun, so that nothing that was to be seen is missed for a moment.
    """
    with drafted(folder, now=now, inputs=inputs, settings=settings, metrics=metrics) as (draft, done):
        yield draft
        version = done()
    with switching(folder):
        before = (folder / CURRENT).read_text(encoding="ascii").split() if (folder / CURRENT).is_file() else []
        point(folder, version, changes(folder / version) if changes else None)
        tidy(folder, keep={version, *before[:1]})


@contextmanager
def drafted(
    folder: Path, *, now: datetime, inputs: Mapping[str, str], settings: Mapping[str, Any], metrics: Mapping[str, Any]
) -> Iterator[tuple[Path, Callable[[], str]]]:
    """A folder to write into, and what to call when it is whole: it gets its manifest and its place; gives its version."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))

    def done() -> str:
        write_manifest(draft, now=now, inputs=inputs, settings=settings, metrics=metrics)
        version = f"{now.strftime('%Y%m%dT%H%M%S')}-{sha256_of(draft / NAME)[:12]}"
        draft.chmod(0o755)
        if (folder / version).exists():
            shutil.rmtree(folder / version)
        os.replace(draft, folder / version)
        return version

    try:
        yield draft, done
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def tidy(folder: Path, keep: set[str]) -> None:
    """Remove all versions but the newest ``KEEP``, and always keep those named."""
    versions = sorted((p for p in folder.iterdir() if p.is_dir() and _VERSION.match(p.name)), key=lambda p: p.stat().st_mtime)
    for old in versions[:-KEEP]:
        if old.name not in keep:
            shutil.rmtree(old, ignore_errors=True)
