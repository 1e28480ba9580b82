"""Background work as rows: a job is written in the same transaction as its cause, so no crash can lose it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

JOB_STATUSES = ("queued", "running", "done", "failed")


@dataclass(frozen=True)
class Job:
    """``progress`` is 0…1. ``error`` is ``{"code", "sentence"}`` of the last failure. ``attempts`` counts the claims."""

    job_id: int
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    status: str = "queued"
    attempts: int = 0
    progress: float = 0.0
    progress_text: str = ""
    result: Mapping[str, Any] | None = None
    error: Mapping[str, str] | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
