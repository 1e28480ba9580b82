"""What an import did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ImportReport:
    """``rows`` read, blank ones left out. ``changed``: records that are new or different now. ``rejected``: rows kept aside in
    the file ``rejects`` (None: none were). ``without_consent``: events that were not kept because their customer or visitor
    did not agree to it; they are no rejects. ``quality``: what the file was like, as ``storage.imports.quality`` counts it.
    """

    rows: int
    changed: int
    rejected: int
    rejects: Path | None
    without_consent: int = 0
    quality: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "changed": self.changed,
            "rejected": self.rejected,
            "rejects": str(self.rejects) if self.rejects else None,
            "without_consent": self.without_consent,
            "quality": dict(self.quality),
        }
