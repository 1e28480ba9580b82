"""Ids for records of files that give none: made of the record's content, so that a second import finds them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from storage.imports.cells import Cells


def id_or_made(cells: Cells, field: str, content: Sequence[str]) -> str:
    """The id in ``field``; where the file has no such column, a hash of the ``content`` fields, a time as the moment it is."""
    if field in cells.fields:
        return cells.key(field)
    at = cells.time("at")
    text = json.dumps([at.isoformat() if name == "at" and at else cells.text(name) for name in content])
    return "imported-" + hashlib.sha256(text.encode()).hexdigest()[:32]
