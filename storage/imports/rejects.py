"""The file of the rows that did not go in."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from shop.errors import InvalidInput

HEADER = ("line", "column", "reason", "raw")


def rejects_path(source: Path, given: Path | None) -> Path:
    """``given``, else beside the source, else, where that folder may not be written to, in the present folder.

    Raises InvalidInput when nothing can be written there, so that it is known before anything changes.
    """
    path = given or source.with_name(source.name + ".rejects.csv")
    if given is None and not os.access(path.parent, os.W_OK):
        path = Path.cwd() / path.name
    taken = path.is_dir() or (path.exists() and path.samefile(source))
    if taken or not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise InvalidInput(f"Rejects cannot be written to {path}; name another file with --rejects.", code="unwritable")
    return path


def write_rejects(path: Path, rows: Iterable[tuple[int, str, str, str]]) -> None:
    """Readable by its owner alone: rows may hold names and addresses. An older file of that name is replaced at the end."""
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
    part.replace(path)
