"""The products that a version of the recommender shows less, because they go wrong more often than they used to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from shop.errors import Corrupt

NAME = "worsening.json"


def write_worsening(folder: Path, product_ids: Iterable[str]) -> None:
    (folder / NAME).write_text(json.dumps(sorted(set(product_ids)), indent=1), encoding="utf-8")


def read_worsening(folder: Path) -> list[str]:
    """Sorted product ids of a checked version; none of one that was made before they were kept. Raises Corrupt."""
    path = folder / NAME
    if not path.is_file():
        return []
    try:
        return sorted(map(str, json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, TypeError) as error:
        raise Corrupt(f"{NAME} cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error
