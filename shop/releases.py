"""How versions of a learnt model came into use, and whether what it was learnt from still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

RECOMMENDER = "recommender"
DEEDS = (
    "promoted",  # learnt, judged, and in use from then on
    "refused",  # learnt, judged worse, and kept aside
    "rolled_back",  # somebody went back to it
    "brought_forward",  # somebody went on to it again
    "renewed",  # the same, but that other products are shown less
    "counted_anew",  # the same, without who was forgotten
)


@dataclass(frozen=True)
class ReleaseNote:
    """One line of a model's history. ``cause``: why it was learnt or switched, in words; ``verdict`` as the judging told it."""

    model: str
    version: str
    at: datetime
    deed: str
    cause: str = ""
    verdict: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DriftCheck:
    """``parts``: each figure by name, ``{"value", "threshold", "people", …}``. ``causes``: a sentence for each that lies beyond
    its threshold; none where all is as it was."""

    model: str
    version: str
    at: datetime
    parts: Mapping[str, Mapping[str, Any]]
    causes: tuple[str, ...] = ()
