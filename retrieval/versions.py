"""Built folders, side by side, and the one that counts.

``<artifacts>/index/<name>/<version>/…`` are complete folders with a manifest; ``<name>/CURRENT`` names one of them and is
replaced by rename, so that a reader sees the old one or the new one and never a mixture. The last two stay.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from shop.errors import Corrupt
from shop.manifest import NAME, check_manifest, sha256_of, write_manifest

CURRENT = "CURRENT"
KEEP = 2
_VERSION = re.compile(r"^[0-9A-Za-z-]{1,64}$")


def current_version(folder: Path) -> str:
    """The version that counts. Raises Corrupt when nothing was built yet or the pointer is damaged."""
    try:
        version = (folder / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Corrupt(f"There is no {folder.name} index yet; run `shoptalk build`.", code="index_missing") from error
    if not _VERSION.match(version):
        raise Corrupt(f"The {folder.name} index's CURRENT is damaged; run `shoptalk build`.", code="artifact_corrupt")
    return version


def open_current(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The checked folder that counts, and its manifest. Raises Corrupt when a file differs from its sha256."""
    for _ in range(3):
        version = current_version(folder)
        try:
            return folder / version, check_manifest(folder / version)
        except Corrupt:
            if current_version(folder) == version:  # not merely replaced and tidied away while we looked
                raise
    raise Corrupt(f"The {folder.name} index changes too fast to be read.", code="artifact_corrupt")


@contextmanager
def new_version(
    folder: Path, *, now: datetime, inputs: Mapping[str, str], settings: Mapping[str, Any], metrics: dict[str, Any]
) -> Iterator[Path]:
    """Give a folder to write into; when the block ends well, it gets its manifest and becomes the one that counts.

    ``metrics`` may be filled inside the block. When the block raises, nothing has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        yield draft
        write_manifest(draft, now=now, inputs=inputs, settings=settings, metrics=metrics)
        version = f"{now.strftime('%Y%m%dT%H%M%S')}-{sha256_of(draft / NAME)[:12]}"
        draft.chmod(0o755)
        if (folder / version).exists():
            shutil.rmtree(folder / version)
        os.replace(draft, folder / version)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    before = (folder / CURRENT).read_text(encoding="ascii").strip() if (folder / CURRENT).is_file() else ""
    pointer = folder / f".{CURRENT}-{os.getpid()}"
    pointer.write_text(version + "\n", encoding="ascii")
    os.replace(pointer, folder / CURRENT)
    _tidy(folder, keep={version, before})


def _tidy(folder: Path, keep: set[str]) -> None:
    """Remove all versions but the newest ``KEEP``, and always keep those named."""
    versions = sorted((p for p in folder.iterdir() if p.is_dir() and _VERSION.match(p.name)), key=lambda p: p.stat().st_mtime)
    for old in versions[:-KEEP]:
        if old.name not in keep:
            shutil.rmtree(old, ignore_errors=True)
