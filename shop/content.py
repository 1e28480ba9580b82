"""What marketing staff edit: each item has a draft, and a live value which publishing replaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CONTENT_KINDS = ("intent", "answer", "promotion", "aspect")


@dataclass(frozen=True)
class ContentItem:
    """``draft`` None = deleted in the draft; ``live`` None = never published. They differ = there is something to publish."""

    kind: str
    key: str
    draft: Mapping[str, Any] | None
    live: Mapping[str, Any] | None
    updated_at: datetime | None = None
    updated_by: str = ""


@dataclass(frozen=True)
class Publication:
    """One publish: ``changes`` are sentences, ``status`` is "live", or "failed" when the bot kept its old model."""

    publication_id: str
    at: datetime
    by: str
    model_sha256: str
    changes: tuple[str, ...] = ()
    status: str = "live"
