"""The manifest that lies beside each built thing: what it was made from, and the sha256 by which loading checks it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from shop.errors import Corrupt

NAME = "manifest.json"


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def write_manifest(
    folder: Path,
    *,
    now: datetime,
    inputs: Mapping[str, str],
    settings: Mapping[str, Any],
    metrics: Mapping[str, Any] | None = None,
    seed: int | None = None,
) -> dict[str, Any]:
    """Hash every file in ``folder`` and write ``manifest.json`` last, by rename. Returns what was written."""
    files = {
        p.relative_to(folder).as_posix(): sha256_of(p) for p in sorted(folder.rglob("*")) if p.is_file() and p.name != NAME
    }
    content: dict[str, Any] = {
        "created_at": now.isoformat(),
        "files": files,
        "inputs": dict(inputs),
        "metrics": dict(metrics or {}),
        "seed": seed,
        "settings": dict(settings),
    }
    temporary = folder / (NAME + ".tmp")
    temporary.write_text(json.dumps(content, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(temporary, folder / NAME)
    return content


def check_manifest(folder: Path, only: Collection[str] | None = None) -> dict[str, Any]:
    """Read the manifest and compare every file's sha256, or those named in ``only``. Raises Corrupt when anything differs."""
    try:
        content: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        named = dict(content["files"].items())
        files = [(name, named.get(name)) for name in (named if only is None else only)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Corrupt(f"{folder.name} has no readable manifest; run `shoptalk build`.", code="manifest_unreadable") from error
    for name, wanted in files:
        path = folder / name
        if not path.is_file() or sha256_of(path) != wanted:
            raise Corrupt(f"{folder.name}/{name} does not match its manifest; run `shoptalk build`.", code="artifact_corrupt")
    return content
